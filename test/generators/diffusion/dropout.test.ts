import { expect, test } from "vitest";
import { encode, fitEncoder } from "../../../src/encode/encoder";
import { createColumnMasker } from "../../../src/generators/diffusion/columns/column-batch";
import { columnShape } from "../../../src/generators/diffusion/columns/column-shape";
import { hyperparametersFor } from "../../../src/generators/diffusion/hyperparameters";
import { meta } from "../../../src/generators/diffusion/meta";
import { createPositions } from "../../../src/generators/diffusion/row-writer";
import { createInputs } from "../../../src/nn/mlp/inputs";
import { layOut } from "../../../src/nn/mlp/layout";
import { createLinearMemoryNetwork } from "../../../src/nn/mlp/linear-memory";
import { startParameters } from "../../../src/nn/mlp/start";
import { splitSteps, train } from "../../../src/nn/mlp/train";
import { createRandom } from "../../../src/random";
import { finish } from "../../../src/table/pause";
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

/** What the network of the second of two columns drops in each step, and by how much held-out rows gain. */
async function dropped(dropoutNats: number, table = chained(2)) {
	const encoder = learn(table);
	const data = tokenTable(tokenColumns(encoder, 16), encode(encoder, table, createRandom("encode")));
	const shape = columnShape({ tokens: data.tokens, width: 32, layers: 2, pieces: 8 }, { width: 32, layers: 2 });
	const layout = layOut(shape);
	const network = await createLinearMemoryNetwork(shape, { backend: "wasm", batchRows: ROWS, training: true });
	const shares: number[] = [];
	const step = network.train.bind(network);
	network.train = (update, wanted) => {
		shares.push(update.dropout);
		return step(update, wanted);
	};
	const { columns } = hyperparametersFor(encoder, "columns", meta.defaults);
	const hyperparameters = { ...columns!, steps: 200, dropoutNats };
	const counts = stateFrequencies(data);
	const start = startParameters(shape, layout, counts, createRandom("start"), 1);
	const inputs = createInputs(shape.tokens, layout, network.batch.codes, network.batch.numbers);
	const masker = createColumnMasker(data, 1, network.batch, inputs, createPositions(data, inputs));
	const run = createRun({ random: createRandom(1) });
	const split = finish(splitSteps(data.rows, hyperparameters.heldOutRows, run.random.stream("split")));
	const { heldOut, keptStep } = await train(network, masker, start, {
		hyperparameters,
		split,
		learningRate: 0.003,
		run,
	});
	const entropy = counts[1]!.reduce((sum, n) => (n > 0 ? sum - (n / ROWS) * Math.log(n / ROWS) : sum), 0);
	network.dispose();
	return { shares, most: hyperparameters.dropout, gain: entropy - heldOut, heldOut, keptStep };
}

test("a column network drops ever less of its activations as held-out rows are predicted better, by e a number of nats", async () => {
	const { shares, most, gain } = await dropped(0.5);
	expect(gain).toBeGreaterThan(0.8);
	expect(shares[0]).toBe(most);
	for (let i = 1; i < shares.length; i++) expect(shares[i]).toBeLessThanOrEqual(shares[i - 1]!);
	// The gain is known from some seventy rows, the entropy from all.
	const nats = 0.5 * Math.log(most / shares.at(-1)!);
	expect(Math.abs(nats - gain)).toBeLessThan(0.25);
});

test("where it is to fall by e for no number of nats, it stays", async () => {
	const { shares, most } = await dropped(Number.POSITIVE_INFINITY);
	expect(new Set(shares)).toEqual(new Set([most]));
});

test("a column network that predicts held-out rows no better than frequencies stays at these", async () => {
	const random = createRandom(4);
	const column = (name: string) =>
		numeric(
			name,
			times(ROWS, () => random.normal()),
		);
	const { keptStep, heldOut, shares } = await dropped(2, tableOf(column("a"), column("b")));
	expect(shares.length).toBeGreaterThan(10);
	expect(keptStep).toBe(0);
	expect(heldOut).toBeLessThan(Math.log(16) + 0.1);
});
