import { expect, test } from "vitest";
import { generators } from "../../src/generators";
import { generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { isNumeric, type NumericColumn, type Table } from "../../src/table/table";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { times } from "../encode/tables";

const random = createRandom("gaps");
const NAMES = ["sodium", "potassium", "glucose", "lactate", "albumin"];

/** Values of a laboratory: taken together in two of three rows, albumin in half of these, and a tenth is lost. */
const laboratory: Table = {
	rows: 1200,
	columns: (() => {
		const taken = times(1200, () => random.uniform() < 2 / 3);
		return NAMES.map((name, c): NumericColumn => {
			const has = (row: number) => taken[row]! && random.uniform() < (c === 4 ? 0.5 : 0.9);
			const values = Float64Array.from({ length: 1200 }, (_, row) => (has(row) ? random.normal() : Number.NaN));
			return { name, kind: "number", values };
		});
	})(),
};

const call = { id: 1, seed: 1, device: "auto" as const };

async function fitted(table: Table, name: "bayesian-network" | "independent") {
	const host = createGeneratorHost(generators as never, "", stages);
	const { defaults } = generatorMetas[name];
	return { host, summary: await host.fit(name, table, defaults, { subject: false }, call) };
}

function patterns({ columns, rows }: Table): Map<string, number> {
	const shares = new Map<string, number>();
	for (let row = 0; row < rows; row++) {
		const pattern = columns.map((own) => (isNumeric(own) && Number.isNaN(own.values[row]!) ? "0" : "1")).join("");
		shares.set(pattern, (shares.get(pattern) ?? 0) + 1 / rows);
	}
	return shares;
}

function distance(a: Table, b: Table): number {
	const [p, q] = [patterns(a), patterns(b)];
	return (
		[...new Set([...p.keys(), ...q.keys()])].reduce((sum, k) => sum + Math.abs((p.get(k) ?? 0) - (q.get(k) ?? 0)), 0) /
		2
	);
}

test("cells that are missing together are so in sampled rows, in any chunk and once loaded", async () => {
	const { host, summary } = await fitted(laboratory, "bayesian-network");
	expect(summary.missingTogether).toBe(NAMES.join(", "));
	const table = await host.sample({ rows: 1200 }, call);
	expect(table.columns.map(({ name }) => name)).toEqual(NAMES);
	expect(distance(laboratory, table)).toBeLessThan(0.08);
	const again = createGeneratorHost(generators as never, "", stages);
	await again.load(await host.save());
	const part = await again.sample({ rows: 40, offset: 500 }, call);
	const of = (own: Table, from: number) =>
		own.columns.map((column) => [...(column as NumericColumn).values.slice(from, from + 40)]);
	expect(of(part, 0)).toEqual(of(table, 500));
});

test("what is asked for has a value, and what is completed gets one", async () => {
	const { host } = await fitted(laboratory, "bayesian-network");
	const given = await host.sample({ rows: 200, given: { sodium: { min: -1, max: 1 } } }, call);
	expect([...(given.columns[0] as NumericColumn).values].every((value) => value >= -1 && value <= 1)).toBe(true);
	const known = { rows: 50, columns: [given.columns[0]!] };
	const filled = await host.sample(
		{
			rows: 50,
			complete: { ...known, columns: [{ ...known.columns[0]!, values: new Float64Array(50) } as NumericColumn] },
		},
		call,
	);
	expect(filled.columns.every((column) => isNumeric(column) && !column.values.some(Number.isNaN))).toBe(true);
});

test("a generator that samples every column by itself has no more missing cells for it", async () => {
	const { host, summary } = await fitted(laboratory, "independent");
	expect(summary.missingTogether).toBeUndefined();
	const missing = ({ columns }: Table) =>
		columns.map((own) => (own as NumericColumn).values.filter(Number.isNaN).length);
	const [real, made] = [missing(laboratory), missing(await host.sample({ rows: 1200 }, call))];
	for (const [c, n] of made.entries()) expect(Math.abs(n - real[c]!) / 1200).toBeLessThan(0.06);
});

test("a table whose cells are missing one by one is learned as it is", async () => {
	const scattered = laboratory.columns.map((column): NumericColumn => {
		const values = Float64Array.from({ length: 1200 }, () => (random.uniform() < 0.3 ? Number.NaN : random.normal()));
		return { ...(column as NumericColumn), values };
	});
	const { summary } = await fitted({ rows: 1200, columns: scattered }, "independent");
	expect(summary.missingTogether).toBeUndefined();
});
