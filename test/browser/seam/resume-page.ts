/** A page whose user reloads it in the midst of a fit. */
import { createGenerator, type GeneratorHandle, resumeGenerator, type Table, unfinishedFits } from "../../../src/index";
import type { Progress } from "../../../src/worker/run";

const ROWS = 120;
const numbers = (f: (i: number) => number) => Float64Array.from({ length: ROWS }, (_, i) => f(i));

/** The table that its user has; another where `shift` is not 0. */
export const table = (shift = 0): Table => ({
	rows: ROWS,
	columns: [
		{ name: "income", kind: "number", values: numbers((i) => 1000 + 300 * Math.sin(1.7 * i) + shift) },
		{ name: "age", kind: "integer", values: numbers((i) => 20 + ((i * 7) % 61)) },
		{
			name: "smoker",
			kind: "boolean",
			codes: Int32Array.from({ length: ROWS }, (_, i) => i % 2),
			levels: ["yes", "no"],
		},
	],
});

export interface Resumed {
	readonly listed: Awaited<ReturnType<typeof unfinishedFits>>;
	readonly foreign: boolean;
	readonly told: Progress[];
	readonly summary: Record<string, unknown>;
	readonly model: Uint8Array;
}

export interface ReloadedPage {
	begin(): Promise<GeneratorHandle>;
	resume(): Promise<Resumed>;
	unfinishedFits: typeof unfinishedFits;
}

const page: ReloadedPage = {
	unfinishedFits,
	async begin() {
		const options = { layers: [8, 8], batchRows: 32, steps: 400 };
		const generator = await createGenerator("tabddpm", options, { device: "wasm" });
		void generator.fit(table(), { seed: 5, keepHours: 1 }).catch(() => {});
		return generator;
	},
	async resume() {
		const listed = await unfinishedFits();
		const foreign = (await resumeGenerator(table(1))) !== undefined;
		const told: Progress[] = [];
		using generator = (await resumeGenerator(table(), { onProgress: (p) => told.push(p) }))!;
		const summary = await generator.fitted;
		return { listed, foreign, told, summary, model: await generator.save() };
	},
};
// Tests' own imports go through their runner, which a page lacks.
const __vitest_browser_runner__ = { wrapDynamicImport: <T>(load: () => T) => load() };
Object.assign(globalThis, { page }, "__vitest_browser_runner__" in globalThis ? {} : { __vitest_browser_runner__ });
