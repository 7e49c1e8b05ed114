/**
 * Sentences that the library makes, by their English wording: `{name}` stands for what is put in. Where a slot's name
 * begins with `n`, a figure is put in, whose signs follow the language; with `t`, a clause or sentence that is itself
 * looked up, or nothing; with `w`, letters or nothing; with `d`, what holds no semicolon; with `m`, a moment; all else is put in as it is. The
 * more specific stands first. The library knows no language: a page that speaks one looks up what it is given to show, and
 * shows it in English where it does not find it.
 */
export type Sentences = Readonly<Record<string, string>>;

/** Texts beyond which none is looked up: no sentence is that long. */
const LONGEST = 2000;
/** What is put in, by the first letter of a slot's name. */
const FORMS: Readonly<Record<string, string>> = {
	n: String.raw`((?:< )?[-−]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?(?: %)?|–)`,
	w: String.raw`(\p{L}*)`,
	d: "([^;]*?)",
	m: String.raw`(\d{2,}-[\d: -]+)`,
};

interface Pattern {
	readonly begins: string;
	readonly form: RegExp;
	readonly slots: readonly string[];
	readonly translated: string;
}

function patternOf(english: string, translated: string): Pattern {
	const slots: string[] = [];
	const form = english.replaceAll(/\{(\w+)\}|[.*+?^${}()|[\]\\]/g, (found, slot?: string) => {
		if (slot === undefined) return `\\${found}`;
		slots.push(slot);
		return FORMS[slot[0]!] ?? "(.*?)";
	});
	return { begins: english.split("{")[0]!, form: new RegExp(`^${form}$`, "su"), slots, translated };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const small = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/**
 * Looks texts up in `sentences`; undefined where one, or a part of it, is not there.
 *
 * @param figure a figure in English signs in those of the language.
 */
export function lookUp(sentences: Sentences, figure: (text: string) => string): (text: string) => string | undefined {
	const whole = new Map(Object.entries(sentences).filter(([english]) => !english.includes("{")));
	const patterns = Object.entries(sentences)
		.filter(([english]) => english.includes("{"))
		.map(([english, translated]) => patternOf(english, translated));
	const known = new Map<string, string | undefined>();

	const put = ({ form, slots, translated }: Pattern, text: string): string | undefined => {
		const values = form.exec(text)?.slice(1);
		if (!values) return undefined;
		const said = new Map<string, string>();
		for (const [i, slot] of slots.entries()) {
			const value = values[i]!;
			const word = slot.startsWith("n") ? figure(value) : slot.startsWith("t") && value !== "" ? find(value) : value;
			if (word === undefined) return undefined;
			said.set(slot, word);
		}
		return translated.replaceAll(/\{(\w+)\}/g, (_, slot: string) => said.get(slot) ?? "");
	};

	const one = (text: string): string | undefined => {
		const same = whole.get(text);
		if (same !== undefined) return same;
		for (const pattern of patterns) {
			const said = text.startsWith(pattern.begins) ? put(pattern, text) : undefined;
			if (said !== undefined) return said;
		}
		return undefined;
	};

	/** Several sentences or clauses, one after the other. */
	const several = (text: string): string | undefined => {
		for (const { index } of [...text.matchAll(/(?<=[.!?])(?= )|(?=[,;] )/g)].reverse()) {
			const [first, rest] = [text.slice(0, index), text.slice(index)];
			const said = index === 0 ? undefined : one(first);
			const after = said === undefined ? undefined : (find(rest) ?? spaced(rest));
			if (after !== undefined) return `${said}${after}`;
		}
		return undefined;
	};

	const spaced = (text: string): string | undefined => {
		const said = text.startsWith(" ") ? find(text.slice(1)) : undefined;
		return said === undefined ? undefined : ` ${said}`;
	};

	/** A clause that the library made a sentence of, or a name that it wrote small. */
	const clause = (text: string): string | undefined => {
		if (!/^\p{Lu}/u.test(text)) return one(capital(text));
		const said = one(small(text.replace(/\.$/, "")));
		return said === undefined ? undefined : `${capital(said)}${text.endsWith(".") ? "." : ""}`;
	};

	const find = (text: string): string | undefined => {
		if (text.length > LONGEST) return undefined;
		if (known.has(text)) return known.get(text);
		const said = one(text) ?? several(text) ?? clause(text);
		// What a table's cells put in would fill it for ever.
		if (known.size > 5000) known.clear();
		known.set(text, said);
		return said;
	};
	return find;
}
