import { describe, expect, test } from "vitest";
import type { Finding, What } from "../../../src/deidentify/finding";
import { libraries } from "../../../src/deidentify/libraries";
import { createRandom } from "../../../src/random";
import { allIdentifiers } from "../../../src/report/privacy/real-identifiers";
import { tableOf, times, worded } from "../../encode/tables";

const ROWS = 120;
const GIVEN = "Ada Bo Cy Dee Eve Fay Gus Hal Ike Joy Kit Leo".split(" ");
const FAMILY = "Abt Bosch Cox Dahl Ek Falk Gray Holm Ibsen Jung".split(" ");

/** Cells of an honest column: other people's, made of the same names and of digits drawn evenly. */
const MADE: Partial<Record<What, (random: ReturnType<typeof createRandom>, row: number) => string>> = {
	name: (random) =>
		`${GIVEN[random.int(12)]}${random.int(40)} ${"QXZ"[random.int(3)]}. ${FAMILY[random.int(10)]}${random.int(40)}`,
	email: (random, row) => `${GIVEN[random.int(12)]}${row}.${random.int(1e6)}@mail.test`.toLowerCase(),
	phone: (random) => `06-${String(random.int(1e8)).padStart(8, "0")}`,
	key: (random) => `P${1e7 + random.int(9e7)}`,
	iban: (random) => `NL${10 + random.int(90)}ABNA0${String(random.int(1e9)).padStart(9, "0")}`,
};

const cells = (what: What, seed: number) => {
	const random = createRandom(seed);
	return times(ROWS, (row) => MADE[what]!(random, row));
};

const finding = (what: What) => ({ column: "own", what, locale: "NL" }) as Finding;

async function found(what: What, synthetic: Readonly<Record<string, string[]>>, real = cells(what, 1)) {
	const columns = Object.entries(synthetic).map(([name, texts]) => worded(name, texts));
	const all = allIdentifiers(finding(what), [tableOf(worded("own", real))], tableOf(...columns), await libraries());
	return all.filter((one) => one.real > 0);
}

const wide = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

describe("real identifiers are found in their own column", () => {
	test.each<[What, string, (text: string) => string]>([
		["name", "behind a title", (name) => `Mr. ${name}`],
		["name", "before a title", (name) => `${name}, PhD`],
		["name", "in full-width letters", wide],
		["name", "with invisible characters", (name) => name.replaceAll("a", "a\u200b")],
		["name", "without a blank", (name) => name.replaceAll(" ", "")],
		["name", "with accents", (name) => name.replaceAll("e", "é")],
		["name", "without the initial", (name) => name.replace(/ .\./, "")],
		["name", "with an initial alone", (name) => `${name[0]}. ${name.split(" ")[2]}`],
		["email", "as a link", (address) => `mailto:${address}`],
		["email", "with words for signs", (address) => address.replace("@", " [at] ")],
		["email", "behind a name", (address) => `Somebody <${address}>`],
		["phone", "as dialled from abroad", (phone) => `+31 6 ${phone.slice(3)}`],
		["phone", "as dialled from abroad with zeros", (phone) => `0031${phone.slice(1).replace("-", "")}`],
		["phone", "as numbers", (phone) => String(Number(phone.replace("-", "")))],
		["key", "without the letter", (key) => key.slice(1)],
		["key", "with marks", (key) => `${key[0]}-${key.slice(1, 4)} ${key.slice(4)}`],
		["iban", "without country and check digits", (iban) => iban.slice(4)],
		["iban", "as account numbers", (iban) => String(Number(iban.slice(9)))],
	])("%s %s", async (what, _, write) => {
		const all = await found(what, { own: cells(what, 1).map(write) });
		expect(all).toHaveLength(1);
		expect(all[0]!.real / all[0]!.cells).toBeGreaterThan(0.95);
	});

	test("also where few of them are real", async () => {
		const real = cells("phone", 1);
		const own = cells("phone", 2).map((phone, row) => (row < 8 ? `+31${real[row]!.slice(1)}` : phone));
		expect(await found("phone", { own })).toMatchObject([{ real: 8, byChance: 0 }]);
	});
});

describe("and elsewhere", () => {
	test("without their letter in a column of numbers", async () => {
		const other = cells("key", 1).map((key) => key.slice(1));
		expect(await found("key", { own: cells("key", 2), other })).toMatchObject([{ within: "other", real: ROWS }]);
	});

	test("split over two columns, in either order", async () => {
		const parts = cells("name", 1).map((name) => name.split(" "));
		const split = { family: parts.map((words) => words[2]!), given: parts.map((words) => words[0]!) };
		expect(await found("name", { own: times(ROWS, () => "Nobody"), ...split })).toMatchObject([
			{ within: "family", and: "given", real: ROWS },
		]);
	});
});

test("a table of other people raises no alarm, also where chance gives many the same names and numbers", async () => {
	for (let seed = 2; seed < 20; seed++) {
		for (const what of ["phone", "key", "iban", "email"] as const) {
			expect(await found(what, { own: cells(what, seed), other: cells(what, seed + 100) })).toEqual([]);
		}
		// Among 12 by 10 names most people share theirs: with an initial between, it is nobody's in particular.
		const random = createRandom(seed);
		const few = (letters: string) =>
			times(ROWS, () => `${GIVEN[random.int(12)]} ${letters[random.int(5)]}. ${FAMILY[random.int(10)]}`);
		const parts = few("ABCDE").map((name) => name.split(" "));
		const split = { given: parts.map((words) => words[0]!), family: parts.map((words) => words[2]!) };
		expect(await found("name", { own: few("ABCDE"), ...split }, few("VWXYZ"))).toEqual([]);
		// Numbers of a dense series meet, whatever stands before them.
		const series = (letter: string) => times(ROWS, () => `${letter}${100000 + random.int(400)}`);
		expect(await found("key", { own: series("B") }, series("A"))).toEqual([]);
	}
});
