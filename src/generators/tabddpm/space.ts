import type { EncodedColumn, Encoder, Matrix } from "../../encode/encoder";
import { ROWS_A_BREATH } from "../../encode/protection";
import { OptionError } from "../../errors";
import type { Steps } from "../../table/pause";

/** What diffuses, and where it lies in the network's input and output: scores first, then one span a code. */
export interface Space {
	/** How many scores, the encoder's numbers. */
	readonly N: number;
	/** For each score, the index of the code that says whether it counts (at 0), or −1. */
	readonly states: readonly number[];
	/** Encoder's index of each diffused code. */
	readonly codes: readonly number[];
	/** Levels K of each diffused code, and where its span begins. */
	readonly levels: readonly number[];
	readonly starts: readonly number[];
	/** Width of input and output: N + ΣK. */
	readonly D: number;
	/** Encoder's index of the code that conditions the network, or −1; it does not diffuse. */
	readonly label: number;
	/** Training rows of each level of the label. */
	readonly labelCounts: readonly number[];
}

const MOST_LABELS = 100;

/** Whether a column is one that conditions the network: a category or boolean of few levels. */
export function mayCondition({ codec }: EncodedColumn): boolean {
	return codec.type === "levels" && codec.counts.length <= MOST_LABELS;
}

/** Index of the code that conditions the network, by the option `target`; −1 for none. */
function findLabel(encoder: Encoder, target: string): number {
	if (target === "") return -1;
	const named = encoder.columns.find((c) => c.name === target);
	if (!named && target !== "auto") {
		const names = encoder.columns.map((c) => c.name).join(", ");
		throw new OptionError(`target is "${target}", which is not a column; there are ${names}.`, {
			option: "target",
			value: target,
		});
	}
	const column = named ?? encoder.columns.at(-1);
	if (column && mayCondition(column)) return column.code;
	if (!named) return -1;
	throw new OptionError(
		`target is "${target}", a column of kind ${named.kind}; only a category or boolean of at most ${MOST_LABELS} levels conditions the network. Take "" for none.`,
		{ option: "target", value: target },
	);
}

export function createSpace(encoder: Encoder, target: string): Space {
	const label = findLabel(encoder, target);
	const codes = encoder.levels.map((_, i) => i).filter((i) => i !== label);
	const levels = codes.map((i) => encoder.levels[i]!);
	const N = encoder.numbers;
	let D = N;
	const starts = levels.map((K) => {
		D += K;
		return D - K;
	});
	const states = new Array<number>(N).fill(-1);
	for (const column of encoder.columns) if (column.number >= 0) states[column.number] = codes.indexOf(column.code);
	const labelCounts = encoder.columns.find((c) => label >= 0 && c.code === label)?.codec.counts ?? [];
	return { N, states, codes, levels, starts, D, label, labelCounts: [...labelCounts] };
}

/**
 * log frequency of every level, span by span, with half a row for levels never seen: where the output starts. With stops for
 * breath.
 */
export function* logFrequencySteps(space: Space, matrix: Matrix): Steps<Float32Array> {
	const bias = new Float32Array(space.D);
	for (const [c, code] of space.codes.entries()) {
		const [start, own] = [space.starts[c]!, matrix.codes[code]!];
		for (let row = 0; row < matrix.rows; row++) {
			if (row % ROWS_A_BREATH === 0) yield;
			bias[start + own[row]!]!++;
		}
		for (let k = start; k < start + space.levels[c]!; k++) bias[k] = Math.log((bias[k]! + 0.5) / matrix.rows);
	}
	return bias;
}
