import { createDealer } from "../nn/dealer";
import { placedTogether } from "../nn/placed";
import { type Scalar, type Tensor, tensor2d } from "../nn/tf";
import type { Objective } from "../nn/train";
import type { Random } from "../random";
import { type AutoencoderShape, type AutoencoderWeights, autoencoderLoss } from "./mode-autoencoder";
import { writeRows } from "./mode-batches";
import type { ModeRows, ModeSpace } from "./mode-space";
import { createVariates } from "./variates";

/** The next batch's loss as a function of the parameters. */
export function createAutoencoderLoss(
	space: ModeSpace,
	shape: AutoencoderShape,
	rows: ModeRows,
	training: Int32Array,
	B: number,
	weights: AutoencoderWeights,
	random: Random,
): Objective {
	const dealer = createDealer(training, random.stream("deal"));
	const noise = createVariates(random.stream("noise"), (own) => own.normal());
	const numeric = space.columns.filter(({ number }) => number >= 0);
	const loss = (parameters: readonly Tensor[]): Scalar => {
		const wanted = dealer.deal(B);
		const known = new Float32Array(B * space.N);
		for (const { number, modes, column } of numeric) {
			const states = rows.states[space.columns.findIndex((c) => c.column === column)]!;
			wanted.forEach((row, i) => {
				if (states[row]! < modes) known[i * space.N + number] = 1;
			});
		}
		const batch = {
			x: tensor2d(writeRows(space, rows, wanted), [B, space.D]),
			...(space.N > 0 && { known: tensor2d(known, [B, space.N]) }),
			noise: tensor2d(noise.take(B * shape.latent), [B, shape.latent]),
		};
		return autoencoderLoss(parameters, batch, space, shape, weights);
	};
	return { loss, batches: placedTogether({ dealer: { ...dealer, prepare: () => dealer.prepare(B) }, noise }) };
}
