import { expect, test } from "vitest";
import { OptionError } from "../../src/errors";
import { generators } from "../../src/generators";
import { generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { parseCsv } from "../../src/table/csv";
import type { LevelColumn, Table } from "../../src/table/table";
import { withKinds } from "../../src/table/with-kinds";
import type { FitSetup } from "../../src/wire/api";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { cellsOf, times } from "../encode/tables";

const random = createRandom("sets");
const CODES = ["A10", "B20", "C30", "D40", "E50", "F60"];
/** 200 patients of three visits: each code stays with the patients who have it; one code is one patient's alone. */
const visits: Promise<Table> = parseCsv(
	[
		"patient,sex,codes,pulse",
		...times(200, (p) => {
			const own = CODES.filter((_, c) => random.uniform() < 0.5 - 0.06 * c);
			return times(3, () => {
				const now = own.filter(() => random.uniform() < 0.95);
				if (p === 7) now.push("Z99");
				const pulse = own.includes("A10") && random.uniform() < 0.9 ? "" : 60 + random.int(30);
				return [`P${1000 + p}`, p % 2 ? "f" : "m", now.join(";"), pulse].join(",");
			});
		}).flat(),
	].join("\n"),
);

const call = { id: 1, seed: 1, device: "auto" as const };
const host = () => createGeneratorHost(generators as never, "", stages);
const columnOf = (table: Table, name: string) => table.columns.find((column) => column.name === name) as LevelColumn;

async function fitted(setup: FitSetup = { subject: "patient" }, table?: Table) {
	const made = host();
	const { defaults } = generatorMetas["bayesian-network"];
	const summary = await made.fit("bayesian-network", table ?? (await visits), defaults, setup, call);
	return { host: made, summary };
}

const cells = (table: Table) =>
	cellsOf(columnOf(table, "codes")).map((cell) => (cell === null ? [] : String(cell).split(";")));

test("cells that hold several codes are learned code by code, and are cells again", async () => {
	const { host, summary } = await fitted();
	expect(summary).toMatchObject({ sets: "codes: 6 codes", followed: expect.stringContaining("codes") });
	const table = await host.sample({ rows: 900 }, call);
	expect(table.columns.map(({ name }) => name)).toEqual(["patient", "sex", "codes", "pulse"]);
	const [real, made] = [cells(await visits), cells(table)];
	for (const own of made)
		expect(own.every((code, i) => CODES.includes(code) && (i === 0 || own[i - 1]! < code))).toBe(true);
	for (const code of CODES) {
		const share = (of: string[][]) => of.filter((own) => own.includes(code)).length / of.length;
		expect(Math.abs(share(real) - share(made)), code).toBeLessThan(0.08);
	}
});

test("a code that fewer than five subjects have leaves neither with the rows nor with the model", async () => {
	const { host } = await fitted();
	expect(cells(await host.sample({ rows: 900 }, call)).flat()).not.toContain("Z99");
	const saved = new TextDecoder("latin1").decode(await host.save());
	expect(saved).toContain("A10");
	expect(saved).not.toContain("Z99");
});

test("codes stay from visit to visit as they do in the real table; rows are the same in any chunk and once loaded", async () => {
	const { host: made } = await fitted();
	const table = await made.sample({ rows: 900 }, call);
	const stays = (of: Table) => {
		const who = cellsOf(columnOf(of, "patient"));
		const own = cells(of);
		const pairs = own.flatMap((now, row) => (row > 0 && who[row] === who[row - 1] ? [[own[row - 1]!, now]] : []));
		const had = pairs.flatMap(([before, now]) => before!.map((code) => now!.includes(code)));
		return had.filter(Boolean).length / had.length;
	};
	expect(stays(await visits)).toBeGreaterThan(0.9);
	expect(stays(table)).toBeGreaterThan(0.85);
	const again = host();
	await again.load(await made.save());
	const part = await again.sample({ rows: 50, offset: 400 }, call);
	expect(cells(part)).toEqual(cells(table).slice(400, 450));
});

test("prose, names and places with commas are no sets of codes", async () => {
	const names = times(300, (i) => `"Berg${i % 90}, Anna${i % 70}",${i}`);
	const table = await parseCsv(["who,n", ...names].join("\n"));
	const { summary } = await fitted({ subject: false }, table);
	expect(summary.sets).toBeUndefined();
});

test("numbers with a decimal comma are no sets of codes, whatever stands among them", async () => {
	const weights = times(300, (i) => `${i % 9 ? `${90 + (i % 30)},${i % 4}` : "weighed later"};${i}`);
	const table = await parseCsv(["weight;n", ...weights].join("\n"));
	expect(table.columns[0]!.kind).not.toBe("number");
	const { summary } = await fitted({ subject: false }, table);
	expect(summary.sets).toBeUndefined();
	expect(() => withKinds(table, { weight: "number" })).toThrow(
		/row 1 holds "weighed later", which is not a number.*"missing" option/,
	);
});

test("a condition on a column of sets is refused with what can be asked for", async () => {
	const { host } = await fitted({ subject: false });
	const given = host.sample({ rows: 5, given: { codes: "A10" } }, call);
	await expect(given).rejects.toThrow(OptionError);
});
