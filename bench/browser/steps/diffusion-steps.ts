// F token columns, W width, S scalar inputs, P padded states of a column
import { diffusion } from "../../../src/generators/diffusion";
import { meta } from "../../../src/generators/diffusion/meta";
import { sampleRows } from "../../../src/generators/diffusion/model";
import { createNetwork } from "../../../src/nn/mlp/choose";
import { createInputs } from "../../../src/nn/mlp/inputs";
import { type Layout, layOut, type Shape } from "../../../src/nn/mlp/layout";
import type { Batch } from "../../../src/nn/mlp/network";
import { fillBatch } from "../../../src/nn/mlp/trial";
import { createRandom } from "../../../src/random";
import type { Table } from "../../../src/table/table";
import { BLOCK } from "../../../src/tokens/block";
import { scoreIn } from "../../../src/tokens/tokens";
import { createRun, type Run } from "../../../src/worker/run";
import { gemmRate } from "./first-layer";
import { createPlainNetwork } from "./plain-network";
import { bestInPieces } from "./timing";

const TRAINING_STEPS = 15;

/** Floating-point operations that drawing a row cannot do without: one pass of the network a column, one head each. */
function rowFlops({ tokens, width: W, layers }: Shape, layout: Layout): number {
	const F = tokens.length;
	const numbers = layout.numbers.reduce((sum, { pieces }) => sum + (pieces > 0 ? 6 : 2) * W, 0);
	const pass = F * W + numbers + layers * 2 * W * W;
	return F * pass + layout.heads.reduce((sum, { padded }) => sum + 2 * W * padded, 0);
}

function emptyBatch({ tokens }: Shape, layout: Layout, rows: number): Batch {
	const cells = rows * tokens.length;
	return {
		rows: 0,
		revealed: tokens.length,
		codes: new Int32Array(cells),
		numbers: new Float32Array(2 * rows * layout.numbers.length),
		cellStart: new Int32Array(tokens.length + 1),
		cellRow: new Int32Array(cells),
		cellState: new Int32Array(cells),
		cellValue: new Float32Array(cells),
	};
}

/** A run on wasm whose steps are watched. */
function watchedRun(step: Run["step"]): Run {
	return { ...createRun({ random: createRandom("steps"), device: "wasm" }), step };
}

const sorted = (times: number[]) => times.sort((a, b) => a - b);

/** The default generator's training step and drawing of rows on a table, against plain tfjs in the same run. */
export async function diffusionSteps(table: Table) {
	const random = createRandom("plain");
	const defaults = meta.defaults as Required<typeof meta.defaults>;
	const shapeOf = async () => {
		const model = await diffusion.fit(
			table,
			{ ...defaults, steps: 1 },
			watchedRun(async () => {}),
		);
		return { saved: await model.save(), batchRows: Number(model.diagnostics?.batchRows) };
	};
	const { saved, batchRows } = await shapeOf();
	const { shape } = saved;
	const { tokens } = shape;
	const F = tokens.length;
	const layout = layOut(shape);
	const plain = createPlainNetwork(shape, layout, saved.parameters);
	const trained = emptyBatch(shape, layout, batchRows);
	fillBatch(shape, layout, trained, batchRows, random);

	// After each of the generator's own steps plain tfjs takes one.
	const own: number[] = [];
	const theirs: number[] = [];
	let since = performance.now();
	await diffusion.fit(
		table,
		{ ...defaults, steps: 2000 },
		{
			...watchedRun(async ({ phase, step, heldOut }) => {
				const now = performance.now();
				if (phase === "train" && step > 2 && heldOut === undefined) own.push(now - since);
				if (phase === "train") {
					await plain.train(trained);
					if (step > 2) theirs.push(performance.now() - now);
				}
				since = performance.now();
			}),
			finishEarly: () => own.length >= TRAINING_STEPS,
		},
	);

	const network = await createNetwork("wasm", shape, { batchRows: BLOCK, training: false });
	network.setParameters(saved.parameters);
	const drawnBatch = emptyBatch(shape, layout, BLOCK);
	const inputs = createInputs(tokens, layout, drawnBatch.codes, drawnBatch.numbers);
	let drawnSteps = 0;
	const drawn = await bestInPieces(
		{
			own: (mark) =>
				sampleRows(
					saved,
					(use) => use({ masked: network }),
					{ rows: BLOCK },
					watchedRun(async () => mark()),
				),
			plain: async (mark) => {
				drawnBatch.rows = BLOCK;
				for (let b = 0; b < BLOCK; b++) for (let f = 0; f < F; f++) inputs.mask(b, f);
				for (let f = 0; f < F; f++) {
					const states = await plain.draw(drawnBatch, F * ++drawnSteps);
					const { bins } = tokens[f]!;
					for (let b = 0; b < BLOCK; b++) {
						const state = states[b * F + f]!;
						inputs.reveal(b, f, state, state < bins ? scoreIn(state, bins, random.uniform()) : 0);
					}
					mark();
				}
			},
		},
		8,
	);
	network.dispose();
	const gflops = await gemmRate(BLOCK);
	const flops = rowFlops(shape, layout);
	const perSecond = (ms: number) => (1000 * BLOCK) / ms;
	const [ownMs, plainMs] = [sorted(own), sorted(theirs)];
	return {
		training: {
			rows: batchRows,
			width: shape.width,
			layers: shape.layers,
			parameters: layout.size,
			"own ms": ownMs[0]!,
			"own ms, median": ownMs[ownMs.length >> 1]!,
			"plain tfjs ms": plainMs[0]!,
			"plain tfjs ms, median": plainMs[plainMs.length >> 1]!,
			"plain ÷ own": plainMs[0]! / ownMs[0]!,
		},
		sampling: {
			"columns drawn": F,
			"own ms a step": drawn.own / F,
			"plain tfjs ms a step": drawn.plain / F,
			"own rows/s": perSecond(drawn.own),
			"plain rows/s": perSecond(drawn.plain),
			"own ÷ plain": drawn.plain / drawn.own,
			"MFLOP a row": flops / 1e6,
			"matrix product GFLOP/s": gflops,
			"rows/s that arithmetic allows": (gflops * 1e9) / flops,
			"share of it": (perSecond(drawn.own) * flops) / (gflops * 1e9),
		},
	};
}
