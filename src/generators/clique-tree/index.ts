/** A graphical model from noisy counts: one round of selection, one of measurement, one estimation. See the README. */
import { independent, measure, measureEach, noisyDistances } from "../../dp/marginal-queries";
import { conditionalsOf, estimateMarginals } from "../../statistics/estimate-marginals";
import type { Table } from "../../table/table";
import { checkNetwork } from "../../tokens/network/check-network";
import { type NetworkSaved, networkModel } from "../../tokens/network/model";
import type { Run } from "../../worker/run";
import type { Generator } from "../generator";
import { budgetOf, privacyDiagnostics, privateColumns, refuseTooWide } from "../private-columns";
import { withoutNoise } from "../private-network";
import type { CliqueTreeOptions } from "./meta";
import { type Candidate, selectPairs } from "./select";

/** Shares of what is left after the domains: single columns, and which pairs are dependent. */
const SHARE_OF_SINGLES = 0.1;
const SHARE_OF_SELECTION = 0.1;
/** Steps of the estimation: 400 fit as well as 1,500. */
const STEPS = 400;

async function fitCliqueTree(table: Table, options: Required<CliqueTreeOptions>, run: Run) {
	const budget = budgetOf(run);
	const { ledger, random } = budget;
	const steps = STEPS + 2;
	await run.step({ phase: "fit", step: 0, steps });
	const { encoder, tokens, columns, unit } = await privateColumns(table, options, budget, () =>
		run.step({ phase: "fit", step: 0, steps }),
	);
	const pause = () => run.step({ phase: "fit", step: 1, steps });
	refuseTooWide(columns, encoder.rows);
	const forSingles = ledger.left() * SHARE_OF_SINGLES;
	const singles = await measureEach(columns, forSingles, ledger, random, pause);
	const pairs = tokens.flatMap((_, b) => Array.from({ length: b }, (_, a): [number, number] => [a, b]));
	const measurements = [...singles];
	if (pairs.length > 0) {
		const expected = ([a, b]: readonly number[]) => independent(singles[a!]!.values, singles[b!]!.values);
		const rho = ledger.left() * SHARE_OF_SELECTION;
		const errors = await noisyDistances(columns, pairs, expected, rho, ledger, random, pause);
		const candidates = pairs.map((pair, i): Candidate => {
			return { pair, error: errors[i]!, cells: columns.sizes[pair[0]]! * columns.sizes[pair[1]]! };
		});
		// A sliver stays, so that sums of rounded shares never ask for more than there is.
		const left = ledger.left() * (1 - 1e-9);
		for (const { candidate, budget } of await selectPairs(candidates, columns.sizes, 2 * left, options.cells, pause)) {
			measurements.push(measure(columns, candidate.pair, budget / 2, ledger, random));
			await pause();
		}
	}
	const estimate = await estimateMarginals(measurements, Array.from(tokens.keys()), columns.sizes, STEPS, (step) =>
		run.step({ phase: "fit", step: step + 1, steps }),
	);
	await run.step({ phase: "fit", step: steps, steps });
	const privacy = budget.record(unit, encoder.rows);
	const diagnostics = {
		...privacyDiagnostics(privacy, encoder.rows),
		pairs: measurements.length - singles.length,
		cells: estimate.tree.cells,
	};
	return networkModel(
		{ encoder, tokens, network: withoutNoise(conditionalsOf(estimate), singles) },
		diagnostics,
		privacy,
	);
}

export const cliqueTree: Generator<CliqueTreeOptions, NetworkSaved> = {
	version: 1,
	fit: fitCliqueTree,
	fromMarginals: async (marginals, run) => (await import("./from-marginals")).fitMarginals(marginals, run),
	load: async (saved) => networkModel(checkNetwork(saved), undefined),
};
