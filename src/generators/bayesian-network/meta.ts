import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "Bayesian network",
	summary:
		"A graph of which column depends on which, with a table of probabilities each (as in PrivBayes, Zhang et al. 2014). Fitted in seconds, easy to read. Keeps a promise of differential privacy if asked for one.",
	paper:
		"Zhang, Cormode, Procopiuc, Srivastava and Xiao, PrivBayes: Private Data Release via Bayesian Networks, SIGMOD 2014.",
	canBePrivate: true,
	cellBytes: 20,
	conditions: ["given"],
	options: {
		parents: {
			type: "number",
			default: 3,
			min: 1,
			max: 6,
			whole: true,
			help: "Most columns that a column depends on directly.",
		},
		bins: { type: "number", default: 20, min: 2, max: 64, whole: true, help: "Bins of equal mass per numeric column." },
		penalty: {
			type: "number",
			default: 0.3,
			min: 0,
			max: 10,
			help: "Log-likelihood, in nats, that a parameter must gain to be kept: larger values give fewer edges. 1 is Akaike's criterion.",
		},
		required: {
			type: "list",
			default: [],
			help: 'Edges that must be there, such as "age -> income": at most as many into one column as it may have parents.',
		},
		forbidden: { type: "list", default: [], help: 'Edges that must not be there, such as "income -> age".' },
		protect: PROTECT,
	},
}) satisfies GeneratorMeta;

/** Options of `bayesian-network`; what each does stands in its `help`. */
export type BayesianNetworkOptions = Partial<typeof meta.defaults>;
