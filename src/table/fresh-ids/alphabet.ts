/** Characters of one kind: any of them may stand where one of them stood. */
interface CharacterClass {
	readonly test: RegExp;
	readonly characters: string;
}

/** Letters between two code points. */
const between = (from: string, to: string, test: RegExp) => {
	const characters: string[] = [];
	for (let c = from.codePointAt(0)!; c <= to.codePointAt(0)!; c++) {
		const character = String.fromCodePoint(c);
		if (test.test(character)) characters.push(character);
	}
	return characters.join("");
};

const classOf = (from: string, to: string, test: RegExp): CharacterClass => ({
	test,
	characters: between(from, to, test),
});

const LETTER = /\p{L}/u;

/** The kinds of characters, the narrowest first. */
const CLASSES: readonly CharacterClass[] = [
	{ test: /[0-9]/, characters: "0123456789" },
	{ test: /[A-Z]/, characters: between("A", "Z", LETTER) },
	{ test: /[a-z]/, characters: between("a", "z", LETTER) },
	{ test: /(?=\p{Script=Latin})\p{Lu}/u, characters: `${between("A", "Z", LETTER)}ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ` },
	{ test: /(?=\p{Script=Latin})\p{Ll}/u, characters: `${between("a", "z", LETTER)}àáâãäåæçèéêëìíîïñòóôõöøùúûüýß` },
	classOf("А", "Я", /(?=\p{Script=Cyrillic})\p{Lu}/u),
	classOf("а", "я", /(?=\p{Script=Cyrillic})\p{Ll}/u),
	classOf("Α", "Ω", /(?=\p{Script=Greek})\p{Lu}/u),
	classOf("α", "ω", /(?=\p{Script=Greek})\p{Ll}/u),
	classOf("Ա", "Ֆ", /(?=\p{Script=Armenian})\p{Lu}/u),
	classOf("ա", "ֆ", /(?=\p{Script=Armenian})\p{Ll}/u),
	classOf("ა", "ჰ", /\p{Script=Georgian}/u),
	classOf("א", "ת", /(?=\p{Script=Hebrew})\p{L}/u),
	classOf("ا", "ي", /(?=\p{Script=Arabic})\p{L}/u),
	classOf("अ", "ह", /(?=\p{Script=Devanagari})\p{L}/u),
	classOf("ก", "ฮ", /(?=\p{Script=Thai})\p{L}/u),
	classOf("あ", "ん", /\p{Script=Hiragana}/u),
	classOf("ア", "ン", /\p{Script=Katakana}/u),
	classOf("가", "힣", /\p{Script=Hangul}/u),
	classOf("一", "龥", /\p{Script=Han}/u),
	...["٠", "۰", "०", "๐"].map((zero) =>
		classOf(
			zero,
			String.fromCodePoint(zero.codePointAt(0)! + 9),
			new RegExp(`[${zero}-${String.fromCodePoint(zero.codePointAt(0)! + 9)}]`),
		),
	),
];

/** Index of a character's kind; −1 for marks and whatever else has none. */
export function characterClass(character: string): number {
	return CLASSES.findIndex(({ test }) => test.test(character));
}

/** Characters of a kind, in a fixed order. */
export function charactersOf(index: number): string {
	return CLASSES[index]!.characters;
}

/** Share of the identifiers that must have a kind of character at a place for it to belong to the format. */
const FORMAT_SHARE = 0.05;

/**
 * What may stand at a place of a format: one mark or shared letter, or any character of the kinds that stand there.
 *
 * @param digitsToo whether a digit may be shared by rule, as in an area's code; else it counts as theirs.
 * @param shared how many identifiers must have a letter in common for it to be the format's rather than theirs.
 */
export function alphabetAt(characters: readonly string[], shared: number, digitsToo = false): string {
	const counts = new Map<string, number>();
	for (const c of characters) counts.set(c, (counts.get(c) ?? 0) + 1);
	const [most, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
	const enough = count >= 0.95 * characters.length;
	// A mark of two code units would count as two places.
	if (most.length > 1) return charactersOf(0);
	if (enough && (characterClass(most) < 0 || (count >= shared && (digitsToo || !/\p{N}/u.test(most))))) return most;
	const kinds = new Map<number, number>();
	for (const [c, n] of counts) kinds.set(characterClass(c), (kinds.get(characterClass(c)) ?? 0) + n);
	const kept = [...kinds]
		.filter(([kind, n]) => kind >= 0 && n >= FORMAT_SHARE * characters.length)
		.map(([kind]) => kind);
	if (kept.length === 0) return characterClass(most) < 0 ? most : charactersOf(characterClass(most));
	const letters = [...counts.keys()].filter((c) => /[a-z]/i.test(c));
	const hexadecimal = kept.every((kind) => kind <= 2) && kept.includes(0) && letters.every((c) => /[a-f]/i.test(c));
	const all = kept
		.map((kind) => (hexadecimal && kind > 0 ? charactersOf(kind).slice(0, 6) : charactersOf(kind)))
		.join("");
	return [...new Set(all)].join("");
}
