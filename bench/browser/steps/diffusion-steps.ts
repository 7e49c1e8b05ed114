// F token columns, W width, S scalar inputs, P padded states of a column
import { encode, fitEncoder } from "../../../src/encode/encoder";
import { stateFrequencies, tokenTable } from "../../../src/generators/diffusion/data";
import { createInputs } from "../../../src/generators/diffusion/inputs";
import { type Layout, layOut, type Shape } from "../../../src/generators/diffusion/layout";
import { createMasker } from "../../../src/generators/diffusion/masks";
import { meta } from "../../../src/generators/diffusion/meta";
import { codeCounts } from "../../../src/generators/diffusion/model";
import { createNetwork } from "../../../src/generators/diffusion/networks";
import { rulesFor } from "../../../src/generators/diffusion/rules";
import { BLOCK, drawBlock } from "../../../src/generators/diffusion/sample";
import { startParameters } from "../../../src/generators/diffusion/start";
import { scoreIn, tokenColumns } from "../../../src/generators/diffusion/tokens";
import { createRandom } from "../../../src/random";
import type { Table } from "../../../src/table/table";
import { gemmRate } from "./first-layer";
import { createPlainNetwork } from "./plain-network";
import { timeInTurn } from "./timing";

/** Floating-point operations that drawing a row cannot do without: one pass of the network a column, one head each. */
function rowFlops({ tokens, width: W, layers }: Shape, layout: Layout): number {
	const F = tokens.length;
	const pass = F * W + 2 * layout.scalarWidth * W + layers * 2 * W * W;
	return F * pass + layout.heads.reduce((sum, { padded }) => sum + 2 * W * padded, 0);
}

/** The default generator's training step and drawing of rows on a table, against plain tfjs in the same run. */
export async function diffusionSteps(table: Table) {
	const random = createRandom("steps");
	const limits = { protect: 5, fewValues: 60, maxLevels: 20_000 };
	const encoder = fitEncoder(table, limits, random.stream("encoder"));
	const rules = rulesFor(encoder, meta.defaults as Required<typeof meta.defaults>);
	const tokens = tokenColumns(encoder, rules.bins);
	const shape: Shape = { tokens, width: rules.width, layers: rules.layers, frequencies: rules.frequencies };
	const layout = layOut(shape);
	const data = tokenTable(tokens, encode(encoder, table, random.stream("encode")));
	const start = startParameters(shape, layout, stateFrequencies(data), random.stream("start"));
	const batchRows = rules.batchRows;
	const network = await createNetwork("wasm", shape, { batchRows: Math.max(batchRows, BLOCK), training: true });
	network.setParameters(start);
	const plain = createPlainNetwork(shape, layout, start);
	const order = tokens.map((_, f) => f);
	const { batch } = network;
	const inputs = createInputs(tokens, layout, batch.codes, batch.scalars);
	const masker = createMasker(data, order, batch, inputs);
	const masks = random.stream("masks");
	const rows = () => Int32Array.from({ length: batchRows }, () => random.int(table.rows));
	let step = 0;
	const { dropout, weightDecay: decay } = rules;
	const training = await timeInTurn(
		{
			own: () => {
				masker.training(rows(), masks);
				return network.train({ rate: 1e-3, step: ++step, decay, emaKeep: 0.995, dropout, random: masks }, true);
			},
			plain: () => {
				masker.training(rows(), masks);
				return plain.train(batch);
			},
		},
		12,
	);
	const codes = codeCounts(encoder, tokens);
	const drawing = { tokens, layout, order, together: 1, conditions: [] };
	const F = tokens.length;
	let block = 0;
	const drawn = await timeInTurn(
		{
			own: () => drawBlock(network, drawing, codes, block++, 0, BLOCK, random, async () => {}),
			plain: async () => {
				batch.rows = BLOCK;
				for (let b = 0; b < BLOCK; b++) for (let f = 0; f < F; f++) inputs.mask(b, f);
				for (const f of order) {
					const states = await plain.draw(batch, f, random);
					const { bins } = tokens[f]!;
					states.forEach((state, b) => {
						inputs.reveal(b, f, state, state < bins ? scoreIn(state, bins, random.uniform()) : 0);
					});
				}
			},
		},
		5,
	);
	network.dispose();
	const gflops = await gemmRate(BLOCK);
	const flops = rowFlops(shape, layout);
	const perSecond = (ms: number) => (1000 * BLOCK) / ms;
	return {
		training: {
			rows: batchRows,
			width: shape.width,
			layers: shape.layers,
			parameters: layout.size,
			"own ms": training.own.best,
			"own ms, median": training.own.median,
			"plain tfjs ms": training.plain.best,
			"plain ÷ own": training.plain.best / training.own.best,
		},
		sampling: {
			"columns drawn": F,
			"own ms a step": drawn.own.best / F,
			"plain tfjs ms a step": drawn.plain.best / F,
			"own rows/s": perSecond(drawn.own.best),
			"plain rows/s": perSecond(drawn.plain.best),
			"own ÷ plain": drawn.plain.best / drawn.own.best,
			"MFLOP a row": flops / 1e6,
			"matrix product GFLOP/s": gflops,
			"rows/s that arithmetic allows": (gflops * 1e9) / flops,
			"share of it": (perSecond(drawn.own.best) * flops) / (gflops * 1e9),
		},
	};
}
