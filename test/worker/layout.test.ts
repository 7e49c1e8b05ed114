import { afterEach, describe, expect, test, vi } from "vitest";
import { OptionError, SavedModelError, SchemaError } from "../../src/errors";
import { generators } from "../../src/generators";
import type { GeneratorMeta, Given } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { parseCsv } from "../../src/table/csv";
import { formatCsv } from "../../src/table/format-csv";
import { isNumeric, type Table } from "../../src/table/table";
import { createGeneratorHost } from "../../src/worker/host";
import { layoutStage } from "../../src/worker/layout-stage";
import { stages } from "../../src/worker/stages";
import { quick } from "../generators/quick";
import { nodeWasmUrl } from "../nn/node-backend";

const DAY = 86_400_000;
const call = { id: 1, seed: 1, device: "wasm" as const, wasmUrl: nodeWasmUrl(), workers: 1 };
const entries = Object.entries(generatorMetas) as unknown as [keyof typeof generators, GeneratorMeta][];
const two = (n: number) => String(n).padStart(2, "0");

/** Children, visits and stays: dates with the day first, times, truth values, whole numbers, amounts. */
function clinic(rows: number): string {
	const random = createRandom("clinic");
	const lines = ["kids,visited,seen_at,smoker,income,fee,ward"];
	for (let row = 0; row < rows; row++) {
		const day = new Date(Date.UTC(2021, 0, 1) + random.int(500) * DAY);
		const date = `${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`;
		const seen = new Date(Date.UTC(2021, 0, 1) + random.int(200) * DAY);
		const time = `${seen.toISOString().slice(0, 10)} ${two(random.int(24))}:${two(random.int(60))}`;
		const fee = `$${(random.uniform() * 90).toFixed(2)}`;
		lines.push(
			`${random.int(6)},${date},${time},${random.int(2)},${20_000 + random.int(40_000)},${fee},${"abc"[random.int(3)]}`,
		);
	}
	return `${lines.join("\n")}\n`;
}

async function fitted(name: keyof typeof generators, meta: GeneratorMeta, table: Table) {
	const host = createGeneratorHost(generators, "", stages);
	await host.fit(name, table, quick(meta), {}, call);
	return host;
}

const HEADER = "kids,visited,seen_at,smoker,income,fee,ward";
const batches: Record<string, string[]> = {
	"dates that could be read with the month first": ["0,04/03/2021,,,,,", "1,05/06/2021,,,,,", "2,01/12/2021,,,,,"],
	"one row": ["3,04/03/2021,2021-03-04 08:15,1,21000,$4.50,b"],
	"a fraction among whole numbers": ["0,04/03/2021,,1,50000.55,,a", "2,25/03/2021,,0,31000,,a"],
	"nothing but zeros and ones": ["0,,,0,1,,", "1,,,1,0,,", "0,,,0,1,,"],
	"truth values in other spellings": ["1,,,0.0,,,", "1,,,1.0,,,", "2,,,false,,,", "2,,,TRUE,,,"],
	"a column that counts up": ["1,,,,,,", "2,,,,,,", "3,,,,,,", "4,,,,,,", "5,,,,,,"],
	"a column without a value": [",,,,,,a", ",,,,,,b"],
	"amounts written plainly": [",,,,,4.5,a", ",,,,,$17.25,c"],
	"another level, and other spellings of missing": ["NA,?,,,,,unheard", "-,,,,,,a"],
};

/** Generators that obey conditions complete tables too; of a few hundred rows, a private one may learn nothing of a number. */
const REJECTS = ["ctgan"]; // samples until rows obey, and completes none
const withGiven = entries.filter(
	([name, meta]) => !REJECTS.includes(name) && meta.conditions.includes("given") && !meta.private,
);

describe.each(withGiven)("%s completes", (name, meta) => {
	test("every batch by the kinds it learned, known cells as they came", { timeout: 120_000 }, async () => {
		const host = await fitted(name, meta, await parseCsv(clinic(300)));
		for (const [what, lines] of Object.entries(batches)) {
			const csv = `${HEADER}\n${lines.join("\n")}\n`;
			const batch = await parseCsv(csv);
			const completed = await host.sample({ rows: batch.rows, complete: batch }, call);
			const got = formatCsv(completed).trimEnd().split("\n");
			expect(got[0], what).toBe(HEADER);
			lines.forEach((line, row) => {
				const known = line.split(",");
				const cells = got[row + 1]!.split(",");
				known.forEach((cell, c) => {
					if (!["", "NA", "?", "-"].includes(cell)) expect(cells[c], `${what}, row ${row + 1}`).toBe(cell);
					else expect(["", "NA", "?", "-"], `${what}, row ${row + 1}`).not.toContain(cells[c]);
				});
			});
		}
		const wrong = await parseCsv(`${HEADER}\n1,31/31/2021,,,,,\n`);
		const refused = host.sample({ rows: 1, complete: wrong }, call);
		await expect(refused).rejects.toThrow(SchemaError);
		await expect(refused).rejects.toThrow(/Row 1 holds "31\/31\/2021" in column "visited".*written as DD\/MM\/YYYY/);
	});
});

function numbers(table: Table, name: string): number[] {
	const column = table.columns.find((c) => c.name === name)!;
	return isNumeric(column) ? [...column.values] : [];
}

describe.each(withGiven)("%s reads conditions", (name, meta) => {
	afterEach(() => void vi.unstubAllEnvs());

	test("as the columns write them, in no time zone", { timeout: 120_000 }, async () => {
		vi.stubEnv("TZ", "America/New_York");
		const host = await fitted(name, meta, await parseCsv(clinic(600)));
		const sampled = (given: Given, rows = 40) => host.sample({ rows, given }, call);
		const span = async (given: Given, column: string) => {
			const values = numbers(await sampled(given), column);
			return [Math.min(...values), Math.max(...values)] as const;
		};
		const march4 = Date.UTC(2021, 2, 4);
		expect(await span({ visited: "04/03/2021" }, "visited")).toEqual([march4, march4]);
		expect(await span({ visited: "25/03/2021" }, "visited")).toEqual([Date.UTC(2021, 2, 25), Date.UTC(2021, 2, 25)]);
		expect(await span({ visited: "2021-03-04" }, "visited")).toEqual([march4, march4]);
		const month = await span({ visited: "2021-03" }, "visited");
		expect(month[0]).toBeGreaterThanOrEqual(Date.UTC(2021, 2, 1));
		expect(month[1]).toBeLessThanOrEqual(Date.UTC(2021, 2, 31));
		const hours = await span({ seen_at: { min: "2021-04-01 08:00", max: "2021-04-01 09:00" } }, "seen_at");
		expect(hours[0]).toBeGreaterThanOrEqual(Date.UTC(2021, 3, 1, 8));
		expect(hours[1]).toBeLessThanOrEqual(Date.UTC(2021, 3, 1, 9));
		// A day as a bound is all of that day.
		const days = numbers(await sampled({ seen_at: { min: "2021-04-01", max: "2021-04-02" } }, 200), "seen_at");
		expect(Math.min(...days)).toBeGreaterThanOrEqual(Date.UTC(2021, 3, 1));
		expect(Math.max(...days)).toBeLessThan(Date.UTC(2021, 3, 3));
		expect(Math.max(...days)).toBeGreaterThan(Date.UTC(2021, 3, 2, 12));
		const fees = await span({ fee: { min: "$10.00", max: 20 } }, "fee");
		expect(fees[0]).toBeGreaterThanOrEqual(10);
		expect(fees[1]).toBeLessThanOrEqual(20);
		expect(formatCsv(await sampled({ smoker: "1.0" }, 5))).toMatch(/(.*,1,.*\n){5}/);
		// Far beyond what was learned, rows say so, with the learned ends as the column writes them.
		const far = await sampled({ visited: "25/03/2121" }, 5);
		expect(far.warnings).toHaveLength(1);
		expect(far.warnings![0]).toMatch(
			/^given: "visited" is asked to be 25\/03\/2121, far from what was learned: [\d/]+ to [\d/]+\./,
		);
		expect((await sampled({ visited: "04/03/2021" }, 5)).warnings).toBeUndefined();
	});

	test("and refuses what means nothing", { timeout: 60_000 }, async () => {
		const host = await fitted(name, meta, await parseCsv(clinic(120)));
		const refusals: [unknown, RegExp][] = [
			[{ kids: { minimum: 3 } }, /"kids" has min and max, not "minimum"/],
			[{ kids: {} }, /range of "kids" is empty/],
			[{ visited: "32/03/2021" }, /written as DD\/MM\/YYYY; "32\/03\/2021" is no date/],
			[{ fee: "a lot" }, /"a lot" is no number/],
			[{ age: 4 }, /no column "age"/],
		];
		for (const [given, message] of refusals) {
			const refused = host.sample({ rows: 1, given: given as Given }, call);
			await expect(refused).rejects.toThrow(OptionError);
			await expect(refused).rejects.toThrow(message);
		}
	});
});

test("a saved model reads and writes as it did, and holds no row", async () => {
	const table = await parseCsv(clinic(200));
	const host = await fitted("independent", generatorMetas.independent, table);
	const bytes = await host.save();
	const loaded = createGeneratorHost(generators, "", stages);
	await loaded.load(bytes);
	expect(formatCsv(await loaded.sample({ rows: 20 }, call))).toBe(formatCsv(await host.sample({ rows: 20 }, call)));
});

test("a saved layout with anything of another type in it is refused", async () => {
	const table = await parseCsv(clinic(60));
	const fitted = await layoutStage.fit(table, {} as never, {} as never);
	const honest = fitted!.saved as Record<string, unknown>;
	const places: (readonly (string | number)[])[] = [];
	const walk = (holder: object, path: readonly (string | number)[]) => {
		for (const [key, value] of Object.entries(holder)) {
			places.push([...path, key]);
			if (typeof value === "object" && value !== null) walk(value, [...path, key]);
		}
	};
	walk(honest, []);
	expect(places.length).toBeGreaterThan(30);
	for (const path of places) {
		for (const wrong of [1.5, "x", null, {}, [{}]]) {
			const crafted = structuredClone(honest);
			const holder = path.slice(0, -1).reduce<Record<string | number, unknown>>((at, key) => at[key] as never, crafted);
			const key = path.at(-1)!;
			if (typeof wrong === typeof holder[key] && Array.isArray(wrong) === Array.isArray(holder[key])) continue;
			holder[key] = wrong;
			await expect(layoutStage.load(crafted), `${path.join(".")}: ${wrong}`).rejects.toThrow(SavedModelError);
		}
	}
});
