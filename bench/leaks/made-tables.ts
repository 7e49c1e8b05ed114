import { allFakers, type Faker } from "@faker-js/faker";
import type { What } from "../../src/deidentify/finding";
import { createRandom, type Random } from "../../src/random";

/** A table made for judging: its text, and what each column really holds. */
export interface MadeTable {
	readonly csv: string;
	readonly truth: Readonly<Record<string, What>>;
	/** Names under which columns are counted by themselves: few different people, plain words. */
	readonly counted: Readonly<Record<string, string>>;
	readonly rows: number;
}

const LOCALES = [
	"en_US",
	"en_GB",
	"de",
	"fr",
	"es",
	"nl",
	"it",
	"pt_BR",
	"pl",
	"sv",
	"da",
	"cs_CZ",
	"tr",
	"fi",
] as const;
const SIZES = [8, 20, 60, 200, 1000, 5000];
const REPEATS = [1, 1, 2, 6, 20, 50];

function bsn(r: Random): string {
	for (;;) {
		const digits = Array.from({ length: 9 }, (_, i) => (i === 0 ? 1 + r.int(9) : r.int(10)));
		if (digits.reduce((sum, d, i) => sum + d * (i === 8 ? -1 : 9 - i), 0) % 11 === 0) return digits.join("");
	}
}

const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** What a person's columns hold, by kind of identifier, in one of several writings. */
function writers(faker: Faker, r: Random): Record<string, { what: What; write: () => string }> {
	const style = r.int(4);
	const name = () => {
		const [first, last] = [faker.person.firstName(), faker.person.lastName()];
		return [`${first} ${last}`, `${last}, ${first}`, `${first} ${last}`.toUpperCase(), `${first} ${last}`][style]!;
	};
	const phone = (["national", "international", "human"] as const)[style % 2]!;
	return {
		name: { what: "name", write: name },
		email: { what: "email", write: () => faker.internet.email() },
		phone: { what: "phone", write: () => faker.phone.number({ style: phone }) },
		iban: { what: "iban", write: () => faker.finance.iban({ formatted: style % 2 === 0 }) },
		card: { what: "card", write: () => faker.finance.creditCardNumber({ issuer: "visa" }) },
		bsn: { what: "national-number", write: () => bsn(r) },
		ip: { what: "ip", write: () => faker.internet.ipv4() },
	};
}

/** Words that a category holds, and what the header does not say of them. */
const WORDS: readonly ((faker: Faker) => string)[] = [
	(faker) => faker.commerce.department(),
	(faker) => faker.commerce.product(),
	(faker) => faker.vehicle.manufacturer(),
	(faker) => faker.location.country(),
	(faker) => faker.color.human(),
	(faker) => faker.animal.type(),
	(faker) => faker.animal.dog(),
	(faker) => faker.music.genre(),
	(faker) => faker.date.weekday(),
	(faker) => faker.person.jobArea(),
	(faker) => faker.science.chemicalElement().name,
	(faker) => faker.food.dish(),
	(faker) => faker.airline.airline().name,
	(faker) => faker.book.genre(),
	(faker) => faker.word.noun(),
];

/** `count` different values, or as many as there are. */
function different(count: number, make: () => string): string[] {
	const values = new Set<string>();
	for (let i = 0; i < 50 * count && values.size < count; i++) values.add(make());
	return [...values];
}

/** Makes table `index` of a seed: locale, size, repetition and writings differ, and no header says anything. */
export function makeTable(index: number): MadeTable {
	const r = createRandom("leaks").stream(index);
	const faker = allFakers[LOCALES[index % LOCALES.length]!];
	faker.seed(index + 1);
	const rows = SIZES[r.int(SIZES.length)]!;
	const people = Math.max(8, Math.ceil(rows / REPEATS[r.int(REPEATS.length)]!));
	const columns = Object.values(writers(faker, r)).map(({ what, write }) => ({
		what,
		values: Array.from({ length: Math.min(people, rows) }, write),
	}));
	const names = columns.map((_, i) => `c${i + 1}`);
	const plain = Array.from({ length: rows }, () => [String(r.int(100)), "abc"[r.int(3)]!]);
	const few = different(3 + r.int(6), () => (index % 2 ? faker.person.lastName() : faker.person.firstName()));
	const words = different(3 + r.int(6), () => WORDS[index % WORDS.length]!(faker));
	const lines = Array.from({ length: rows }, (_, row) =>
		[
			...columns.map(({ values }) => values[row % values.length]!),
			...plain[row]!,
			few[row % few.length]!,
			words[row % words.length]!,
		]
			.map(quote)
			.join(","),
	);
	return {
		csv: `${[...names, "c8", "c9", "c10", "c11"].join(",")}\n${lines.join("\n")}`,
		truth: Object.fromEntries([
			...columns.map(({ what }, i) => [names[i]!, what]),
			["c8", "nothing"],
			["c9", "nothing"],
			["c10", "name"],
			["c11", "nothing"],
		]),
		counted: { c10: "few-names", c11: "plain-words" },
		rows,
	};
}
