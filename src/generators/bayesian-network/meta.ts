import type { GeneratorMeta } from "../generator";

export interface BayesianNetworkOptions {
	/** Most columns that a column depends on directly. Default 3. */
	parents?: number;
	/** Bins of equal mass per numeric column. Default 20. */
	bins?: number;
	/**
	 * Nats that a free parameter must gain, 0 … 10. Default 0.3; 1 is Akaike's criterion, half the logarithm of the rows the
	 * Bayesian one. Tables back off to fewer parents where rows are few, so that a parameter costs less than either says.
	 */
	penalty?: number;
	/** Edges that must be there, "age -> income". Default none. */
	required?: readonly string[];
	/** Edges that must not be there. Default none. */
	forbidden?: readonly string[];
	/** Fewest subjects behind a category, a value, an end of a range and a configuration of parents. Default 5; 1 switches it off. */
	protect?: number;
}

export const meta: GeneratorMeta<BayesianNetworkOptions> = {
	label: "Bayesian network",
	summary:
		"A graph of which column depends on which, with a table of probabilities each: fitted in seconds, easy to read.",
	data: "table",
	device: "cpu",
	conditions: ["given"],
	defaults: { parents: 3, bins: 20, penalty: 0.3, required: [], forbidden: [], protect: 5 },
};
