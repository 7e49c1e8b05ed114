import { decode, type Encoder } from "../../encode/encoder";
import { fillGaps } from "../../encode/fill-gaps";
import { readGiven } from "../../encode/given";
import { SchemaError } from "../../errors";
import { choleskySteps } from "../../statistics/correlation-matrix";
import { normalCdf, normalQuantile } from "../../statistics/quantile/normal";
import { paced } from "../../table/pause";
import type { Table } from "../../table/table";
import { obey, type TokenCondition, tokenConditions } from "../../tokens/conditions";
import { type TokenColumn, tokenColumns } from "../../tokens/tokens";
import type { Run } from "../../worker/run";
import type { Model, SampleRequest } from "../generator";
import type { Copula } from "./fit-copula";
import { knownLimits } from "./known";
import { inside, intervalOf, type LatentColumn, stateAt } from "./latent";
import { type Limit, sampleTruncated } from "./truncated";

/** Margins, states' order and correlations; no row of the table. */
export interface CopulaSaved {
	readonly encoder: Encoder;
	readonly copula: Copula;
}

/** Rows of a block: block b of a seed is always sampled whole, so that chunks of any size hold the same rows. */
const BLOCK = 1024;
const PRODUCTS_A_BREATH = 4_000_000;
/** A single value of a continuous column is a bin as narrow as this share of the rows. */
const BINS = 256;

/** What conditions, one for each token of its column, leave of a latent column. */
function limitOf(latent: LatentColumn, tokens: readonly TokenColumn[], conditions: readonly TokenCondition[]): Limit {
	const intervals: (readonly [number, number])[] = [];
	for (const code of latent.order) {
		const [from, to] = intervalOf(latent, code);
		const { bins } = tokens[0]!;
		const { allowed, shares } = conditions[0]!;
		if (bins > 0 && code === 0) {
			const parts = shares ? [shares] : binRuns(allowed, bins);
			for (const [low, high] of parts) intervals.push([from + (to - from) * low, from + (to - from) * high]);
		} else if (tokens.every((token, i) => conditions[i]!.allowed[stateOf(token, code)] === 1))
			intervals.push([from, to]);
	}
	return { intervals };
}

function stateOf({ bins, divisor, remainder }: TokenColumn, code: number): number {
	if (bins > 0) return bins + code - 1;
	if (divisor === 1) return code;
	return remainder ? code % divisor : Math.floor(code / divisor);
}

/** Shares between which allowed bins lie. */
function binRuns(allowed: Uint8Array, bins: number): [number, number][] {
	return Array.from({ length: bins }, (_, bin): [number, number] => [bin / bins, (bin + 1) / bins]).filter(
		(_, bin) => allowed[bin] === 1,
	);
}

async function sampleRows({ encoder, copula }: CopulaSaved, request: SampleRequest, run: Run): Promise<Table> {
	const { rows, offset = 0, complete } = request;
	if (complete && offset + rows > complete.rows) {
		throw new SchemaError(`complete has ${complete.rows} rows; rows ${offset} to ${offset + rows} were asked for.`, {
			rows: complete.rows,
		});
	}
	const { columns } = copula;
	const d = columns.length;
	const conditions = readGiven(encoder, request.given, run.beyondLearned);
	const tokens = tokenColumns(encoder, BINS);
	const restricted = tokenConditions(encoder, tokens, conditions);
	const limits = columns.map((latent): Limit | undefined => {
		const own = tokens.flatMap((token, f) => (token.column === latent.column ? [f] : []));
		const of = own.flatMap((f) => restricted.filter((c) => c.token === f));
		return of.length > 0
			? limitOf(
					latent,
					own.map((f) => tokens[f]!),
					of,
				)
			: undefined;
	});
	const known = complete && knownLimits(encoder, columns, complete, run);
	const factors = new Map<string, Float64Array>();
	const numbers = Array.from({ length: encoder.numbers }, () => new Float32Array(rows));
	const codes = encoder.levels.map(() => new Int32Array(rows));
	const random = run.random.stream("rows");
	const z = new Float64Array(d);
	const blocks = Math.ceil((offset + rows) / BLOCK);
	// A row takes as many products as the factor has entries.
	const rowsABreath = Math.max(1, Math.floor(PRODUCTS_A_BREATH / (d * d + 1)));
	for (let block = Math.floor(offset / BLOCK); block < blocks; block++) {
		const stream = random.stream(block);
		const breathe = () => run.step({ phase: "sample", step: block, steps: blocks });
		for (let r = 0; r < BLOCK; r++) {
			if (r % rowsABreath === 0) await breathe();
			const at = block * BLOCK + r - offset;
			if (at >= rows) break;
			const own = known && block * BLOCK + r < complete.rows ? known(block * BLOCK + r) : limits;
			const order = inOrder(own);
			const key = order.join();
			const L = factors.get(key) ?? (await paced(choleskySteps(copula.correlation, order, d), breathe));
			factors.set(key, L);
			// A stream a row where limits take more numbers for one row than for another.
			sampleTruncated(
				L,
				order.map((j) => own[j]),
				known ? stream.stream(r) : stream,
				z,
			);
			if (at < 0) continue;
			order.forEach((j, k) => {
				const latent = columns[j]!;
				const { code, share } = stateAt(latent, inside(normalCdf(z[k]!)));
				if (latent.code >= 0) codes[latent.code]![at] = code;
				if (latent.number >= 0 && code === 0) numbers[latent.number]![at] = normalQuantile(inside(share));
			});
		}
		await run.step({ phase: "sample", step: block, steps: blocks });
	}
	await run.step({ phase: "sample", step: blocks, steps: blocks });
	const drawn = decode(encoder, { rows, numbers, codes }, { offset, random: run.random.stream("values") });
	const loose = run.random.stream("given");
	const table = obey(encoder, conditions, drawn, (column, row) => loose.stream(`${column}/${offset + row}`).uniform());
	return complete ? fillGaps(complete, table, offset) : table;
}

/** Known values first, then intervals, then what is free. */
function inOrder(limits: readonly (Limit | undefined)[]): number[] {
	const rank = (limit: Limit | undefined) => (limit === undefined ? 2 : "z" in limit ? 0 : 1);
	return Array.from(limits.keys()).toSorted((a, b) => rank(limits[a]) - rank(limits[b]) || a - b);
}

export function createModel(saved: CopulaSaved, diagnostics: Model<CopulaSaved>["diagnostics"]): Model<CopulaSaved> {
	return {
		sample: (request, run) => sampleRows(saved, request, run),
		save: async () => saved,
		dispose() {},
		diagnostics,
	};
}
