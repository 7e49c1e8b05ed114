import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PRIVATE } from "../private-options";

export const meta = withDefaults({
	label: "DPGAN, differentially private",
	summary:
		"Two networks that train against each other, of which the one that sees the rows learns with noise, after Xie et al. 2018. To compare with: the clique tree keeps the same promise in seconds.",
	paper:
		"Xie, Lin, Wang, Wang and Zhou, Differentially Private Generative Adversarial Network, arXiv 1802.06739, 2018.",
	private: true,
	cellBytes: 20,
	conditions: [],
	options: {
		...PRIVATE,
		steps: {
			type: "number",
			default: 500,
			min: 1,
			max: 1_000_000,
			whole: true,
			help: "Training steps of the generator. They look at no row; more of them leave less of the budget for each step of the critic.",
		},
		criticSteps: {
			type: "number",
			default: 1,
			min: 1,
			max: 100,
			whole: true,
			help: "Steps of the critic before each of the generator's; each looks at rows, with noise.",
		},
		batchRows: {
			type: "number",
			default: 2048,
			min: 1,
			max: 65_536,
			whole: true,
			help: "Rows that a batch holds on average, at most a quarter of the table: any row is or is not in it, by chance.",
		},
		learningRate: {
			type: "number",
			default: 0.003,
			above: 0,
			max: 1,
			help: "Learning rate of both networks at the first step; it falls linearly to 0.",
		},
		width: {
			type: "number",
			default: 64,
			min: 1,
			max: 2048,
			whole: true,
			help: "Units of the critic's hidden layer; the more there are, the more noise there is.",
		},
	},
}) satisfies GeneratorMeta;

/** Options of `dpgan`; what each does stands in its `help`. */
export type DpganOptions = Partial<typeof meta.defaults>;
