import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "Masked diffusion",
	summary:
		"Hides cells and learns to predict them, then samples whole rows cell by cell; tables of numbers with a network for each column. The default: good on most tables within a minute or two.",
	paper: "Sahoo et al., Simple and Effective Masked Diffusion Language Models, NeurIPS 2024.",
	canBePrivate: true,
	needsForPrivacy: { epsilon: 3, rows: 5000 },
	cellBytes: 40,
	conditions: ["given"],
	options: {
		method: {
			type: "choice",
			choices: ["auto", "masked", "columns"],
			default: "auto",
			help: "Which networks sample rows: one masked diffusion network for all columns, or a network for each column given those before it (autoregressive); from the data by default, and the summary says why.",
		},
		steps: {
			type: "number",
			default: 0,
			min: 1,
			max: 1_000_000,
			whole: true,
			auto: 0,
			help: "Training steps at most; training ends sooner once held-out rows are predicted no better. In a table of numbers, whose columns have networks of their own, these take up to 2,000 steps each and 60,000 in all, or a share of that where fewer steps are asked for than the table would get.",
		},
		batchRows: {
			type: "number",
			default: 0,
			min: 8,
			max: 8192,
			whole: true,
			auto: 0,
			help: "Rows of a training batch; from the data 80 to 1,024.",
		},
		learningRate: {
			type: "number",
			default: 0.002,
			above: 0,
			max: 1,
			help: "Peak learning rate; it rises over the first steps and falls to 0.",
		},
		width: {
			type: "number",
			default: 0,
			min: 8,
			max: 2048,
			whole: true,
			auto: 0,
			help: "Units of the network's residual stream; from the data 24 to 384.",
		},
		layers: {
			type: "number",
			default: 0,
			min: 1,
			max: 64,
			whole: true,
			auto: 0,
			help: "Residual blocks; from the data 3, or 2 where far fewer steps are asked for than the table would get.",
		},
		bins: {
			type: "number",
			default: 0,
			min: 2,
			max: 1024,
			whole: true,
			auto: 0,
			help: "Number of bins per numeric column with many values; from the data 10 to 128.",
		},
		samplingSteps: {
			type: "number",
			default: 0,
			min: 1,
			max: 100_000,
			whole: true,
			auto: 0,
			help: "Steps in which a row is sampled; from the data one a column, or, where columns have no networks of their own, up to 128 in tables of numbers and up to 32 in others.",
		},
		protect: PROTECT,
	},
}) satisfies GeneratorMeta;

/** Options of `diffusion`; what each does stands in its `help`. */
export type DiffusionOptions = Partial<typeof meta.defaults>;
