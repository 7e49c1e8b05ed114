import { loadedKernels, START } from "../kernels/kernels";
import { putRows, takeRowsInto } from "../kernels/rows";
import { columnMoments } from "../moments";
import { biasOf, fastExp, fastPower } from "../power";

const round = Math.fround;

/**
 * out[row, c] = Σᵢ |x[row, i] − centre[c, i]|^p for `count` centres, both row by row, in single precision and in the order
 * of i; the powers are those of `power.ts`.
 */
export function powerDistances(
	x: Float32Array,
	width: number,
	centres: Float32Array,
	count: number,
	p: number,
	out: Float32Array,
): void {
	const rows = x.length / width;
	const exponent = round(p);
	const offset = biasOf(exponent);
	const kernels = loadedKernels();
	if (!kernels) {
		for (let row = 0; row < rows; row++) {
			for (let c = 0; c < count; c++) {
				let sum = round(0);
				for (let i = 0; i < width; i++) {
					sum = round(sum + fastPower(round(x[row * width + i]! - centres[c * width + i]!), exponent, offset));
				}
				out[row * count + c] = sum;
			}
		}
		return;
	}
	const ld = (count + 7) & ~7;
	const centresAt = START >> 2;
	const xAt = centresAt + width * ld;
	const outAt = (xAt + x.length + 3) & ~3;
	const memory = kernels.view(outAt + rows * ld);
	for (let i = 0; i < width; i++) {
		for (let c = 0; c < ld; c++) memory[centresAt + i * ld + c] = c < count ? centres[c * width + i]! : 0;
	}
	memory.set(x, xAt);
	kernels.powerDistances(xAt << 2, centresAt << 2, outAt << 2, rows, width, ld, exponent, offset);
	takeRowsInto(out, kernels, outAt, ld, count);
}

/** Farther than any row; its powers stay finite. */
const FAR = 1e18;

/** Dimensions by how far the centres are apart in them, farthest first: sums over these soon tell who cannot win. */
function spreadOrder(centres: Float32Array, width: number): Int32Array {
	const { means, inverses } = columnMoments(centres, width);
	const spread = means.map((_, i) => (inverses[i]! > 0 ? 1 / inverses[i]! : 0));
	return Int32Array.from({ length: width }, (_, i) => i).sort((a, b) => spread[b]! - spread[a]! || a - b);
}

/**
 * Index of each row's nearest of `count` centres by Σᵢ |x[i] − centre[i]|^p, the first of equals, in single precision and
 * in the order of `spreadOrder`.
 */
export function nearestCentres(
	x: Float32Array,
	width: number,
	centres: Float32Array,
	count: number,
	p: number,
): Int32Array {
	const rows = x.length / width;
	const codes = new Int32Array(rows);
	const order = spreadOrder(centres, width);
	const exponent = round(p);
	const offset = biasOf(exponent);
	const kernels = loadedKernels();
	if (kernels) {
		const ld = (count + 7) & ~7;
		const centresAt = START >> 2;
		const partialAt = centresAt + width * ld;
		const orderAt = partialAt + ld;
		const idsAt = orderAt + width;
		const xAt = idsAt + ld;
		const codesAt = xAt + x.length;
		const memory = kernels.view(codesAt + rows);
		// Centres that are near one another along the first of these dimensions are given up together.
		const along = (c: number) => centres[c * width + order[0]!]!;
		const ids = Int32Array.from({ length: count }, (_, c) => c).sort((a, b) => along(a) - along(b) || a - b);
		for (let i = 0; i < width; i++) {
			const from = order[i]!;
			const to = centresAt + i * ld;
			for (let c = 0; c < count; c++) memory[to + c] = centres[ids[c]! * width + from]!;
			memory.fill(FAR, to + count, to + ld);
		}
		const words = new Int32Array(memory.buffer);
		words.set(ids, idsAt);
		for (let i = 0; i < width; i++) words[orderAt + i] = order[i]! << 2;
		memory.set(x, xAt);
		kernels.nearest(
			xAt << 2,
			orderAt << 2,
			idsAt << 2,
			START,
			partialAt << 2,
			codesAt << 2,
			rows,
			width,
			ld,
			exponent,
			offset,
		);
		codes.set(words.subarray(codesAt, codesAt + rows));
		return codes;
	}
	for (let row = 0; row < rows; row++) {
		let best = Number.POSITIVE_INFINITY;
		for (let c = 0; c < count; c++) {
			let sum = round(0);
			for (let i = 0; i < width && sum < best; i++) {
				const k = order[i]!;
				sum = round(sum + fastPower(round(x[row * width + k]! - centres[c * width + k]!), exponent, offset));
			}
			if (sum < best) {
				best = sum;
				codes[row] = c;
			}
		}
	}
	return codes;
}

/**
 * Turns rows of Σ|x − c|^p into the softmax over centres of −(sum^(1/p) / s)^q − ln s, in place, where `exponent` is
 * q / p, `factors` are s^−q and `logScales` ln s. Sums run in four lanes, as the kernel's do.
 */
export function softAssign(
	sums: Float32Array,
	count: number,
	exponent: number,
	factors: Float32Array,
	logScales: Float32Array,
): void {
	const rows = sums.length / count;
	const e = round(exponent);
	const offset = biasOf(e);
	const kernels = loadedKernels();
	if (kernels) {
		const ld = (count + 3) & ~3;
		const constantsAt = START >> 2;
		const at = constantsAt + 2 * ld;
		const memory = kernels.view(at + rows * ld);
		for (let c = 0; c < ld; c++) {
			memory[constantsAt + c] = c < count ? factors[c]! : 0;
			memory[constantsAt + ld + c] = c < count ? logScales[c]! : Number.POSITIVE_INFINITY;
		}
		putRows(kernels, sums, count, at, ld);
		kernels.softAssign(at << 2, START, rows, ld, e, offset);
		takeRowsInto(sums, kernels, at, ld, count);
		return;
	}
	const padded = (count + 3) & ~3;
	const lanes = new Float32Array(4);
	for (let row = 0; row < rows; row++) {
		const at = row * count;
		let top = Number.NEGATIVE_INFINITY;
		for (let c = 0; c < count; c++) {
			const logit = round(round(-round(fastPower(sums[at + c]!, e, offset) * factors[c]!)) - logScales[c]!);
			sums[at + c] = logit;
			if (logit > top) top = logit;
		}
		lanes.fill(0);
		for (let c = 0; c < padded; c++) {
			const w = fastExp(c < count ? round(sums[at + c]! - top) : Number.NEGATIVE_INFINITY);
			if (c < count) sums[at + c] = w;
			lanes[c & 3] = lanes[c & 3]! + w;
		}
		const whole = round(round(lanes[0]! + lanes[1]!) + round(lanes[2]! + lanes[3]!));
		for (let c = 0; c < count; c++) sums[at + c] = sums[at + c]! / whole;
	}
}
