/**
 * Do rows drawn under a condition keep the rules of the table? `npm run bench -- given-rules [GENERATORS] [ROWS] [SEEDS] [JSON]`, of a
 * table whose rules are known (`ruledTable`): generators that take `given`, beside their own unconditioned rows that happen
 * to satisfy the condition, and beside new true rows that do. Per cent, a line a seed.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { rebalance } from "../src/constraints/rebalance";
import { generators } from "../src/generators";
import type { Generator, Given, SampleRequest } from "../src/generators/generator";
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { createRandom } from "../src/random";
import { shape } from "../src/report/fidelity/shape";
import { trend } from "../src/report/fidelity/trend";
import { type LevelColumn, type NumericColumn, type Table, takeRows } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { ruledTable } from "../test/generators/ruled-table";
import { nodeWasmUrl } from "../test/nn/node-backend";
import { processorSeconds } from "./fit";

const TRUE_ROWS = 60_000;
const DRAWN = 3000;

const cell = (table: Table, name: string) => {
	const column = table.columns.find((c) => c.name === name)!;
	if ("values" in column) return (row: number) => (column as NumericColumn).values[row]!;
	return (row: number) => (column as LevelColumn).levels[(column as LevelColumn).codes[row]!]!;
};

type Broken = (table: Table) => (row: number) => boolean;

/** What is asked, which rows satisfy it, and which of those break the table's rules. */
const ASKED: readonly { readonly given: Given; readonly satisfies: Broken; readonly breaks: Broken }[] = [
	{
		given: { grp: "a" },
		satisfies: (table) => (row) => cell(table, "grp")(row) === "a",
		breaks: (table) => (row) => Number(cell(table, "x")(row)) >= 30,
	},
	{
		given: { grp: ["a", "b"] },
		satisfies: (table) => (row) => "ab".includes(String(cell(table, "grp")(row))),
		breaks: (table) => (row) => Number(cell(table, "x")(row)) >= 30,
	},
	{
		given: { amt: { min: 105.5, max: 105.52 } },
		// Too narrow for rows to happen: those nearby.
		satisfies: (table) => (row) => Math.abs(Number(cell(table, "amt")(row)) - 105.51) < 5,
		breaks: (table) => (row) => Math.abs(Number(cell(table, "x")(row)) - 10) > 3,
	},
	{
		given: { amt: { min: 100, max: 200 } },
		satisfies: (table) => {
			const amount = cell(table, "amt");
			return (row) => Number(amount(row)) >= 100 && Number(amount(row)) <= 200;
		},
		breaks: (table) => (row) => Number(cell(table, "x")(row)) < 7 || Number(cell(table, "x")(row)) > 22,
	},
	{
		given: { grp: "a", amt: { min: 100, max: 200 } },
		satisfies: (table) => (row) =>
			cell(table, "grp")(row) === "a" &&
			Number(cell(table, "amt")(row)) >= 100 &&
			Number(cell(table, "amt")(row)) <= 200,
		breaks: (table) => (row) => Number(cell(table, "x")(row)) < 7 || Number(cell(table, "x")(row)) > 22,
	},
];

const rowsWhere = (table: Table, test: (row: number) => boolean) =>
	takeRows(
		table,
		Array.from({ length: table.rows }, (_, row) => row).filter((row) => test(row)),
	);
const share = (table: Table, breaks: Broken) => (100 * rowsWhere(table, breaks(table)).rows) / Math.max(1, table.rows);

/** Error of the columns that were not asked for, in per cent: shapes, and pairs. */
function errors(real: Table, drawn: Table, given: Given): string {
	const rest = (table: Table) => ({ ...table, columns: table.columns.filter(({ name }) => !(name in given)) });
	const pairs = trend(rest(real), rest(drawn)).score;
	return `${(100 * (1 - shape(rest(real), rest(drawn)).score!)).toFixed(1)} / ${pairs === null ? "–" : (100 * (1 - pairs)).toFixed(1)}`;
}

export async function run([names = "", rows = "1000", seeds = "1", json = "{}"]: string[]): Promise<void> {
	const all = Object.keys(generatorMetas) as GeneratorName[];
	const chosen = names
		? (names.split(",") as GeneratorName[])
		: all.filter((name) => (generatorMetas[name].conditions as readonly string[]).includes("given"));
	const truth = ruledTable(TRUE_ROWS, "truth");
	const lines: string[] = [];
	const say = (line: string) => {
		console.log(line);
		lines.push(line);
	};
	for (const name of chosen) {
		const generator = (await generators[name]()) as unknown as Generator<object, unknown>;
		const options = { ...generatorMetas[name].defaults, ...JSON.parse(json) };
		for (const seed of seeds.split(",")) {
			const context = (purpose: string) =>
				createRun({ random: createRandom(seed).stream(purpose), device: "wasm", wasmUrl: nodeWasmUrl() });
			const table = ruledTable(Number(rows), seed);
			const around = await rebalance.fit(table);
			const own = await generator.fit(table, options as never, context("fit"));
			const model = around.wrap(own);
			const draw = (request: Partial<SampleRequest>) => model.sample({ rows: DRAWN, ...request }, context("sample"));
			const began = processorSeconds();
			const free = await draw({ rows: 4 * DRAWN });
			const pace = (processorSeconds() - began) / 4;
			for (const { given, satisfies, breaks } of ASKED) {
				const begun = processorSeconds();
				const drawn = await draw({ given });
				const slower = (processorSeconds() - begun) / pace;
				const real = rowsWhere(truth, satisfies(truth));
				const happened = rowsWhere(free, satisfies(free));
				const more =
					"grp" in given && given.grp === "a" && !("amt" in given)
						? await draw({ rebalance: { column: "grp", levels: ["a"], share: 0.5 } })
						: undefined;
				const rebalanced = more ? share(rowsWhere(more, satisfies(more)), breaks).toFixed(1) : "–";
				say(
					`| ${name} | ${seed} | \`${JSON.stringify(given)}\` | ${share(drawn, breaks).toFixed(1)} | ${share(happened, breaks).toFixed(1)} (${happened.rows}) | ${rebalanced} | ${errors(real, drawn, given)} | ${errors(happened, drawn, given)} | ${errors(real, happened, given)} | ${slower.toFixed(1)} |`,
				);
			}
			own.dispose();
		}
	}
	const text = `# given-rules\n\n\`npm run bench -- given-rules '${names}' ${rows} ${seeds} '${json}'\`: ${rows} rows, of whose groups a, b and c none has x from 30 on and whose amt is 10 x and up to 20 more; ${DRAWN} rows drawn under each condition. Per cent of rows that break the rules: under the condition, among the model's own unconditioned rows that satisfy it (how many), and among rebalanced ones; errors of the other columns, shapes and pairs.\n\n| generator | seed | given | break | … of unconditioned | … rebalanced | error from the truth | from the model's own | own from the truth | time a row, times |\n|---|---|---|---|---|---|---|---|---|---|\n${lines.join("\n")}\n`;
	mkdirSync("bench/results", { recursive: true });
	writeFileSync("bench/results/given-rules.md", text);
}
