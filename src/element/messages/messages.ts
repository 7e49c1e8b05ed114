import { de } from "./de";
import { en } from "./en";
import type { Message, MessageKey, Messages } from "./message";
import { lookUp, type Sentences } from "./sentences/sentences";

export type Values = Readonly<Record<string, string | number | undefined>>;

/** Puts a message of one language together. */
export interface Translate {
	(key: MessageKey, values?: Values): string;
	/** BCP 47 tag of the language spoken. */
	readonly lang: string;
	/** A whole number with its thousands grouped. */
	count(n: number): string;
	/** A number to about four digits. */
	number(n: number): string;
	/** A share 0 … 1 as per cent. */
	share(share: number): string;
	/** A sentence, name or figure that the library made, in this language; as it is where the language lacks it. */
	sentence(text: string): string;
	/** The language that `sentence` says `text` in. */
	langOf(text: string): string;
}

const catalogues = new Map<string, Partial<Messages>>([
	["en", en],
	["de", de],
]);
const listeners = new Set<() => void>();
const sentences = new Map<string, (text: string) => string | undefined>();
/** Sentences of a language, fetched once it is spoken: no page needs those of all languages. */
const fetched = new Map<string, () => Promise<Sentences>>([
	["de", async () => (await import("./sentences/de")).deSentences],
]);

/**
 * Adds a language, or replaces texts of one, while the page runs: elements that speak it change at once. A key that
 * is left out is said in English. `lang` is a BCP 47 tag; `de-CH` falls back to `de`.
 */
export function registerMessages(lang: string, messages: Partial<Messages>): void {
	const key = lang.toLowerCase();
	catalogues.set(key, { ...catalogues.get(key), ...messages });
	for (const listener of listeners) listener();
}

/** Fetches the sentences of the language that `lang` is said in; resolves once it has them, or has none. */
export async function fetchSentences(lang: string): Promise<void> {
	const key = lang.toLowerCase().split("-")[0]!;
	const fetch = fetched.get(key);
	if (!fetch) return;
	fetched.delete(key);
	try {
		sentences.set(key, lookUp(await fetch(), figuresOf(key)));
	} catch {
		// Where they cannot be fetched, as from a site that has been replaced, they are said in English.
		return;
	}
	for (const listener of listeners) listener();
}

/** Writes figures in English signs as `locale` does. */
function figuresOf(locale: string): (text: string) => string {
	const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
	const sign = (type: "group" | "decimal") => parts.find((part) => part.type === type)?.value ?? "";
	const [group, decimal] = [sign("group"), sign("decimal")];
	return (text) => text.replace(/[.,]/g, (mark) => (mark === "," ? group : decimal));
}

/** Calls `listener` after every `registerMessages`; returns what ends that. */
export function onMessages(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

/** Speaks the language `lang`, or English where there are no messages for it. */
export function translator(lang: string): Translate {
	const tags = lang.toLowerCase().split("-");
	const names = tags.map((_, i) => tags.slice(0, tags.length - i).join("-"));
	const known = names.filter((name) => catalogues.has(name));
	const spoken = known[0] ?? "en";
	// A region the catalogue does not know still writes numbers its own way.
	const locale = known.length > 0 ? localeOf(lang) : "en";
	const plural = new Intl.PluralRules(locale);
	const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
	const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
	const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
	const text = (value: string | number | undefined) =>
		typeof value === "number" ? (Number.isInteger(value) ? count : number).format(value) : (value ?? "");
	void fetchSentences(spoken);
	const translate = (key: MessageKey, values: Values = {}): string => {
		const found = known.map((name) => catalogues.get(name)?.[key]).find((one) => one !== undefined) ?? en[key];
		const message: Message = found;
		const form =
			typeof message === "string" ? message : (message[plural.select(Number(values.n ?? 0))] ?? message.other);
		return form.replaceAll(/\{(\w+)\}/g, (_, name: string) => text(values[name]));
	};
	const find = sentences.get(spoken.split("-")[0]!);
	return Object.assign(translate, {
		lang: spoken,
		count: (n: number) => count.format(n),
		number: (n: number) => number.format(n),
		// With a space everywhere, as the report has it.
		share: (share: number) => percent.format(share).replace(/(\d)%$/, "$1\u00a0%"),
		sentence: (text: string) => find?.(text) ?? text,
		langOf: (text: string) => (find?.(text) === undefined ? "en" : spoken),
	});
}

function localeOf(lang: string): string {
	try {
		return Intl.getCanonicalLocales(lang)[0] ?? "en";
	} catch {
		return "en";
	}
}
