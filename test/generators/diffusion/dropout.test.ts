import { expect, test } from "vitest";
import { encode, fitEncoder } from "../../../src/encode/encoder";
import { linkShape } from "../../../src/generators/diffusion/columns/column-networks";
import { rulesFor } from "../../../src/generators/diffusion/hyperparameters";
import { createMasker } from "../../../src/generators/diffusion/masked/masks";
import { meta } from "../../../src/generators/diffusion/meta";
import { createInputs } from "../../../src/nn/mlp/inputs";
import { layOut } from "../../../src/nn/mlp/layout";
import { createHeapNetwork } from "../../../src/nn/mlp/linear-memory";
import { startParameters } from "../../../src/nn/mlp/start";
import { splitForTraining, train } from "../../../src/nn/mlp/train";
import { createRandom } from "../../../src/random";
import { stateFrequencies, tokenTable } from "../../../src/tokens/data";
import { tokenColumns } from "../../../src/tokens/tokens";
import { createRun } from "../../../src/worker/run";
import { numeric, tableOf, times } from "../../encode/tables";

const ROWS = 600;

/** A table of so many numbers, each the one before it and a little more. */
function chained(columns: number, rows = ROWS) {
	const random = createRandom(columns);
	const first = times(rows, () => random.normal());
	const all = [first];
	while (all.length < columns) all.push(all.at(-1)!.map((v) => v + 0.1 * random.normal()));
	return tableOf(...all.map((values, f) => numeric(`x${f}`, values)));
}

const learn = (table: ReturnType<typeof chained>) =>
	fitEncoder(table, { protect: 5, fewValues: 20, maxLevels: 100 }, createRandom("encoder"));

/** What a link of the second of two columns drops in each step, and by how much held-out rows gain. */
async function dropped(dropoutNats: number | undefined) {
	const table = chained(2);
	const encoder = learn(table);
	const data = tokenTable(tokenColumns(encoder, 16), encode(encoder, table, createRandom("encode")));
	const shape = linkShape({ tokens: data.tokens, width: 32, layers: 2, ramps: 8 }, { width: 32, layers: 2 });
	const layout = layOut(shape);
	const network = await createHeapNetwork(shape, { backend: "wasm", batchRows: ROWS, training: true });
	const shares: number[] = [];
	const step = network.train.bind(network);
	network.train = (update, wanted) => {
		shares.push(update.dropout);
		return step(update, wanted);
	};
	const { link } = rulesFor(encoder, meta.defaults);
	const rules = { ...link!, steps: 200, ...(dropoutNats !== undefined && { dropoutNats }) };
	const counts = stateFrequencies(data);
	const start = startParameters(shape, layout, counts, createRandom("start"), 1);
	const masker = createMasker(
		data,
		1,
		network.batch,
		createInputs(shape.tokens, layout, network.batch.codes, network.batch.numbers),
	);
	const run = createRun({ random: createRandom(1) });
	const split = splitForTraining(data.rows, rules.heldOutRows, run.random.stream("split"));
	const { heldOut } = await train(network, masker, start, { rules, split, learningRate: 0.003, run });
	const entropy = counts[1]!.reduce((sum, n) => (n > 0 ? sum - (n / ROWS) * Math.log(n / ROWS) : sum), 0);
	network.dispose();
	return { shares, most: rules.dropout, gain: entropy - heldOut };
}

test("a link drops ever less of its activations as held-out rows are predicted better, by e a number of nats", async () => {
	const { shares, most, gain } = await dropped(0.5);
	expect(gain).toBeGreaterThan(0.8);
	expect(shares[0]).toBe(most);
	for (let i = 1; i < shares.length; i++) expect(shares[i]).toBeLessThanOrEqual(shares[i - 1]!);
	// The gain is told from some seventy rows, the entropy from all.
	const nats = 0.5 * Math.log(most / shares.at(-1)!);
	expect(Math.abs(nats - gain)).toBeLessThan(0.25);
});

test("a link that is not told to drops as much throughout", async () => {
	const { shares, most } = await dropped(undefined);
	expect(new Set(shares)).toEqual(new Set([most]));
});

test("links of many columns drop ever less, those of few columns or few rows do not", () => {
	const rules = (columns: number, rows?: number) => rulesFor(learn(chained(columns, rows)), meta.defaults).link!;
	expect(rules(17).dropoutNats).toBeGreaterThan(0);
	expect(rules(16)).not.toHaveProperty("dropoutNats");
	expect(rules(17, 299)).not.toHaveProperty("dropoutNats");
});
