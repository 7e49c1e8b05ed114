import type { RandomKey } from "../../random";
import { freshId, type IdFormat } from "../../table/fresh-ids/fresh-ids";
import { keyedWord, permute, subKey } from "../../table/fresh-ids/keyed";
import { composeIban, type Validity } from "./checksums";
import { type NameStyle, writeName } from "./name-style";
import { type People, type Person, personOf, plainLetters } from "./people";
import type { PhoneTemplate } from "./phone-ranges";

/** How a withheld column's values are made up: plain data that holds none of the real ones. */
export type Fake =
	| { readonly type: "id"; readonly format: IdFormat; readonly checksum?: string }
	| { readonly type: "iban"; readonly country: string; readonly account: IdFormat; readonly spaced: boolean }
	| { readonly type: "name"; readonly style: NameStyle }
	| { readonly type: "email"; readonly domains: readonly string[]; readonly digits: number }
	| { readonly type: "handle"; readonly before: string; readonly digits: number }
	| { readonly type: "phone"; readonly templates: readonly PhoneTemplate[] }
	| { readonly type: "ip"; readonly net: string }
	| { readonly type: "address"; readonly language: string; readonly numberFirst: boolean }
	| { readonly type: "text"; readonly text: string };

/** What making values takes besides the column's own plan. */
export interface Making {
	readonly people: People;
	readonly checksums: ReadonlyMap<string, Validity>;
	/** The seed's: another one makes other values. */
	readonly key: RandomKey;
}

const STREETS: Readonly<Record<string, (name: string) => string>> = {
	nl: (name) => `${name}straat`,
	de: (name) => `${name}straße`,
	fr: (name) => `rue ${name}`,
	es: (name) => `Calle ${name}`,
	it: (name) => `Via ${name}`,
	pt: (name) => `Rua ${name}`,
	sv: (name) => `${name}gatan`,
	da: (name) => `${name}vej`,
	nb: (name) => `${name}veien`,
	fi: (name) => `${name}katu`,
	pl: (name) => `ul. ${name}`,
};

/** Different people before an address of theirs grows longer. */
const SHORT_NUMBERS = 10_000;

/** A number that no other person has, in `digits` digits where there are few enough people. */
function ownNumber(key: RandomKey, index: number, digits: number): string {
	if (digits === 0) return "";
	const size = 10 ** digits;
	const text = String(permute(subKey(key, "own number"), index % size, size)).padStart(digits, "0");
	return index < size ? text : `${text}.${Math.floor(index / size)}`;
}

function local({ first, last, index, key }: Person, joint: string, digits: number): string {
	const name = [plainLetters(first), plainLetters(last)].filter(Boolean).join(joint) || "user";
	return `${name}${ownNumber(key, index, index < SHORT_NUMBERS ? digits : Math.max(digits, 4))}`;
}

const fill = (template: string, digits: string) => {
	let at = 0;
	return template.replace(/#/g, () => digits[at++] ?? "0");
};

/**
 * The value of a subject or row.
 *
 * @param index which one it is; the same index and role give the same person in every column.
 * @param role which of a row's people it is: a patient's contact has another name than the patient.
 * @param column the column's name: what is not about a person differs between columns.
 */
export function makeFake(
	fake: Fake,
	column: string,
	role: number,
	index: number,
	{ people, checksums, key }: Making,
): string {
	const own = subKey(key, column);
	if (fake.type === "id")
		return freshId(fake.format, index, own, fake.checksum ? checksums.get(fake.checksum) : undefined);
	if (fake.type === "text") return fake.text;
	if (fake.type === "iban") {
		const text = composeIban(fake.country, freshId(fake.account, index, own));
		return fake.spaced ? text.replace(/(.{4})(?=.)/g, "$1 ") : text;
	}
	if (fake.type === "phone") {
		const { template, numbers } = fake.templates[keyedWord(own, index, 1) % fake.templates.length]!;
		const number = numbers[keyedWord(own, index, 2) % numbers.length]!;
		let i = 0;
		return fill(
			template,
			number.replace(/#/g, () => String(keyedWord(own, index, 3 + i++) % 10)),
		);
	}
	if (fake.type === "ip") {
		if (fake.net.includes(":"))
			return `${fake.net}${(keyedWord(own, index, 1) % 0x10000).toString(16)}:${(keyedWord(own, index, 2) % 0x10000).toString(16)}`;
		return `${fake.net}${1 + (keyedWord(own, index, 1) % 254)}`;
	}
	const person = personOf(people, subKey(key, `person ${role}`), index);
	if (fake.type === "name") return writeName(person, fake.style, people);
	if (fake.type === "email") {
		const domain = fake.domains[keyedWord(own, index, 1) % fake.domains.length]!;
		return `${local(person, ".", fake.digits)}@${domain}`;
	}
	if (fake.type === "handle") return `${fake.before}${local(person, "_", fake.digits)}`;
	const street = STREETS[fake.language]?.(person.last) ?? `${person.last} Street`;
	const number = 1 + (keyedWord(own, index, 1) % 199);
	return fake.numberFirst ? `${number} ${street}` : `${street} ${number}`;
}
