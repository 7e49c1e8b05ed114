import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "AutoDiff",
	summary:
		"An autoencoder and diffusion in its latent space, after Suh et al. 2023, with sampled categories. Shows a map of synthetic rows; to compare with.",
	paper:
		"Suh, Lin, Hsieh, Honarkhah and Cheng, AutoDiff: Combining Auto-encoder and Diffusion Model for Tabular Data Synthesizing, arXiv 2310.15479, 2023.",
	cellBytes: 40,
	conditions: [],
	options: {
		steps: {
			type: "number",
			default: 3000,
			min: 0,
			max: 1_000_000,
			whole: true,
			help: "Training steps of the autoencoder, and as many of the diffusion.",
		},
		batchRows: { type: "number", default: 500, min: 1, whole: true, help: "Rows of a training batch." },
		learningRate: {
			type: "number",
			default: 0.002,
			above: 0,
			max: 1,
			help: "Learning rate at the first step of either; it falls linearly to 0.",
		},
		layers: {
			type: "numbers",
			default: [128, 128],
			each: { type: "number", min: 1, whole: true },
			help: "Widths of the autoencoder's hidden layers, of the encoder and, in reverse, of the decoder.",
		},
		latent: { type: "number", default: 32, min: 2, max: 1024, whole: true, help: "Width of the latent space." },
		width: { type: "number", default: 256, min: 1, whole: true, help: "Width of the denoiser's three hidden layers." },
		modes: { type: "number", default: 1, min: 1, max: 100, whole: true, help: "Most modes of a number." },
		samplingSteps: { type: "number", default: 20, min: 2, max: 1000, whole: true, help: "Steps from noise to rows." },
		protect: PROTECT,
	},
}) satisfies GeneratorMeta;

/** Options of `autodiff`; what each does stands in its `help`. */
export type AutodiffOptions = Partial<typeof meta.defaults>;
