import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "CTGAN",
	summary:
		"Two networks that train against each other, conditioned on one category at a time, as published by Xu et al. in 2019. What most papers compare with.",
	paper:
		"Xu, Skoularidou, Cuesta-Infante and Veeramachaneni, Modeling Tabular Data Using Conditional GAN, NeurIPS 2019.",
	cellBytes: 20,
	conditions: ["given"],
	options: {
		steps: { type: "number", default: 2000, min: 0, max: 1_000_000, whole: true, help: "Training steps at most." },
		batchRows: {
			type: "number",
			default: 250,
			min: 1,
			max: 65_536,
			whole: true,
			help: "Rows of a training batch; rounded to whole packs.",
		},
		learningRate: {
			type: "number",
			default: 0.0005,
			above: 0,
			max: 1,
			help: "Learning rate of both networks; it falls linearly to 0.",
		},
		layers: {
			type: "numbers",
			default: [256, 256],
			each: { type: "number", min: 1, max: 4096, whole: true },
			most: 32,
			help: "Widths of the hidden layers of either network, at least one.",
		},
		noise: {
			type: "number",
			default: 128,
			min: 1,
			max: 4096,
			whole: true,
			help: "Random numbers that a row is made of.",
		},
		pack: { type: "number", default: 1, min: 1, max: 100, whole: true, help: "Rows that the critic judges together." },
		dropout: {
			type: "number",
			default: 0,
			min: 0,
			max: 0.9,
			help: "Share of the critic's units left out of a step.",
		},
		exposure: {
			type: "number",
			default: 4,
			min: 1,
			max: 1000,
			help: "How much more often than the average row any one row may be trained on at most; 1 samples rows evenly.",
		},
		modes: { type: "number", default: 10, min: 1, max: 100, whole: true, help: "Most modes of a number." },
		protect: PROTECT,
	},
}) satisfies GeneratorMeta;

/** Options of `ctgan`; what each does stands in its `help`. */
export type CtganOptions = Partial<typeof meta.defaults>;
