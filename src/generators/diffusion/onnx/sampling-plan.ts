import { decode, type Encoder } from "../../../encode/encoder";
import type { Random } from "../../../random";
import { cellText } from "../../../table/cell-text";
import { scoreIn, type TokenColumn } from "../../../tokens/tokens";
import type { DiffusionSaved } from "../model";

/** Cells that are written out for each bin or code: of a bin evenly over its share, of a code as chance gives them. */
const CELLS = 16;

/** What a sampler needs besides the logits. Plain JSON. */
export interface SamplingPlan {
	readonly version: 1;
	/** Token columns in the order of sampling. */
	readonly tokens: readonly {
		readonly states: number;
		/** Of a remainder: how many codes its column has; the token before is the quotient by `states`. */
		readonly remainderOf?: number;
		/** Of bins: the normal scores of the cells of bin 0, those of bin 1, … */
		readonly scores?: readonly number[];
	}[];
	/** Whether rows are sampled in the tokens' order; otherwise in any. */
	readonly ordered: boolean;
	/** Tokens sampled at once. */
	readonly together: number;
	/** Cells written out for each state. */
	readonly cells: number;
	/** The table's columns: the first of their tokens (−1 where there is one value only), and their cells as text by state. */
	readonly columns: readonly {
		readonly name: string;
		readonly token: number;
		readonly texts: readonly string[];
	}[];
}

/** Normal scores of the cells of a column's bins. */
const scoresOf = ({ bins }: TokenColumn) =>
	Array.from({ length: bins * CELLS }, (_, i) => scoreIn(Math.floor(i / CELLS), bins, ((i % CELLS) + 0.5) / CELLS));

/** Cells of every column as text: the bins' first, then a run of cells for each code. */
function textsOf(encoder: Encoder, tokens: readonly TokenColumn[], random: Random): Map<string, readonly string[]> {
	return new Map(
		encoder.columns.map((encoded, c) => {
			const { name, number, code } = encoded;
			const token = tokens.find(({ column, remainder }) => column === c && !remainder);
			const bins = token?.bins ?? 0;
			const first = bins > 0 ? 1 : 0;
			const codes = code < 0 ? 1 : encoder.levels[code]!;
			const of = [
				...new Array<number>(bins * CELLS).fill(0),
				...Array.from({ length: Math.max(0, codes - first) * CELLS }, (_, i) => first + Math.floor(i / CELLS)),
			];
			const matrix = {
				rows: of.length,
				numbers: Array.from({ length: encoder.numbers }, () => new Float32Array(of.length)),
				codes: encoder.levels.map(() => new Int32Array(of.length)),
			};
			if (token && bins > 0) matrix.numbers[number]!.set(scoresOf(token));
			if (code >= 0) matrix.codes[code]!.set(of);
			const only = { ...encoder, columns: [encoded] };
			const column = decode(only, matrix, { offset: 0, random }).columns[0]!;
			const text = cellText(column);
			return [name, of.map((_, row) => text(row) ?? "")] as const;
		}),
	);
}

/** The plan by which rows are sampled from a model's logits. */
export function samplingPlan({ encoder, shape, ordered, together }: DiffusionSaved, random: Random): SamplingPlan {
	const { tokens } = shape;
	const texts = textsOf(encoder, tokens, random);
	return {
		version: 1,
		tokens: tokens.map((token) => ({
			states: token.states,
			...(token.remainder && { remainderOf: encoder.levels[token.code]! }),
			...(token.bins > 0 && { scores: scoresOf(token) }),
		})),
		ordered,
		together,
		cells: CELLS,
		columns: encoder.columns.map(({ name }, c) => ({
			name,
			token: tokens.findIndex(({ column }) => column === c),
			texts: texts.get(name)!,
		})),
	};
}
