import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "FinDiff",
	summary:
		"Gaussian diffusion of numbers and of learned embeddings of categories, after Sattarov et al. 2023. Takes columns of thousands of categories; to compare with.",
	paper: "Sattarov, Schreyer and Borth, FinDiff: Diffusion Models for Financial Tabular Data Generation, ICAIF 2023.",
	cellBytes: 40,
	conditions: [],
	options: {
		steps: { type: "number", default: 2000, min: 0, max: 1_000_000, whole: true, help: "Training steps." },
		batchRows: { type: "number", default: 512, min: 1, whole: true, help: "Rows of a training batch." },
		learningRate: {
			type: "number",
			default: 0.002,
			above: 0,
			max: 1,
			help: "Learning rate at the first step; it falls linearly to 0.",
		},
		width: { type: "number", default: 256, min: 1, whole: true, help: "Width of the hidden layers." },
		layers: { type: "number", default: 3, min: 1, max: 20, whole: true, help: "Hidden layers." },
		embedding: {
			type: "number",
			default: 8,
			min: 1,
			max: 64,
			whole: true,
			help: "Width of a category's embedding; narrower where columns are many.",
		},
		samplingSteps: { type: "number", default: 25, min: 2, max: 1000, whole: true, help: "Steps from noise to rows." },
		protect: PROTECT,
	},
}) satisfies GeneratorMeta;

/** Options of `findiff`; what each does stands in its `help`. */
export type FindiffOptions = Partial<typeof meta.defaults>;
