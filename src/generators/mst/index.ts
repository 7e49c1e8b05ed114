/** MST (McKenna, Miklau and Sheldon, "Winning the NIST Contest", JPC 2021): thirds for columns, choice and pairs. */
import type { Ledger } from "../../dp/ledger";
import {
	type Columns,
	chooseByScore,
	independent,
	measure,
	measureEach,
	pairDistance,
} from "../../dp/marginal-queries";
import type { SecureRandom } from "../../dp/secure-random";
import { conditionalsOf, estimateMarginals } from "../../statistics/estimate-marginals";
import type { Table } from "../../table/table";
import { checkNetwork } from "../../tokens/network/check-network";
import { type NetworkSaved, networkModel } from "../../tokens/network/model";
import type { Run } from "../../worker/run";
import type { Generator } from "../generator";
import { budgetOf, privacyDiagnostics, privateColumns, refuseTooWide } from "../private-columns";
import { withoutNoise } from "../private-network";
import type { MstOptions } from "./meta";

const STEPS = 400;

/**
 * Edges of a spanning tree, one exponential mechanism each: of the pairs that join two parts, one that independence
 * misplaces many rows of.
 *
 * @param rho Budget of all choices together.
 */
export async function chooseTree(
	columns: Columns,
	singles: readonly Float64Array[],
	rho: number,
	ledger: Ledger,
	random: SecureRandom,
	pause: () => Promise<void>,
): Promise<(readonly number[])[]> {
	const d = columns.sizes.length;
	const all = Array.from({ length: d }, (_, b) => Array.from({ length: b }, (_, a) => [a, b])).flat();
	const distances: { readonly pair: readonly number[]; readonly distance: bigint }[] = [];
	for (const pair of all) {
		const expected = independent(singles[pair[0]!]!, singles[pair[1]!]!);
		distances.push({ pair, distance: pairDistance(columns, pair, expected) });
		await pause();
	}
	const part = Array.from({ length: d }, (_, v) => v);
	const edges: (readonly number[])[] = [];
	while (edges.length < d - 1) {
		const open = distances.filter(({ pair }) => part[pair[0]!] !== part[pair[1]!]);
		const scores = open.map(({ distance }) => distance);
		const score = { scores, sensitivity: 1n };
		const share = rho / (d - 1);
		const edge =
			open[chooseByScore("The next most dependent pair of columns", columns, score, share, ledger, random)]!.pair;
		edges.push(edge);
		await pause();
		const [from, to] = [part[edge[1]!]!, part[edge[0]!]!];
		for (let v = 0; v < d; v++) if (part[v] === from) part[v] = to;
	}
	return edges;
}

async function fitMst(table: Table, options: Required<MstOptions>, run: Run) {
	const budget = budgetOf(run);
	const { ledger, random } = budget;
	const steps = STEPS + 2;
	await run.step({ phase: "fit", step: 0, steps });
	const { encoder, tokens, columns, unit } = await privateColumns(table, options, budget, () =>
		run.step({ phase: "fit", step: 0, steps }),
	);
	const d = tokens.length;
	const pause = () => run.step({ phase: "fit", step: 1, steps });
	refuseTooWide(columns, encoder.rows);
	const third = (ledger.left() / 3) * (1 - 1e-9);
	const measurements = await measureEach(columns, third, ledger, random, pause);
	if (d > 1) {
		const singles = measurements.map(({ values }) => values);
		for (const edge of await chooseTree(columns, singles, third, ledger, random, pause)) {
			measurements.push(measure(columns, edge, third / (d - 1), ledger, random));
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
		cells: estimate.tree.cells,
	};
	return networkModel(
		{ encoder, tokens, network: withoutNoise(conditionalsOf(estimate), measurements) },
		diagnostics,
		privacy,
	);
}

export const mst: Generator<MstOptions, NetworkSaved> = {
	version: 1,
	fit: fitMst,
	load: async (saved) => networkModel(checkNetwork(saved), undefined),
};
