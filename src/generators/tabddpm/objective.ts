// B batch, N scores, S levels of all C codes, D = N + S, W width of the embeddings, L labels
import type { Matrix } from "../../encode/encoder";
import { add, mul, type Scalar, slice, type Tensor, type Tensor2D, tensor2d } from "../../nn/tf";
import type { Objective } from "../../nn/train";
import type { Random } from "../../random";
import { createBatches } from "./batches";
import { createDenoiser, W } from "./denoiser";
import { gaussianLoss, multinomialLoss } from "./loss";
import type { Schedule } from "./schedule";
import type { Space } from "./space";

/**
 * Weight of the categorical divergence against the squared error. The published code multiplies it by T (its sum over
 * steps is estimated from one), which drowns the numbers.
 */
const MULTINOMIAL_WEIGHT = 10;

/** M (S, C) of `MultinomialBatch`. */
function membership(space: Space): Float32Array {
	const C = space.levels.length;
	const member = new Float32Array((space.D - space.N) * C);
	space.levels.forEach((K, c) => {
		for (let k = 0; k < K; k++) member[(space.starts[c]! - space.N + k) * C + c] = 1;
	});
	return member;
}

/**
 * Mean loss of the next batch as a function of the parameters (Kotelnikov et al. 2023 eq. 7, with the weight above).
 *
 * @param create makes the network of the parameters.
 */
export function createLoss(
	matrix: Matrix,
	space: Space,
	schedule: Schedule,
	B: number,
	random: Random,
	create: typeof createDenoiser = createDenoiser,
): Objective {
	const { N, D } = space;
	const S = D - N;
	const C = space.levels.length;
	const L = space.labelCounts.length;
	const batches = createBatches(matrix, space, schedule, B, random);
	const member = membership(space);
	const memberT = Float32Array.from({ length: S * C }, (_, i) => member[(i % S) * C + Math.floor(i / S)]!);
	const loss = (parameters: readonly Tensor[]): Scalar => {
		const batch = batches.next();
		const denoiser = create(parameters, L);
		const time = denoiser.time(tensor2d(batch.time, [B, W]));
		const embedding = L > 0 ? add(time, denoiser.label(tensor2d(batch.label, [B, L]))) : time;
		const out = denoiser.denoise(tensor2d(batch.x, [B, D]), embedding);
		const parts: Tensor[] = [];
		if (N > 0) {
			const predicted = C > 0 ? (slice(out, [0, 0], [B, N]) as Tensor2D) : out;
			const gaussian = gaussianLoss(predicted, tensor2d(batch.noise, [B, N]), tensor2d(batch.known, [B, N]));
			parts.push(mul(gaussian, 1 / (B * N)));
		}
		if (C > 0) {
			const logits = N > 0 ? (slice(out, [0, N], [B, S]) as Tensor2D) : out;
			const cross = multinomialLoss(logits, {
				now: tensor2d(batch.now, [B, S]),
				alphaBar: tensor2d(batch.alphaBar, [B, 1]),
				beta: tensor2d(batch.beta, [B, S]),
				q: tensor2d(batch.q, [B, S]),
				member: tensor2d(member, [S, C]),
				memberT: tensor2d(memberT, [C, S]),
			});
			parts.push(mul(add(cross, batch.negentropy), MULTINOMIAL_WEIGHT / (B * C)));
		}
		return parts.reduce((a, b) => add(a, b)) as Scalar;
	};
	return { loss, batches };
}
