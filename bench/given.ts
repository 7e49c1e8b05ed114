/**
 * Conditions and completion of the default generator on adult, against held-out rows: `node bench/run.mjs given [JSON]`.
 * Draws women only and compares them with real women, in time too; hides a fifth of the held-out cells and fills them,
 * beside mean and mode.
 */
import { diffusion } from "../src/generators/diffusion";
import { meta } from "../src/generators/diffusion/meta";
import { createRandom } from "../src/random";
import { shape } from "../src/report/fidelity/shape";
import { trend } from "../src/report/fidelity/trend";
import { type Column, isNumeric, type LevelColumn, type Table, takeRows } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { nodeWasmUrl } from "../test/nn/node-backend";
import { processorSeconds as seconds } from "./fit";
import { benchTable } from "./tables";

const HIDDEN_SHARE = 0.2;
const percentOff = (score: number | null) => (100 * (1 - score!)).toFixed(2);
const levelAt = (column: LevelColumn, row: number) => column.levels[column.codes[row]!];

/** The rows in which a category has a level. */
function rowsWhere(table: Table, name: string, level: string): Table {
	const column = table.columns.find((c) => c.name === name) as LevelColumn;
	const rows = Array.from(column.codes.keys()).filter((row) => levelAt(column, row) === level);
	return takeRows(table, Uint32Array.from(rows));
}

/** Every hidden cell at the column's mean or commonest level. */
function fillPlainly(column: Column, hidden: Uint8Array): Column {
	if (isNumeric(column)) {
		const known = column.values.filter((v, r) => !hidden[r] && !Number.isNaN(v));
		const mean = known.reduce((sum, v) => sum + v, 0) / known.length;
		return { ...column, values: column.values.map((v, r) => (hidden[r] ? mean : v)) };
	}
	const counts = new Float64Array(column.levels.length);
	column.codes.forEach((code, r) => {
		if (!hidden[r] && code >= 0) counts[code]!++;
	});
	const mode = counts.indexOf(Math.max(...counts));
	return { ...column, codes: column.codes.map((code, r) => (hidden[r] ? mode : code)) };
}

function hide(column: Column, hidden: Uint8Array): Column {
	if (isNumeric(column)) return { ...column, values: column.values.map((v, r) => (hidden[r] ? Number.NaN : v)) };
	return { ...column, codes: column.codes.map((code, r) => (hidden[r] ? -1 : code)) };
}

/** Share of the hidden levels that were filled rightly. */
function rightShare(truth: Table, filled: Table, hidden: readonly Uint8Array[]): number {
	let [right, asked] = [0, 0];
	truth.columns.forEach((column, c) => {
		if (isNumeric(column)) return;
		column.codes.forEach((code, r) => {
			if (!hidden[c]![r] || code < 0) return;
			asked++;
			if (levelAt(column, r) === levelAt(filled.columns[c] as LevelColumn, r)) right++;
		});
	});
	return right / asked;
}

export async function run([json = "{}"]: string[]): Promise<void> {
	const { training: real, holdout } = await benchTable("adult");
	const context = (purpose: string) =>
		createRun({ random: createRandom(1).stream(purpose), device: "wasm", wasmUrl: nodeWasmUrl() });
	const model = await diffusion.fit(real, { ...meta.defaults, ...JSON.parse(json) }, context("fit"));
	console.log("fitted:", JSON.stringify(model.diagnostics));

	const women = rowsWhere(holdout, "sex", "Female");
	const { rows } = holdout;
	await model.sample({ rows: 960 }, context("warm"));
	const times: number[] = [];
	let drawn = real;
	for (const given of [undefined, { sex: "Female" }, undefined, { sex: "Female" }]) {
		const start = seconds();
		drawn = await model.sample({ rows, ...(given && { given }) }, context("sample"));
		times.push(seconds() - start);
	}
	const disobeyed = rows - rowsWhere(drawn, "sex", "Female").rows;
	console.log(`given sex = Female: ${rows} rows, ${disobeyed} disobey`);
	console.log(`shape error against ${women.rows} held-out women ${percentOff(shape(women, drawn).score)} %`);
	console.log(`… of the training women ${percentOff(shape(women, rowsWhere(real, "sex", "Female")).score)} %`);
	const ratio = (times[1]! + times[3]!) / (times[0]! + times[2]!);
	console.log(`time a row against plain drawing ${ratio.toFixed(2)} (${times.map((t) => t.toFixed(2)).join(", ")} s)`);

	const random = createRandom(2);
	const hidden = holdout.columns.map(() =>
		Uint8Array.from({ length: rows }, () => Number(random.uniform() < HIDDEN_SHARE)),
	);
	const over = (change: (column: Column, cells: Uint8Array) => Column): Table => ({
		rows,
		columns: holdout.columns.map((column, c) => change(column, hidden[c]!)),
	});
	const completed = await model.sample({ rows, complete: over(hide) }, context("complete"));
	for (const [name, filled] of [
		["complete", completed],
		["mean and mode", over(fillPlainly)],
	] as const) {
		console.log(
			`${name}: hidden levels right ${(100 * rightShare(holdout, filled, hidden)).toFixed(1)} %, shape error ${percentOff(shape(holdout, filled).score)} %, trend error ${percentOff(trend(holdout, filled).score)} %`,
		);
	}
}
