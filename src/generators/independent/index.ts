/**
 * Every column by itself: draws follow each column's own distribution and nothing else. The baseline, the template
 * for new generators and, being plain loops, the specification of what `sample` promises.
 */
import type { Budget } from "../../dp/budget";
import { encoderCheck } from "../../encode/check-encoder";
import { type Encoder, withheldCounts } from "../../encode/encoder";
import { fillGaps } from "../../encode/fill-gaps";
import { readGiven } from "../../encode/given";
import { privateEncoderSteps } from "../../encode/private-encoder";
import { unlearnedColumn } from "../../encode/unlearned";
import { checkOptions } from "../../options/check";
import type { Random } from "../../random";
import { record } from "../../saved-data";
import { paced } from "../../table/pause";
import type { Column, NumericColumn, Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { learnEncoder } from "../encode-table";
import type { Generator, Model, SampleRequest } from "../generator";
import { boundUnits, privacyDiagnostics } from "../private-columns";
import { createDraw, type Draw } from "./draw";
import { type IndependentOptions, meta } from "./meta";

/** Counts and knots of every column; no row. */
export interface IndependentSaved {
	readonly encoder: Encoder;
}

/** Rows of a block: block b of a seed is always drawn whole, so that chunks of any size hold the same rows. */
const BLOCK = 1024;

/** Draws `rows` cells from row `offset` on, block by block. */
async function drawCells(draw: Draw, rows: number, offset: number, random: Random, yielding: () => Promise<void>) {
	const cells = new Float64Array(rows);
	const end = offset + rows;
	for (let block = Math.floor(offset / BLOCK); block * BLOCK < end; block++) {
		const stream = random.stream(block);
		const last = Math.min(end, (block + 1) * BLOCK);
		for (let row = block * BLOCK; row < last; row++) {
			const cell = draw(stream);
			if (row >= offset) cells[row - offset] = cell;
		}
		await yielding();
	}
	return cells;
}

async function sample(encoder: Encoder, request: SampleRequest, run: Run): Promise<Table> {
	const { rows, offset = 0, complete } = request;
	const conditions = readGiven(encoder, request.given, run.beyondLearned);
	const steps = encoder.columns.length;
	const columns: Column[] = [];
	for (const [step, column] of encoder.columns.entries()) {
		const random = run.random.stream("sample").stream(column.name);
		const condition = conditions.find((c) => c.column === step);
		const draw = createDraw(column, { condition, present: complete !== undefined && !request.keepMissing });
		const cells = await drawCells(draw, rows, offset, random, () => run.step({ phase: "sample", step, steps }));
		const { name, kind, codec, decimals, format } = column;
		if (codec.type === "id" || codec.type === "text") {
			columns.push(unlearnedColumn(name, codec, Int32Array.from(cells), { offset, random: random.stream("value") }));
		} else if (codec.type === "levels") {
			const { levels } = codec;
			columns.push({ name, kind: kind as "category" | "boolean", codes: Int32Array.from(cells), levels });
		} else {
			const numeric: NumericColumn = { name, kind: kind as NumericColumn["kind"], values: cells };
			columns.push({ ...numeric, ...(decimals !== undefined && { decimals }), ...(format && { format }) });
		}
	}
	await run.step({ phase: "sample", step: steps, steps });
	const drawn = { rows, columns };
	return complete ? fillGaps(complete, drawn, offset) : drawn;
}

function createModel(encoder: Encoder): Model<IndependentSaved> {
	return {
		sample: (request, run) => sample(encoder, request, run),
		save: async () => ({ encoder }),
		dispose() {},
		diagnostics: { rows: encoder.rows, columns: encoder.columns.length, ...withheldCounts(encoder) },
	};
}

/** Every column from noisy counts, on which the whole budget is spent. */
async function fitPrivately(table: Table, budget: Budget, run: Run): Promise<Model<IndependentSaved>> {
	const pause = () => run.step({ phase: "fit", step: 0, steps: 1 });
	const { table: bounded, unit, bound } = await paced(boundUnits(table, budget), pause);
	const rho = budget.ledger.left() * (1 - 1e-9);
	const learning = privateEncoderSteps(bounded, {
		...budget,
		rho,
		delta: budget.promised.delta / 2,
		bound,
		counted: true,
	});
	const encoder = await paced(learning, pause);
	await run.step({ phase: "fit", step: 1, steps: 1 });
	const privacy = budget.record(unit, encoder.rows);
	const model = createModel(encoder);
	return { ...model, privacy, diagnostics: { ...model.diagnostics, ...privacyDiagnostics(privacy, encoder.rows) } };
}

export const independent: Generator<IndependentOptions, IndependentSaved> = {
	version: 1,
	async fit(table, options, run) {
		checkOptions('"independent"', options, meta.options);
		const { protect } = options;
		await run.step({ phase: "fit", step: 0, steps: 1 });
		if (run.privacy) return fitPrivately(table, run.privacy, run);
		const encoder = await learnEncoder(table, { protect }, run);
		await run.step({ phase: "encode", step: 1, steps: 1 });
		await run.step({ phase: "fit", step: 1, steps: 1 });
		return createModel(encoder);
	},
	async load(saved) {
		record({ encoder: encoderCheck })(saved, "saved");
		return createModel(saved.encoder);
	},
};
