import { decode, type Encoder, encode } from "../../encode/encoder";
import { fillGaps } from "../../encode/fill-gaps";
import { readGiven } from "../../encode/given";
import { isMissing, knownColumns } from "../../encode/known-cells";
import { SchemaError } from "../../errors";
import { surviveLosses } from "../../nn/lost-device";
import { createNetwork, startNetwork } from "../../nn/mlp/choose";
import { layOut, restoreColumn, type Shape } from "../../nn/mlp/layout";
import type { Table } from "../../table/table";
import { BLOCK, toMatrix } from "../../tokens/block";
import { obey, tokenConditions } from "../../tokens/conditions";
import { tokenTable } from "../../tokens/data";
import type { TokenColumn } from "../../tokens/tokens";
import type { Run } from "../../worker/run";
import type { Model, SampleRequest } from "../generator";
import type { ColumnNetworks } from "./columns/column-pool";
import { columnShape } from "./columns/column-shape";
import { sampleObeying } from "./obeying";
import { type Networks, type Sampling, sampleBlock, samplingOrder } from "./sample";

/** Trained networks and how to decode their samples; no row of the table. */
export interface DiffusionSaved {
	readonly encoder: Encoder;
	/** Token columns in the order of sampling. */
	readonly shape: Shape<TokenColumn>;
	/** Whether rows are sampled in that order, or every block in its own. */
	readonly ordered: boolean;
	/** Columns sampled at once. */
	readonly together: number;
	/** Averaged parameters, flat, as `layOut` has them. */
	readonly parameters: Float32Array;
	/** Where the method is "columns". */
	readonly columns?: ColumnNetworks;
}

/** Numbers that were learned, those of column networks among them. */
export function parameterCount({ parameters, columns }: DiffusionSaved): number {
	return parameters.length + (columns?.parameters.reduce((sum, { length }) => sum + length, 0) ?? 0);
}

/** Has somebody use the networks, who may be asked again with others. */
type LendNetworks = <T>(use: (networks: Networks) => Promise<T>) => Promise<T>;

type Diagnostics = Model<DiffusionSaved>["diagnostics"];

/** How many codes the column of each token column has. */
export function codeCounts(encoder: Encoder, tokens: readonly TokenColumn[]): number[] {
	return tokens.map(({ code }) => (code < 0 ? 1 : encoder.levels[code]!));
}

/** A model that builds its network when first asked for rows. */
export function createModel(saved: DiffusionSaved, diagnostics: Diagnostics): Model<DiffusionSaved> {
	let networks: Networks | undefined;
	const start = async (run: Run): Promise<Networks> => {
		const use = { batchRows: BLOCK, training: false };
		const { network: masked } = await startNetwork(run, saved.shape, use);
		masked.setParameters(saved.parameters);
		if (!saved.columns) return { masked };
		const columns = saved.columns;
		const shape = columnShape(saved.shape, columns);
		const layout = layOut(shape);
		const network = await createNetwork(masked.backend, shape, use);
		const parameters = new Float32Array(layout.size);
		const become = (f: number) => {
			restoreColumn(shape, layout, f, columns.parameters[f]!, parameters);
			network.setParameters(parameters);
		};
		return { masked, columns: { network, count: columns.parameters.length, become } };
	};
	const drop = () => {
		networks?.masked.dispose();
		networks?.columns?.network.dispose();
		networks = undefined;
	};
	/** Lends the networks, and others on another device to begin again with where theirs is lost meanwhile. */
	const lendIn =
		(run: Run): LendNetworks =>
		(use) =>
			surviveLosses(run, async (own) => {
				if (!networks?.masked.alive()) drop();
				networks ??= await start(own);
				return use(networks);
			});
	return {
		sample: (request, run) => sampleRows(saved, lendIn(run), request, run),
		save: async () => saved,
		dispose: drop,
		diagnostics,
	};
}

/** The known cells of a table to complete: where it has the column, and the cell is not missing. */
function partialTable({ encoder, shape }: DiffusionSaved, table: Table, run: Run): Sampling["partial"] {
	const { rows } = table;
	const columns = knownColumns(encoder, table);
	const matrix = encode(encoder, { rows, columns }, run.random.stream("complete"));
	const known = shape.tokens.map((token) => {
		const column = columns[token.column]!;
		return Uint8Array.from({ length: rows }, (_, r) => (isMissing(column, r) ? 0 : 1));
	});
	return { table: tokenTable(shape.tokens, matrix), known };
}

/** States that a cell to complete may take: any value, but not missing. */
function presentStates(encoder: Encoder, tokens: readonly TokenColumn[]): (Uint8Array | undefined)[] {
	return tokens.map((token) => {
		const { codec } = encoder.columns[token.column]!;
		if (!("missing" in codec) || !codec.missing || token.divisor > 1) return undefined;
		const allowed = new Uint8Array(token.states).fill(1);
		allowed[token.states - 1] = 0;
		return allowed.includes(1) ? allowed : undefined;
	});
}

/** Samples the rows of a request, block by block. */
export async function sampleRows(
	saved: DiffusionSaved,
	lend: LendNetworks,
	request: SampleRequest,
	run: Run,
): Promise<Table> {
	const { encoder, shape, ordered, together } = saved;
	const { rows, offset = 0, complete } = request;
	const { tokens } = shape;
	if (complete && offset + rows > complete.rows) {
		throw new SchemaError(`complete has ${complete.rows} rows; rows ${offset} to ${offset + rows} were requested.`, {
			rows: complete.rows,
		});
	}
	const conditions = readGiven(encoder, request.given, run.beyondLearned);
	const restricted = tokenConditions(encoder, tokens, conditions);
	const present = complete && !request.keepMissing ? presentStates(encoder, tokens) : [];
	const sampling: Sampling = {
		tokens,
		layout: layOut(shape),
		order: samplingOrder(tokens, restricted),
		ordered,
		together,
		conditions: restricted,
		...(complete && { partial: partialTable(saved, complete, run), allow: (f: number) => present[f] }),
	};
	// Completed rows are held to what each of them knows, for which no candidates can be waited for.
	const obeying =
		restricted.length > 0 && !complete ? { ...sampling, order: samplingOrder(tokens, []), loose: true } : undefined;
	const random = run.random.stream("rows");
	const codes = codeCounts(encoder, tokens);
	const steps = obeying
		? Math.max(1, rows)
		: Math.max(1, Math.ceil(rows / BLOCK) * Math.ceil(tokens.length / together));
	let step = 0;
	const yielding = () => run.step({ phase: "sample", step: Math.min(++step, steps - 1), steps });
	const blocks = [];
	const end = offset + rows;
	for (let block = Math.floor(offset / BLOCK); tokens.length > 0 && block * BLOCK < end; block++) {
		const from = Math.max(0, offset - block * BLOCK);
		const to = Math.min(BLOCK, end - block * BLOCK);
		const piece = [codes, block, from, to, random] as const;
		// How many candidates a row takes is not known before: progress counts rows.
		const counting = (kept: number) => {
			const done = Math.max(0, block * BLOCK + Math.min(kept, to) - offset);
			return run.step({ phase: "sample", step: Math.min(done, steps - 1), steps });
		};
		blocks.push(
			await lend(async (networks) => {
				if (!obeying) return sampleBlock(networks, sampling, ...piece, yielding);
				const rows = await sampleObeying(networks, obeying, ...piece, counting);
				return rows ?? sampleBlock(networks, sampling, ...piece, () => counting(0));
			}),
		);
	}
	await run.step({ phase: "sample", step: steps, steps });
	const matrix = toMatrix(tokens, blocks, rows, { numbers: encoder.numbers, codes: encoder.levels.length });
	const decoded = decode(encoder, matrix, { offset, random: run.random.stream("values") });
	const loose = run.random.stream("given");
	const table = obey(encoder, conditions, decoded, (column, row) =>
		loose.stream(`${column}/${offset + row}`).uniform(),
	);
	return complete ? fillGaps(complete, table, offset) : table;
}
