import { numberStandards } from "../libraries";

export type Validity = (text: string) => boolean;

const remainder = (digits: string) => Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
const asDigits = (text: string) => text.toUpperCase().replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));

/** The IBAN of a country's account: check digits as ISO 13616 has them. */
export function composeIban(country: string, account: string): string {
	const check = 98 - remainder(asDigits(`${account}${country}00`));
	return `${country}${String(check).padStart(2, "0")}${account}`;
}

/** Luhn's checksum (ISO/IEC 7812-1, annex B). */
export function luhn(text: string): boolean {
	const digits = text.replace(/\D/g, "");
	let sum = 0;
	for (let i = 0; i < digits.length; i++) {
		const d = Number(digits[digits.length - 1 - i]);
		sum += i % 2 ? (d > 4 ? 2 * d - 9 : 2 * d) : d;
	}
	return sum % 10 === 0;
}

/** A product's number (GTIN) with its check digit (GS1 General Specifications, 7.9). */
export function isProduct(text: string): boolean {
	if (!/^(?:\d{8}|\d{12,14})$/.test(text)) return false;
	const sum = Array.from(text).reduceRight((sum, digit, i) => sum + Number(digit) * ((text.length - i) % 2 ? 1 : 3), 0);
	return sum % 10 === 0;
}

/** Checksums by name: "luhn", or a standard's key such as "NL.bsn"; those that are not known are left out. */
export async function checksums(names: readonly string[]): Promise<ReadonlyMap<string, Validity>> {
	const found = new Map<string, Validity>();
	if (names.includes("luhn")) found.set("luhn", luhn);
	if (names.some((name) => name !== "luhn")) {
		for (const { key, valid } of await numberStandards()) if (names.includes(key)) found.set(key, valid);
	}
	return found;
}
