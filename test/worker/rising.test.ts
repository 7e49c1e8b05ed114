/** What never falls from one row of a subject to its next: dates of visits, numbers that count up. */
import { beforeAll, describe, expect, test } from "vitest";
import { generators } from "../../src/generators";
import { type GeneratorName, generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { parseCsv } from "../../src/table/csv";
import { isNumeric, type Table, takeRows } from "../../src/table/table";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { cellsOf, times } from "../encode/tables";
import { startNodeBackend } from "../nn/node-backend";

const DAY = 86_400_000;
const random = createRandom("stays");
const day = (n: number) => new Date(Date.UTC(2023, 0, 1) + n * DAY).toISOString().slice(0, 10);

/** 150 patients with two to five stays, weeks apart, none before the last one's end; the dose is counted on and on. */
const stays: Promise<Table> = parseCsv(
	[
		"patient,sex,from,to,doses,pulse",
		...times(150, (p) => {
			let at = random.int(300);
			let doses = 0;
			return times(2 + random.int(4), (stay) => {
				if (stay > 0) at += 7 + random.int(40);
				const from = at;
				at += random.int(8);
				doses += random.int(4);
				return [`P${1000 + p}`, p % 2 ? "f" : "m", day(from), day(at), doses, 60 + random.int(30)].join(",");
			});
		}).flat(),
	].join("\n"),
);

const call = { id: 1, seed: 1, device: "auto" as const };

function valuesOf(table: Table, name: string): Float64Array {
	const column = table.columns.find((own) => own.name === name)!;
	if (!isNumeric(column)) throw new Error(`${name} is ${column.kind}`);
	return column.values;
}

/** Days between a subject's stays, and how far its doses rise; below 0 where a history goes back. */
function steps(table: Table) {
	const who = cellsOf(table.columns.find(({ name }) => name === "patient")!);
	const [from, to, doses] = ["from", "to", "doses"].map((name) => valuesOf(table, name));
	const next = times(table.rows, (row) => row).filter((row) => row > 0 && who[row] === who[row - 1]);
	return {
		stays: Array.from(to!, (end, row) => (end - from![row]!) / DAY),
		between: next.map((row) => (from![row]! - to![row - 1]!) / DAY),
		ends: next.map((row) => (to![row]! - to![row - 1]!) / DAY),
		doses: next.map((row) => doses![row]! - doses![row - 1]!),
	};
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

async function fitted(name: GeneratorName, options: object = {}) {
	const host = createGeneratorHost(generators as never, "", stages);
	const all = { ...generatorMetas[name].defaults, ...options };
	const summary = await host.fit(name, await stays, all, { subject: "patient" }, call);
	return { host, summary, table: await host.sample({ rows: 600 }, call) };
}

beforeAll(() => startNodeBackend("wasm"));

const METHODS: [GeneratorName, object][] = [
	["bayesian-network", {}],
	["copula", {}],
	["independent", {}],
	["diffusion", { method: "masked", steps: 60, width: 32, layers: 1 }],
];

describe.each(METHODS)("a history of %s", (name, options) => {
	test("never goes back, and its stays follow as the real ones do", async () => {
		const { table, summary } = await fitted(name, options);
		expect(summary).toMatchObject({ followed: expect.stringMatching(/to.*doses|doses.*to/) });
		const [real, made] = [steps(await stays), steps(table)];
		for (const of of [real, made])
			for (const values of Object.values(of)) expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
		if (name !== "independent") expect(Math.abs(mean(made.between) - mean(real.between))).toBeLessThan(6);
		expect(table.columns.map((column) => column.name)).toEqual(["patient", "sex", "from", "to", "doses", "pulse"]);
	});
});

test("with a generator that obeys no conditions, rows of a subject stand in the order of their dates", async () => {
	const { table } = await fitted("tabddpm", { steps: 20, timesteps: 4, layers: [16], batchRows: 32 });
	expect(Math.min(...steps(table).ends)).toBeGreaterThanOrEqual(0);
});

test("rows are the same in any chunk, and once loaded", async () => {
	const { host, table } = await fitted("bayesian-network");
	const loaded = createGeneratorHost(generators as never, "", stages);
	await loaded.load(await host.save());
	const part = await loaded.sample({ rows: 100, offset: 37 }, call);
	const same = takeRows(
		table,
		Int32Array.from({ length: 100 }, (_, i) => 37 + i),
	);
	expect(part.columns.map(cellsOf)).toEqual(same.columns.map(cellsOf));
});

test("a date that rises can be asked for", async () => {
	const { host } = await fitted("bayesian-network");
	const table = await host.sample({ rows: 200, given: { from: { min: "2023-09-01" } } }, call);
	expect(Math.min(...valuesOf(table, "from"))).toBeGreaterThanOrEqual(Date.UTC(2023, 8, 1));
	expect(Math.min(...steps(table).between)).toBeGreaterThanOrEqual(0);
});
