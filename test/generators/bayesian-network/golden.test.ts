import { describe, expect, test } from "vitest";
import { learnStructure, pairwiseInformation, type States } from "../../../src/generators/bayesian-network/structure";
import { contingency, mutualInformation } from "../../../src/statistics/contingency";
import { haveSharedData, sharedText } from "../../report/shared-data";

/** The nine text columns of Adult as they stand, `?` a category. */
const NAMES = [
	...["workclass", "education", "marital-status", "occupation", "relationship", "race", "sex"],
	...["native-country", "outcome"],
];

function adult(): States {
	const [header, ...lines] = sharedText("adult.train").trim().split(/\r?\n/);
	const cells = lines.map((line) => line.split(","));
	const columns = NAMES.map((name) => {
		const at = header!.split(",").indexOf(name);
		const levels = new Map<string, number>();
		const states = Uint16Array.from(cells, (row) => {
			const cell = row[at]!;
			if (!levels.has(cell)) levels.set(cell, levels.size);
			return levels.get(cell)!;
		});
		return { states, size: levels.size };
	});
	return { rows: lines.length, states: columns.map((c) => c.states), sizes: columns.map((c) => c.size) };
}

const noPause = async () => {};

// Entropies, edges and their information in nats: computed with NumPy on the same split.
describe.skipIf(!haveSharedData)(
	"on the nine text columns of Adult (skipped where the shared tables are absent)",
	() => {
		test("entropies", () => {
			const { rows, states, sizes } = adult();
			const entropies = states.map((column, v) => {
				const own = contingency([column, column], [sizes[v]!, sizes[v]!], rows);
				return mutualInformation(own, sizes[v]!, rows);
			});
			const expected = [
				1.1422906, 2.0318576, 1.2709889, 2.4377314, 1.4933328, 0.5536448, 0.6347399, 0.6541891, 0.5520113,
			];
			entropies.forEach((h, v) => {
				expect(h).toBeCloseTo(expected[v]!, 6);
			});
		});

		test("with one parent and no penalty the network is the tree of Chow and Liu", async () => {
			const table = adult();
			const information = await pairwiseInformation(table, noPause);
			const { parents } = await learnStructure(
				table,
				{ parents: 1, penalty: 0, cells: 1e9, required: NAMES.map(() => []), forbidden: () => false },
				noPause,
			);
			const edges = parents.flatMap((of, child) =>
				of.map((p) => [[NAMES[p], NAMES[child]].toSorted().join("–"), information[p]![child]!] as const),
			);
			const expected: Record<string, number> = {
				"marital-status–relationship": 0.7255014,
				"occupation–workclass": 0.3266124,
				"relationship–sex": 0.2731471,
				"education–occupation": 0.2236629,
				"outcome–relationship": 0.1146228,
				"occupation–sex": 0.099309,
				"native-country–race": 0.0980547,
				"education–native-country": 0.0540194,
			};
			expect(Object.fromEntries(edges.map(([edge]) => [edge, true]))).toEqual(
				Object.fromEntries(Object.keys(expected).map((edge) => [edge, true])),
			);
			for (const [edge, value] of edges) expect(value).toBeCloseTo(expected[edge]!, 6);
		});
	},
);
