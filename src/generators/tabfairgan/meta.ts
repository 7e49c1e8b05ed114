import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "TabFairGAN",
	summary:
		"Two networks that train against each other, then for groups to fare alike as well, after Rajabi and Garibay 2022. To compare with: a fair target on another generator costs less and holds more.",
	paper:
		"Rajabi and Garibay, TabFairGAN: Fair Tabular Data Generation with Generative Adversarial Networks, Machine Learning and Knowledge Extraction 4(2), 2022.",
	cellBytes: 20,
	conditions: [],
	options: {
		steps: {
			type: "number",
			default: 2000,
			min: 0,
			max: 1_000_000,
			whole: true,
			help: "Training steps of the generator, those of the second phase included.",
		},
		batchRows: { type: "number", default: 256, min: 1, max: 65_536, whole: true, help: "Rows of a training batch." },
		learningRate: {
			type: "number",
			default: 0.002,
			above: 0,
			max: 1,
			help: "Learning rate of both networks at the first step; it falls linearly to 0.",
		},
		criticSteps: {
			type: "number",
			default: 4,
			min: 1,
			max: 100,
			whole: true,
			help: "Steps of the critic before each of the generator's.",
		},
		group: {
			type: "text",
			default: "",
			help: "Column whose categories are the groups that are to fare alike; an empty text asks for no second phase.",
		},
		target: {
			type: "text",
			default: "auto",
			help: 'Column of the outcome, a category or boolean; "auto" takes the last column. Read only where there is a group.',
		},
		favourable: {
			type: "text",
			default: "auto",
			help: 'Category of the target that is good to have; "auto" takes true of a boolean and the rarer of two categories.',
		},
		strength: {
			type: "number",
			default: 0.5,
			min: 0,
			max: 1000,
			help: "Weight of the difference between groups in the second phase's loss.",
		},
		fairShare: {
			type: "number",
			default: 0.25,
			min: 0,
			max: 1,
			help: "Share of the steps that make up the second phase.",
		},
		protect: PROTECT,
	},
}) satisfies GeneratorMeta;

/** Options of `tabfairgan`; what each does stands in its `help`. */
export type TabFairGanOptions = Partial<typeof meta.defaults>;
