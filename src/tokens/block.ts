// B rows of a block, F token columns
import type { Matrix } from "../encode/encoder";
import type { Random } from "../random";
import type { TokenColumn } from "./tokens";

/** Rows of a block, which share an order of sampling. */
export const BLOCK = 960;
/**
 * Rows of a group, sampled together whatever is requested, for their uniform numbers are spread evenly among them. A
 * multiple of the matrix kernels' tile of 6 rows, so that a row's numbers do not depend on how many groups are computed
 * at once.
 */
export const GROUP = 96;

/** Sampled states and scores of a block's rows `from` … `to`. */
export interface SampledBlock {
	readonly states: readonly Int32Array[];
	readonly scores: readonly Float32Array[];
}

/** Allowed remainders of a last digit: the codes of the last quotient may end before the divisor does. */
export function lastDigit(token: TokenColumn, codes: number, quotient: number): Uint8Array | undefined {
	const left = codes - quotient * token.divisor;
	if (left >= token.states) return undefined;
	return Uint8Array.from({ length: token.states }, (_, state) => (state < left ? 1 : 0));
}

/** 2³² over the golden ratio: its multiples, modulo 2³², are spread evenly however many are taken (Knuth, TAOCP 3, §6.4). */
const GOLDEN = 0x9e3779b9;

/** The rows of a block by group, each in an order of its own: without it neighbouring rows would follow a pattern. */
export function groupsOf(first: number, B: number, random: Random): Int32Array[] {
	return Array.from({ length: B / GROUP }, (_, g) =>
		random.stream(first / GROUP + g).shuffle(Int32Array.from({ length: GROUP }, (_, i) => g * GROUP + i)),
	);
}

/**
 * One uniform word a row, spread evenly over the rows of each group, and over those that are alike in what is
 * sampled already: array-RQMC (L'Ecuyer, Lécot and Tuffin 2008, §3), rows sorted by their state taking the points of a lattice
 * that is shifted anew for every group. Each row by itself has the same distribution as ever; together they miss
 * the expected counts by less than independent ones.
 *
 * @param sampled states sampled so far, the latest column first.
 */
export function spreadWords(
	groups: readonly Int32Array[],
	sampled: readonly Int32Array[],
	random: Random,
): Uint32Array {
	const words = new Uint32Array(groups.length * GROUP);
	for (const group of groups) {
		const rows = group.toSorted((a, b) => {
			for (const states of sampled) if (states[a] !== states[b]) return states[a]! - states[b]!;
			return 0;
		});
		const shift = random.uint32();
		rows.forEach((row, i) => {
			words[row] = shift + Math.imul(i, GOLDEN);
		});
	}
	return words;
}

/** A bin's share between 0 and 1, kept inside a condition's range. */
export function shareIn(
	bin: number,
	bins: number,
	uniform: number,
	range: readonly [number, number] | undefined,
): number {
	if (!range) return uniform;
	const low = Math.max(0, range[0] * bins - bin);
	const high = Math.min(1, range[1] * bins - bin);
	return low + uniform * Math.max(0, high - low);
}

/** Sampled blocks as the matrix that the encoder decodes. */
export function toMatrix(
	tokens: readonly TokenColumn[],
	blocks: readonly SampledBlock[],
	rows: number,
	shape: { numbers: number; codes: number },
): Matrix {
	const numbers = Array.from({ length: shape.numbers }, () => new Float32Array(rows));
	const codes = Array.from({ length: shape.codes }, () => new Int32Array(rows));
	let at = 0;
	for (const block of blocks) {
		const n = block.states[0]?.length ?? 0;
		tokens.forEach((token, f) => {
			const { bins, number, code, divisor, remainder } = token;
			for (let i = 0; i < n; i++) {
				const state = block.states[f]![i]!;
				if (bins > 0 && state < bins) numbers[number]![at + i] = block.scores[f]![i]!;
				if (code < 0) continue;
				if (divisor > 1) codes[code]![at + i]! += remainder ? state : state * divisor;
				else codes[code]![at + i] = bins === 0 ? state : Math.max(0, state - bins + 1);
			}
		});
		at += n;
	}
	return { rows, numbers, codes };
}
