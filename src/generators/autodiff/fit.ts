import type { Encoder } from "../../encode/encoder";
import type { Backend } from "../../nn/backend";
import { edmLayout } from "../../nn/edm/network";
import { surviveLosses } from "../../nn/lost-device";
import { parameterCount, startParameters } from "../../nn/parameters";
import { startTraining } from "../../nn/start-training";
import { linearDecay, train } from "../../nn/train";
import { checkOptions } from "../../options/check";
import { paced } from "../../table/pause";
import { rowNumbers, type Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { fitModeRows } from "../fit-mode-rows";
import { type AutoencoderShape, autoencoderLayout, decoderFrom } from "../mode-autoencoder";
import { createAutoencoderLoss } from "../mode-autoencoder-loss";
import { logFrequencySteps } from "../mode-batches";
import type { ModeSpace } from "../mode-space";
import { createLatentLoss, denoiserOf, type Latents, latentsOf } from "./latent";
import { mapRows } from "./map";
import { type AutodiffOptions, meta } from "./meta";

const EMA_DECAY = 0.995;
/**
 * A little divergence keeps the latent space smooth; rows must come back from it all but exactly. Scalars that were to come back to
 * a hundredth would leave hardly any capacity for categories.
 */
const WEIGHTS = { reconstruction: 1, divergence: 0.01, leastSigma: 0.1 };

/** What fitting found: enough to sample, without a row of the table. */
export interface FittedAutodiff {
	readonly encoder: Encoder;
	readonly space: ModeSpace;
	/** The decoder's parameters, and the denoiser's. */
	readonly decoder: Float32Array;
	readonly denoiser: Float32Array;
	readonly scale: Pick<Latents, "means" | "deviations">;
	readonly backend?: Backend;
	readonly diagnostics: Readonly<Record<string, string | number | boolean>>;
}

export async function fitAutodiff(table: Table, options: Required<AutodiffOptions>, run: Run): Promise<FittedAutodiff> {
	checkOptions('"autodiff"', options, meta.options);
	const { random } = run;
	const { encoder, space, rows } = await fitModeRows(table, options, run);
	const none = new Float32Array(0);
	if (space.D === 0) {
		const scale = { means: none, deviations: none };
		return { encoder, space, decoder: none, denoiser: none, scale, diagnostics: { steps: 0 } };
	}
	const { steps, batchRows, latent, width } = options;
	const shape: AutoencoderShape = { layers: options.layers, latent };
	const all = rowNumbers(rows.rows);
	const pause = () => run.step({ phase: "encode", step: 0, steps: 1 });
	const layout = autoencoderLayout(space, shape, await paced(logFrequencySteps(space, rows, all), pause));
	const start = startParameters(layout, random.stream("parameters"));
	const lossOf = (purpose: string) =>
		createAutoencoderLoss(space, shape, rows, all, batchRows, WEIGHTS, random.stream(purpose));
	const learningRate = linearDecay(options.learningRate, steps);
	const common = { layout, start, emaDecay: EMA_DECAY };
	const backend = await startTraining(
		run,
		"autodiff training",
		batchRows,
		{ ...common, steps },
		() => lossOf("trial").loss,
	);
	const autoencoder = await train({ ...common, steps, learningRate, ...lossOf("batches") }, run);
	const latents = await surviveLosses(run, () =>
		latentsOf(space, shape, rows, autoencoder.parameters, random.stream("latents"), run),
	);
	const edm = edmLayout(denoiserOf(latent, width));
	const denoiser = await train(
		{
			layout: edm,
			start: startParameters(edm, random.stream("denoiser")),
			emaDecay: EMA_DECAY,
			steps,
			learningRate,
			...createLatentLoss(latents, latent, batchRows, random.stream("latent batches")),
			phase: "train diffusion",
		},
		run,
	);
	const encoderSize = parameterCount(layout.slice(0, decoderFrom(shape)));
	const { means, deviations } = latents;
	const warnings = [...new Set([autoencoder.warning, denoiser.warning].filter((warning) => warning !== undefined))];
	const map = await mapRows(denoiser.parameters, options, run);
	return {
		encoder,
		space,
		decoder: autoencoder.parameters.slice(encoderSize),
		denoiser: denoiser.parameters,
		scale: { means, deviations },
		backend: denoiser.backend ?? autoencoder.backend ?? backend,
		diagnostics: {
			steps: autoencoder.steps + denoiser.steps,
			loss: denoiser.loss,
			reconstructionLoss: autoencoder.loss,
			stopped: autoencoder.stopped === "asked" ? "asked" : denoiser.stopped,
			restarts: autoencoder.restarts + denoiser.restarts,
			...(warnings.length > 0 && { warning: warnings.join(" ") }),
			parameters: autoencoder.parameters.length + denoiser.parameters.length,
			map,
		},
	};
}
