/**
 * A Bayesian network over the columns' states: a graph found greedily, one table of probabilities a column. See the
 * folder's README for the equations.
 */
import { withheldCounts } from "../../encode/encoder";
import { paced } from "../../table/pause";
import { tokenSteps } from "../../tokens/data";
import { checkNetwork } from "../../tokens/network/check-network";
import { type NetworkSaved, networkModel } from "../../tokens/network/model";
import { tokenColumns } from "../../tokens/tokens";
import { encodeRows, learnEncoder } from "../encode-table";
import type { Generator } from "../generator";
import { edgeConstraints } from "./edges";
import type { BayesianNetworkOptions } from "./meta";
import { learnStructure, type States } from "./structure";
import { conditionalSteps } from "./tables";

/** Rows that the structure is learned from; more do not change it. */
const STRUCTURE_ROWS = 50_000;
/** A row's worth of the distribution with one parent fewer. */
const PRIOR = 1;

export const bayesianNetwork: Generator<BayesianNetworkOptions, NetworkSaved> = {
	version: 1,
	async fit(table, options, run) {
		if (run.privacy) return (await import("./private")).fitPrivately(table, options, run.privacy, run);
		const encoder = await learnEncoder(table, { protect: options.protect }, run);
		const matrix = await encodeRows(encoder, table, run);
		await run.step({ phase: "encode", step: 1, steps: 1 });
		const tokens = tokenColumns(encoder, options.bins);
		const { states } = await paced(tokenSteps(tokens, matrix), () => run.step({ phase: "encode", step: 0, steps: 1 }));
		const sizes = tokens.map((token) => token.states);
		const all: States = { rows: matrix.rows, states, sizes };
		const steps = tokens.length + 2;
		await run.step({ phase: "fit", step: 0, steps });
		const some = Math.min(matrix.rows, STRUCTURE_ROWS);
		const constraints = edgeConstraints(encoder, tokens, options);
		const known = new Set(table.conditions);
		const first = new Set(Array.from(tokens.keys()).filter((v) => known.has(encoder.columns[tokens[v]!.column]!.name)));
		const structure = await learnStructure(
			{ rows: some, states: states.map((column) => column.subarray(0, some)), sizes },
			{
				parents: options.parents,
				penalty: options.penalty,
				cells: Math.max(4096, matrix.rows / 2),
				...constraints,
				first,
			},
			() => run.step({ phase: "fit", step: 1, steps }),
		);
		const network = [];
		for (const [i, v] of structure.order.entries()) {
			const pause = () => run.step({ phase: "fit", step: i + 1, steps });
			const given = structure.parents[v]!;
			network.push(await paced(conditionalSteps(all, v, given, { prior: PRIOR, fewest: options.protect }), pause));
			await run.step({ phase: "fit", step: i + 2, steps });
		}
		await run.step({ phase: "fit", step: steps, steps });
		const name = (v: number) => encoder.columns[tokens[v]!.column]!.name;
		const edges = structure.order.flatMap((v) =>
			structure.parents[v]!.filter((p) => name(p) !== name(v)).map((p) => `${name(p)} -> ${name(v)}`),
		);
		return networkModel(
			{ encoder, tokens, network },
			{
				edges: [...new Set(edges)].join("\n"),
				cells: network.reduce((sum, { weights }) => sum + weights.length, 0),
				...withheldCounts(encoder),
			},
		);
	},
	load: async (saved) => networkModel(checkNetwork(saved), undefined),
};
