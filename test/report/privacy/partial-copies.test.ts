import { expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import { align } from "../../../src/report/align";
import { type PartialCopies, partialCopies } from "../../../src/report/privacy/partial-copies";
import { times } from "../../encode/tables";
import { tableOf } from "../tables";

const ROWS = 300;
const WARDS = ["north", "south", "east", "west"];

type Columns = Record<string, (string | number)[]>;

/** Stays of invented patients, dependent columns among them: whoever stays long pays more. */
function stays(seed: number, rows = ROWS): Columns {
	const random = createRandom(seed);
	const ward = times(rows, () => random.int(4));
	const days = ward.map((w) => 1 + 5 * w + random.int(9));
	return {
		ward: ward.map((w) => WARDS[w]!),
		sex: times(rows, () => "FM"[random.int(2)]!),
		days,
		cost: days.map((d) => Math.round(d * (200 + 30 * random.normal()))),
		age: times(rows, () => 18 + random.int(70)),
		pressure: times(rows, () => Math.round(120 + 15 * random.normal())),
		weight: times(rows, () => Math.round(10 * (75 + 12 * random.normal())) / 10),
		seen: times(rows, () => 20_000 + random.int(900)),
	};
}

async function found(synthetic: Columns, real = stays(1), subjects?: Int32Array) {
	const aligned = align([tableOf(real), tableOf(synthetic)]);
	const tables = { real: 0, synthetic: 1, heldOut: null };
	return partialCopies(aligned, tables, subjects, createRandom(1), async () => {});
}

const share = async (...given: Parameters<typeof found>) => {
	const { synthetic } = (await found(...given)) as PartialCopies;
	return synthetic.successes / synthetic.trials;
};

test.each<[string, (real: Columns) => Columns]>([
	["a category renamed", (real) => ({ ...real, sex: real.sex!.map((s) => (s === "F" ? "woman" : "man")) })],
	["ages in words", (real) => ({ ...real, age: real.age!.map((a) => `${Math.floor(Number(a) / 10)}0s`) })],
	["dates moved", (real) => ({ ...real, seen: real.seen!.map((day) => Number(day) + 3000) })],
	["two columns made anew", (real) => ({ ...real, weight: stays(9).weight!, ward: stays(9).ward! })],
])("rows copied with %s are found", async (_, change) => {
	expect(await share(change(stays(1)))).toBeGreaterThan(0.8);
});

test("a tenth of the rows copied in part is found", async () => {
	const [real, other] = [stays(1), stays(2)];
	const mixed = Object.entries(other).map(([name, cells]) => [
		name,
		cells.map((cell, row) => (row % 10 === 0 && name !== "ward" ? real[name]![row]! : cell)),
	]);
	expect(await share(Object.fromEntries(mixed))).toBeGreaterThan(0.07);
});

test("other people's rows resemble real rows no more than these one another", async () => {
	for (let seed = 2; seed < 12; seed++) expect(await share(stays(seed))).toBeLessThan(0.06);
});

test("real rows that share nothing by plan make no copies of rows of chance", async () => {
	const plan = (rows: number[]): Columns => ({
		dose: rows.map((i) => 20 + ((i * 37) % 61)),
		day: rows.map((i) => 1000 + ((i * 13) % 365)),
		site: rows.map((i) => WARDS[i % 4]!),
		level: rows.map((i) => ((i * 7919) % 1000) / 10),
	});
	const real = plan(times(ROWS, (i) => i));
	for (let seed = 1; seed < 5; seed++) {
		const random = createRandom(seed);
		const drawn = Object.fromEntries(
			Object.entries(real).map(([name, cells]) => [name, cells.map(() => cells[random.int(ROWS)]!)]),
		);
		expect(await share(drawn, real)).toBeLessThan(0.06);
	}
	expect(await share({ ...real, site: real.site!.map((site) => `${site} ward`) }, real)).toBeGreaterThan(0.8);
});

test("the other rows of a person are no control", async () => {
	const people = stays(1, ROWS / 4);
	const rows = times(ROWS, (row) => row >> 2);
	const visits = Object.fromEntries(
		Object.entries(people).map(([name, cells]) => [name, rows.map((row) => cells[row]!)]),
	);
	const copied = { ...visits, seen: stays(2).seen! };
	expect(await share(copied, visits, Int32Array.from(rows))).toBeGreaterThan(0.8);
	expect(await found(copied, visits)).toMatchObject({ reason: expect.stringMatching(/resemble one another/) });
});

test("it is not measured where copies would not stand out, on two columns, and on few rows", async () => {
	const { ward, sex, days } = stays(1);
	expect(await found({ ward: ward!, sex: sex!, days: days! }, { ward: ward!, sex: sex!, days: days! })).toMatchObject({
		reason: expect.stringMatching(/resemble one another/),
	});
	expect(await found({ ward: ward!, sex: sex! })).toMatchObject({ reason: expect.stringMatching(/3 columns/) });
	expect(await found(stays(2), stays(1, 40))).toMatchObject({ reason: expect.stringMatching(/there are 40/) });
});
