/**
 * Numbers kept free for films and examples: national significant numbers, `#` any digit. NANPA (555-0100 to 0199), Ofcom,
 * Bundesnetzagentur ("Drama Numbers"), Arcep, ACMA, ComReg and PTS publish them.
 */
export const EXAMPLE_NUMBERS: Readonly<Record<string, readonly string[]>> = {
	US: ["201", "202", "212", "305", "312", "415", "503", "617", "702", "808"].map((area) => `${area}55501##`),
	CA: ["204", "416", "514", "604", "902"].map((area) => `${area}55501##`),
	GB: ["7700900###", "2079460###", "1134960###", "1614960###"],
	DE: ["3023125###", "6990009###", "4066969###", "8999998###", "2214710###", "176040690##"],
	FR: ["19900####", "26191####", "35301####", "46571####", "53649####", "63998####"],
	AU: ["25550####", "27010####"],
	IE: ["2091#####"],
	SE: ["8465004##", "3139006##", "4062804##", "70174061#", "70174065#"],
};

const COUNTRY_CODES: Readonly<Record<string, string>> = {
	US: "1",
	CA: "1",
	GB: "44",
	DE: "49",
	FR: "33",
	AU: "61",
	IE: "353",
	SE: "46",
};

/** A number's writing: `#` for each digit of the national significant number, everything else as it is. */
export interface PhoneTemplate {
	readonly template: string;
	/** Example numbers of as many digits. */
	readonly numbers: readonly string[];
}

/** What of a number is its own: the rest is a country's code or the 0 in front. Absent where none of the examples is as long. */
function templateOf(text: string, country: string): PhoneTemplate | undefined {
	const code = COUNTRY_CODES[country]!;
	const bare = text.replace(/\s*(?:x|ext\.?|#)\s*\d+$/i, "");
	const digits = bare.replace(/\D/g, "");
	let skip = 0;
	if (/^\s*\+/.test(bare)) skip = digits.startsWith(code) ? code.length : -1;
	else if (digits.startsWith("00") && digits.startsWith(code, 2)) skip = 2 + code.length;
	else if (code === "1") skip = digits.length === 11 && digits[0] === "1" ? 1 : 0;
	else if (digits[0] === "0") skip = 1;
	if (skip < 0) return undefined;
	// "+44 (0)20": the zero is not dialled from abroad.
	if (skip > 1 && /\(0\)/.test(bare)) skip++;
	const numbers = EXAMPLE_NUMBERS[country]!.filter((number) => number.length === digits.length - skip);
	if (numbers.length === 0) return undefined;
	let seen = 0;
	const template = bare.replace(/\d/g, (digit) => (seen++ < skip ? digit : "#"));
	return { template, numbers };
}

/** The commonest writings of a column's numbers, where its country keeps numbers for examples and the column has none of them. */
export function phoneTemplates(texts: readonly string[], country: string): PhoneTemplate[] {
	const examples = EXAMPLE_NUMBERS[country];
	if (!examples) return [];
	const reserved = examples.map((number) => new RegExp(`${number.replaceAll("#", "\\d")}$`));
	if (texts.some((text) => reserved.some((number) => number.test(text.replace(/\D/g, ""))))) return [];
	const counts = new Map<string, { template: PhoneTemplate; count: number }>();
	for (const text of texts) {
		const template = templateOf(text, country);
		if (!template) continue;
		const known = counts.get(template.template);
		if (known) known.count++;
		else counts.set(template.template, { template, count: 1 });
	}
	return [...counts.values()]
		.sort((a, b) => b.count - a.count)
		.slice(0, 3)
		.map(({ template }) => template);
}
