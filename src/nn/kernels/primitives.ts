/** Logistics of a mixture. */
export const COMPONENTS = 5;

/** What a bin's probability under a mixture is at least, as a share of its mass. */
export const LEAST_SHARE = 1e-4;

/** Bounds of a mixture's log 1/s. */
export const STEEPEST = 5;

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
	/**
	 * C[m, n] += A[m, k] · B[k, n]. C has `ldc` floats a row; element (i, k) of A lies `i·aRow + k·aCol` floats from
	 * `a`, element (k, j) of B `k·bRow + j·bCol` floats from `b`: a transposed matrix is one with its strides swapped.
	 * With `cRows`, the i-th row computed is added to row cRows[i] (i32, all different) of what lies at `c`.
	 */
	gemm(
		c: number,
		ldc: number,
		a: number,
		aRow: number,
		aCol: number,
		b: number,
		bRow: number,
		bCol: number,
		m: number,
		n: number,
		k: number,
		scratch: number,
		cRows?: number,
	): void;
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
	/**
	 * Dropout (Srivastava et al. 2014): a[i] and d[i] become 0 where byte (offset + i) mod `bank` of `bytes` is below
	 * `threshold`, the others are multiplied by `scale`. `bank` is a power of two; n and offset are multiples of 4.
	 */
	dropout(
		a: number,
		d: number,
		n: number,
		bytes: number,
		bank: number,
		offset: number,
		threshold: number,
		scale: number,
	): void;
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
	/**
	 * AdamW (Loshchilov and Hutter 2019, algorithm 2) and the moving average of the parameters, in one pass; clears the
	 * gradient. `rate` carries the bias correction of m, `rootCorrection` is 1/√(1 − β₂ᵗ), `decay` is rate · λ, and the
	 * gradient is multiplied by `scale` first.
	 */
	adamw(
		p: number,
		g: number,
		m: number,
		v: number,
		ema: number,
		n: number,
		rate: number,
		b1: number,
		b2: number,
		epsilon: number,
		decay: number,
		emaKeep: number,
		rootCorrection: number,
		scale: number,
	): void;
}

/** A backend's memory and the primitives that work on it. */
export interface Compute {
	readonly name: "wasm" | "cpu";
	readonly buffer: ArrayBufferLike;
	readonly ops: Primitives;
}
