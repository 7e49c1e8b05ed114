/**
 * The denoiser: which states a row's masked columns may have, given its other columns.
 *
 *     h₀ = Σ_f E[c_f] + s·W_s          c_f embedding row of column f (its state, or "masked"), s scores and their encodings
 *     h_l = h_{l−1} + silu(h_{l−1})·W_l + b_l
 *     z_f = silu(h_L)·V_f + a_f         computed only for the target cells
 *
 * Categories have z_f for logits. Bins of a number are a mixture of logistics over the column's distribution (Salimans et
 * al. 2017, "PixelCNN++", §2.1, there over colours), from which they may depart one by one:
 *
 *     logits_f[k] = c·z_f[k] + log(Σ_m w_m (σ((t_{k+1} − μ_m)/s_m) − σ((t_k − μ_m)/s_m)) · K)
 *
 * with c the residual weight, t_k the logit of the share of rows below bin k of K, and w, μ and log 1/s further elements of z_f. Neighbouring bins
 * are so learned together: most of what a network memorised bin by bin is not learned at all.
 *
 * Training minimises Σ weight · (−log softmax(logits_f)[target]) by AdamW with a moving average of the parameters,
 * which evaluation and sampling use. One interface, two implementations: `linear-memory` (wasm and cpu) and
 * `gpu` (WebGPU).
 */
import type { Random } from "../../random";

/** Hyper-parameters of one update. */
export interface Update {
	/** Learning rate of this step. */
	readonly rate: number;
	/** Number of this step, 1 for the first. */
	readonly step: number;
	/** Weight decay (λ of AdamW). */
	readonly decay: number;
	/** Share of the moving average kept. */
	readonly emaKeep: number;
	/** Share of each layer's activations that is dropped, in steps of 1/256. */
	readonly dropout: number;
	/** Random numbers for it. */
	readonly random: Random;
}

/**
 * What the next call works on, written in place by the caller. B rows of F columns; cells are the target
 * (row, column) pairs, grouped by column: those of column f are `cellStart[f]` … `cellStart[f + 1]`.
 */
export interface Batch {
	rows: number;
	/**
	 * Columns from this one on are masked in every row: what they would add need not be computed. F where any may be revealed.
	 * A network of one head answers for this column.
	 */
	revealed: number;
	/** codes[B, F]: embedding rows. */
	readonly codes: Int32Array;
	/** numbers[B, N, 2]: score and position in its encoding, below 0 where there is none. */
	readonly numbers: Float32Array;
	/** F + 1 positions. */
	readonly cellStart: Int32Array;
	readonly cellRow: Int32Array;
	/** Training: the true state. Sampling: receives the sampled one. */
	readonly cellState: Int32Array;
	/** Training: weight of the cell's loss. Sampling: a uniform number in (0, 1). */
	readonly cellValue: Float32Array;
	/** Sampling: states a cell may take (1) or not (0); `undefined` allows all. Indexed like `cellRow`. */
	cellAllowed?: (Uint8Array | undefined)[];
}

/** Parameters, moments and averages, flat, as `layOut` has them. Plain data. */
export interface NetworkState {
	readonly p: Float32Array;
	readonly m: Float32Array;
	readonly v: Float32Array;
	readonly ema: Float32Array;
}

export interface Network {
	readonly backend: "webgpu" | "wasm" | "cpu";
	/** Bytes of memory it holds. */
	readonly bytes: number;
	/** Most rows a batch may have. */
	readonly batchRows: number;
	readonly batch: Batch;
	/** Whether the device it lies on is still there. */
	alive(): boolean;
	/** One step of training on the batch. Resolves to the loss where `wanted`; waiting for it costs a GPU its pipelining. */
	train(update: Update, wanted: boolean): Promise<number | undefined>;
	/** The batch's loss under the averaged parameters. */
	evaluate(): Promise<number>;
	/** Samples a state for every cell of the batch from the averaged parameters' distribution. */
	draw(): Promise<void>;
	/** A copy of the averaged parameters. */
	parameters(): Promise<Float32Array>;
	/** Sets parameters and averages, and forgets the optimiser's state. */
	setParameters(parameters: Float32Array): void;
	/** A copy of what training has made of it, between two steps. */
	state(): Promise<NetworkState>;
	/** Sets what a network of the same shape had become. */
	restore(state: NetworkState): void;
	dispose(): void;
}

/** β₁, β₂ and ε of AdamW; β₂ is lower than usual because runs are short. */
export const ADAM = { b1: 0.9, b2: 0.99, epsilon: 1e-8 } as const;

/** Gradients are scaled down to this norm at most. */
export const CLIP_NORM = 1;
