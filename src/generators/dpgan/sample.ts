// S states of all columns, H width of the noise
import { decode, type Encoder } from "../../encode/encoder";
import { assertBackend, useBackend } from "../../nn/backend";
import { loadParameters } from "../../nn/parameters";
import { dispose, type Tensor, tensor2d, tidy } from "../../nn/tf";
import type { Random } from "../../random";
import type { Table } from "../../table/table";
import { lastDigit, type SampledBlock, toMatrix } from "../../tokens/block";
import { scoreIn, type TokenColumn } from "../../tokens/tokens";
import type { Run } from "../../worker/run";
import { generate, generatorLayout, widthOf } from "../noise-network";
import { sampleState } from "../sample-states";

/** Rows of a block: block b of a seed is always sampled whole, so that chunks of any size hold the same rows. */
const BLOCK = 256;

/** A trained generator and how to read what it samples; no row of the table. */
export interface DpganSaved {
	readonly encoder: Encoder;
	readonly tokens: readonly TokenColumn[];
	/** The generator's parameters, flat, in the layout's order. */
	readonly parameters: Float32Array;
}

/** How many states all columns have together. */
export const statesOf = (tokens: readonly TokenColumn[]) => tokens.reduce((sum, { states }) => sum + states, 0);

/** Rows `from` … `to` of a block: each column's state from the softmax of its logits. */
async function sampleBlock(
	{ encoder, tokens }: DpganSaved,
	parameters: readonly Tensor[],
	random: Random,
	from: number,
	to: number,
): Promise<SampledBlock> {
	const S = statesOf(tokens);
	const H = widthOf(S);
	const noise = Float32Array.from({ length: BLOCK * H }, () => random.normal());
	const out = tidy(() => generate(tensor2d(noise, [BLOCK, H]), parameters));
	const logits = (await out.data()) as Float32Array;
	out.dispose();
	const states = tokens.map(() => new Int32Array(BLOCK));
	const scores = tokens.map(() => new Float32Array(BLOCK));
	for (let r = 0; r < BLOCK; r++) {
		let at = r * S;
		tokens.forEach((token, f) => {
			// A last digit may go less far than its column's states.
			const codes = token.code < 0 ? 1 : encoder.levels[token.code]!;
			const allowed = token.remainder ? lastDigit(token, codes, states[f - 1]![r]!) : undefined;
			const many = allowed ? allowed.reduce((sum, may) => sum + may, 0) : token.states;
			const state = sampleState(logits, at, many, random.uniform());
			states[f]![r] = state;
			const share = random.uniform();
			if (state < token.bins) scores[f]![r] = scoreIn(state, token.bins, share);
			at += token.states;
		});
	}
	return { states: states.map((own) => own.slice(from, to)), scores: scores.map((own) => own.slice(from, to)) };
}

/** Rows `offset` … of a seed. */
export async function sampleRows(saved: DpganSaved, rows: number, offset: number, run: Run): Promise<Table> {
	const { encoder, tokens, parameters } = saved;
	const S = statesOf(tokens);
	const random = run.random.stream("sample");
	const first = Math.floor(offset / BLOCK);
	const steps = S > 0 ? Math.ceil((offset + rows) / BLOCK) - first : 0;
	if (S > 0) await useBackend(run);
	const views = S > 0 ? loadParameters(generatorLayout(S, new Float32Array(S)), parameters) : [];
	const blocks: SampledBlock[] = [];
	try {
		for (let b = 0; b < steps; b++) {
			await run.step({ phase: "sample", step: b, steps });
			assertBackend();
			const start = (first + b) * BLOCK;
			const [from, to] = [Math.max(0, offset - start), Math.min(BLOCK, offset + rows - start)];
			blocks.push(await sampleBlock(saved, views, random.stream(first + b), from, to));
		}
		await run.step({ phase: "sample", step: steps, steps });
	} finally {
		dispose(views);
	}
	const matrix = toMatrix(tokens, blocks, rows, { numbers: encoder.numbers, codes: encoder.levels.length });
	return decode(encoder, matrix, { offset, random: run.random.stream("decode") });
}
