import { describe, expect, test } from "vitest";
import { createLedger } from "../../../src/dp/ledger";
import { countCells, independent } from "../../../src/dp/marginal-queries";
import { createSecureRandom } from "../../../src/dp/secure-random";
import { learnStructure, pairwiseInformation, type States } from "../../../src/generators/bayesian-network/structure";
import { chooseTree } from "../../../src/generators/mst";
import { createRandom } from "../../../src/random";
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

		test("with next to no noise MST's tree and its scores, in rows, are those of the reference", async () => {
			const columns = { ...adult(), names: NAMES, bound: 1 };
			const singles = NAMES.map((_, v) => countCells(columns, [v]));
			const random = createRandom("golden");
			const noise = createSecureRandom((words) => {
				for (let i = 0; i < words.length; i++) words[i] = random.uint32();
			}, false);
			const ledger = createLedger({ epsilon: 1000, delta: 1e-9 });
			const edges = await chooseTree(columns, singles, 500, ledger, noise, noPause);
			const found = edges.map((edge) => {
				const expected = independent(singles[edge[0]!]!, singles[edge[1]!]!);
				const score = countCells(columns, edge).reduce((sum, n, cell) => sum + Math.abs(n - expected[cell]!), 0);
				return [edge.map((v) => NAMES[v]).join("–"), Math.round(1000 * score) / 1000];
			});
			expect(Object.fromEntries(found)).toEqual({
				"marital-status–relationship": 33_561.351,
				"relationship–sex": 17_452.688,
				"education–occupation": 16_116.946,
				"workclass–occupation": 14_246.829,
				"relationship–outcome": 12_433.64,
				"occupation–relationship": 10_332.837,
				"race–native-country": 3749.911,
				"education–native-country": 3285.53,
			});
		});
	},
);
