/**
 * SMOTE for mixed columns (Chawla et al. 2002, §3 and §6.1), on all rows instead of a minority's. It interpolates between
 * real rows, which can be recovered from the result (2510.15083): a positive control of the attacks and a yardstick, not
 * a generator to publish with.
 */
import { encoderCheck } from "../../encode/check-encoder";
import { decode, type Encoder, type Matrix, withheldCounts } from "../../encode/encoder";
import type { Random } from "../../random";
import { list, numbers, record, whole } from "../../saved-data";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { encodeRows, learnEncoder } from "../encode-table";
import type { Generator, Model } from "../generator";
import { refuseConditions } from "../refuse-conditions";
import type { SmoteOptions } from "./meta";
import { createNeighbours } from "./neighbours";

/** Interpolated rows only; the real ones are gone. */
export interface SmoteSaved {
	readonly encoder: Encoder;
	/** Rows to sample from, already interpolated. */
	readonly pool: Matrix;
}

/** Interpolated rows for each real row, and how many at most. */
const POOL_SHARE = 4;
const MOST_POOLED = 200_000;
/** Rows of a block: block b of a seed always takes the same rows. */
const BLOCK = 1024;

/** Rows each between a random row and one of its nearest; codes are taken from either with the same weights. */
async function interpolate(matrix: Matrix, neighbours: number, random: Random, run: Run): Promise<Matrix> {
	const rows = Math.min(MOST_POOLED, Math.max(1, POOL_SHARE * matrix.rows));
	const nearest = createNeighbours(matrix, neighbours);
	const numbers = matrix.numbers.map(() => new Float32Array(rows));
	const codes = matrix.codes.map(() => new Int32Array(rows));
	for (let i = 0; i < rows; i++) {
		const from = random.int(matrix.rows);
		const around = nearest(from);
		const to = around.length > 0 ? around[random.int(around.length)]! : from;
		const share = random.uniform();
		numbers.forEach((column, j) => {
			const [a, b] = [matrix.numbers[j]![from]!, matrix.numbers[j]![to]!];
			column[i] = a + share * (b - a);
		});
		codes.forEach((column, j) => {
			column[i] = matrix.codes[j]![random.uniform() < share ? to : from]!;
		});
		await run.step({ phase: "fit", step: i + 1, steps: rows + 1 });
	}
	return { rows, numbers, codes };
}

async function sampleRows({ encoder, pool }: SmoteSaved, rows: number, offset: number, run: Run): Promise<Table> {
	const numbers = pool.numbers.map(() => new Float32Array(rows));
	const codes = pool.codes.map(() => new Int32Array(rows));
	const random = run.random.stream("rows");
	const blocks = Math.ceil((offset + rows) / BLOCK);
	for (let block = Math.floor(offset / BLOCK); block < blocks; block++) {
		const stream = random.stream(block);
		for (let r = 0; r < BLOCK; r++) {
			const from = stream.int(pool.rows);
			const at = block * BLOCK + r - offset;
			if (at < 0 || at >= rows) continue;
			for (const [j, column] of pool.numbers.entries()) numbers[j]![at] = column[from]!;
			for (const [j, column] of pool.codes.entries()) codes[j]![at] = column[from]!;
		}
		await run.step({ phase: "sample", step: block, steps: blocks });
	}
	await run.step({ phase: "sample", step: blocks, steps: blocks });
	return decode(encoder, { rows, numbers, codes }, { offset, random: run.random.stream("values") });
}

function createModel(saved: SmoteSaved): Model<SmoteSaved> {
	return {
		async sample(request, run) {
			const { rows, offset = 0 } = request;
			refuseConditions(
				"smote",
				'it only moves real rows about; take "diffusion", "bayesian-network" or "copula".',
				request,
			);
			return sampleRows(saved, rows, offset, run);
		},
		save: async () => saved,
		dispose() {},
		diagnostics: {
			warning: "SMOTE reveals real rows; use it to test attacks, not to publish.",
			...withheldCounts(saved.encoder),
		},
	};
}

export const smote: Generator<SmoteOptions, SmoteSaved> = {
	version: 1,
	async fit(table, options, run) {
		await run.step({ phase: "fit", step: 0, steps: 1 });
		const encoder = await learnEncoder(table, { protect: options.protect }, run);
		const matrix = await encodeRows(encoder, table, run);
		await run.step({ phase: "encode", step: 1, steps: 1 });
		const pool = await interpolate(matrix, options.neighbours, run.random.stream("pool"), run);
		await run.step({ phase: "fit", step: pool.rows + 1, steps: pool.rows + 1 });
		return createModel({ encoder, pool });
	},
	async load(saved) {
		record({ encoder: encoderCheck, pool: record({ rows: whole(1, MOST_POOLED) }) })(saved, "saved");
		const { encoder, pool } = saved;
		const length = pool.rows;
		list(numbers(Float32Array, { length }), encoder.numbers, encoder.numbers)(pool.numbers, "saved.pool.numbers");
		list(() => {}, encoder.levels.length, encoder.levels.length)(pool.codes, "saved.pool.codes");
		for (const [c, codes] of pool.codes.entries()) {
			numbers(Int32Array, { length, min: 0, max: encoder.levels[c]! - 1 })(codes, `saved.pool.codes[${c}]`);
		}
		return createModel(saved);
	},
};
