/** Logistics of a mixture. */
export const COMPONENTS = 5;

/** What a bin's probability under a mixture is at least, as a share of its mass. */
export const LEAST_SHARE = 1e-4;

/** Bounds of a mixture's log 1/s. */
export const STEEPEST = 5;

/** A matrix of f32 in memory: element (i, k) lies `row`·i + `column`·k floats behind byte `at`. */
export interface Matrix {
	readonly at: number;
	readonly row: number;
	readonly column: number;
}

/** A row-major matrix at byte `at` whose rows are `width` floats long. */
export const rowMajor = (at: number, width: number): Matrix => ({ at, row: width, column: 1 });

/** The transpose of the row-major matrix at byte `at` whose rows are `width` floats long. */
export const transposed = (at: number, width: number): Matrix => ({ at, row: 1, column: width });

/** Where a product is added: rows of `row` floats from byte `at` on, or those of them that `rows` lists. */
export interface Target {
	readonly at: number;
	readonly row: number;
	/** Byte of the numbers (i32, all different) of the rows of `at` to which the rows of the product are added. */
	readonly rows?: number;
}

/** Sizes of a product: C[m, n] += A[m, k] · B[k, n]. */
export interface ProductSize {
	readonly m: number;
	readonly n: number;
	readonly k: number;
}

/** Which activations a dropout sets to 0. */
export interface Drop {
	/** Byte of the random bytes, and their number, a power of two. */
	readonly bytes: number;
	readonly bank: number;
	/** Random byte of the first activation, a multiple of 4; behind the last of the bank its first follows. */
	readonly offset: number;
	/** Activations whose byte is below are set to 0. */
	readonly threshold: number;
	/** What the others are multiplied by. */
	readonly scale: number;
}

/** Bytes at which parameters, gradient, running moments m and v, and averaged parameters lie. */
export interface AdamState {
	readonly p: number;
	readonly g: number;
	readonly m: number;
	readonly v: number;
	readonly ema: number;
}

/** The numbers of a step of AdamW, Loshchilov and Hutter 2019, algorithm 2. */
export interface AdamStep {
	/** η, with the bias correction of m: η / (1 − β₁ᵗ). */
	readonly rate: number;
	readonly b1: number;
	readonly b2: number;
	readonly epsilon: number;
	/** η · λ; 0: none. */
	readonly decay: number;
	/** Share of the averaged parameters that a step keeps. */
	readonly emaKeep: number;
	/** 1 / √(1 − β₂ᵗ). */
	readonly rootCorrection: number;
	/** What the gradient is multiplied by first. */
	readonly scale: number;
}

/**
 * The arithmetic that a network needs, on one block of memory addressed by bytes. Two modules implement it: `cpu.ts`,
 * plain loops that specify it, and the wasm module of `wasm/assembly`, tested against them.
 *
 * All matrices are row-major f32; pointers and offsets are bytes; widths of rows handed to row operations are
 * multiples of 4. Nothing allocates.
 */
export interface Primitives {
	/** Bytes of scratch that `gemm` needs for `n` columns of C. */
	gemmScratch(n: number): number;
	/** C[m, n] += A[m, k] · B[k, n]. @param scratch byte of `gemmScratch(n)` bytes. */
	gemm(c: Target, a: Matrix, b: Matrix, size: ProductSize, scratch: number): void;
	/** to[0…n) += from[0…n). */
	addTo(to: number, from: number, n: number): void;
	/** to[0…n) *= from[0…n). */
	multiplyTo(to: number, from: number, n: number): void;
	/** Every one of n rows of x becomes `row`. */
	fillRows(x: number, row: number, n: number, width: number): void;
	/** Every one of n rows of x gains `row`. */
	addRow(x: number, row: number, n: number, width: number): void;
	/** to[:] += sum of n rows of x. */
	sumRows(to: number, x: number, n: number, width: number): void;
	/** to[i, :] = from[index[i], :]. */
	gatherRows(to: number, from: number, index: number, n: number, width: number): void;
	/** h[i, :] += Σ_f table[codes[i, f], :] over n rows of `fields` codes (i32). */
	embed(h: number, codes: number, table: number, n: number, fields: number, width: number): void;
	/** table[codes[i, f], :] += h[i, :]: the gradient of `embed`. */
	embedGradient(table: number, codes: number, h: number, n: number, fields: number, width: number): void;
	/**
	 * Numbers' share of a stream: h[i, :] += Σ_j (z · W[a_j, :] + Σ_{k < R_j} r_k(p) · W[a_j + 1 + k, :]) over n rows of
	 * `count` numbers j, a score z and a place p each. Ramp r_k is −1 up to place k, 1 from k + 1 on and straight between, so
	 * that all ramps of a number are one step between two sums of rows of W. Where p is below 0 nothing is added. `numbers`
	 * has `stride` pairs a row, `inputs` the pair a, R (i32) of each number; `sums` is scratch as large as W.
	 */
	ramps(
		h: number,
		numbers: number,
		inputs: number,
		table: number,
		sums: number,
		n: number,
		count: number,
		stride: number,
		width: number,
	): void;
	/** The gradient of `ramps`, added to that of W at `table`; h is that of the stream. */
	readonly rampsGradient: Primitives["ramps"];
	/** a = silu(x); d = silu′(x) unless d is 0. silu(x) = x σ(x) (Elfwing et al. 2018). */
	silu(a: number, d: number, x: number, n: number): void;
	/** Dropout (Srivastava et al. 2014) of n activations a and their slopes d; n is a multiple of 4. */
	dropout(a: number, d: number, n: number, drop: Drop): void;
	/**
	 * Weighted cross-entropy of n rows of `k` logits, each row `stride` floats (a multiple of 4), against i32 targets.
	 * The logits become the gradient weight · (softmax − onehot), their padding 0. Returns the weighted sum.
	 */
	crossEntropy(logits: number, targets: number, weights: number, n: number, k: number, stride: number): number;
	/** levels[i] = the level at which the cumulative softmax of row i passes uniforms[i]; the logits are overwritten. */
	drawLevels(levels: number, logits: number, uniforms: number, n: number, k: number, stride: number): void;
	/**
	 * Numbers' bins as a mixture of logistics (Salimans et al. 2017, "PixelCNN++", eq. 2). A row of `stride` floats is the
	 * logits of K = `bins` bins and, from `at` on, of each of M = `components` the logit of its weight, its place μ and
	 * log 1/s (from −5 to 5). Every bin's logit becomes free · logit + log(K · p), p its probability under the mixture, at
	 * least a ten-thousandth of 1 / K. `cuts` are the bins' upper ends, padded to a multiple of 4 with one above
	 * everything. `kept`, n rows of `stride` floats and M times K so padded, receives what `mixBinsGradient` needs.
	 */
	mixBins(
		logits: number,
		kept: number,
		cuts: number,
		n: number,
		bins: number,
		at: number,
		components: number,
		stride: number,
		free: number,
	): void;
	/** Turns the gradient of the logits that `mixBins` left into that of all it was given. */
	readonly mixBinsGradient: Primitives["mixBins"];
	/** Σ x². */
	sumSquares(x: number, n: number): number;
	/** A step of AdamW over n parameters and their moving average, in one pass; clears the gradient. */
	adamw(state: AdamState, n: number, step: AdamStep): void;
}

/** A backend's memory and the primitives that work on it. */
export interface Compute {
	readonly name: "wasm" | "cpu";
	readonly buffer: ArrayBufferLike;
	readonly ops: Primitives;
}
