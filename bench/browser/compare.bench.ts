/**
 * Every generator on the shared tables, judged against their held-out rows:
 * `npm run bench -- compare [tables] [generators] [JSON options]`, names joined by commas. "all" generators measures what no
 * earlier run has, the quickest first, so that a run that broke off is taken up; a generator that is named is measured anew.
 * One that fails leaves its reason. Of tables of few rows several models are judged, each with a seed of its own, and their
 * means are told: one such table says little of the generator that drew it.
 */
import { compare, createGenerator, type GeneratorName, generatorMetas, type Report, type Table } from "../../src";
import type { Bench, Cell } from "./bench";
import { readTable, targets } from "./shared-tables";

const SEED = 1;
/** Below this many rows as many models are judged, a share of 172 rows has an error of 0.04; but after these minutes no more. */
const [FEW_ROWS, MODELS, MINUTES] = [1000, 12, 1.5];
/** Generators that take minutes on the larger tables, the quicker before the slower: measured after all others. */
const SLOW = ["tabddpm", "tvae", "ctgan", "findiff", "autodiff", "tabfairgan", "diffusion"];
const KEY = ["generator", "options"];
const round = (x: number, digits: number) => Number(x.toFixed(digits));
const percentOff = (score: number | null) => (score === null ? null : round(100 * (1 - score), 3));
const figure = (x: number | null) => (x === null ? null : round(x, 4));
const percent = (x: number | null) => (x === null ? null : round(100 * x, 3));

function judged({ fidelity, utility, privacy }: Report): Record<string, Cell> {
	const { copies, closestRecord } = privacy;
	return {
		"shape error %": percentOff(fidelity.shape.score),
		"trend error %": percentOff(fidelity.trend.score),
		"detection AUC": figure(fidelity.detection.auc),
		utility: "measure" in utility ? figure(utility.synthetic.value) : utility.reason,
		measure: "measure" in utility ? utility.measure : null,
		"closest-record share": "share" in closestRecord ? figure(closestRecord.share.value) : closestRecord.reason,
		"exact copies %": percent(copies.exact.value),
	};
}

/** What held-out real rows score in the synthetic rows' place. */
function ceiling({ fidelity, utility, privacy }: Report): Record<string, Cell> {
	return {
		"shape error %": percentOff(fidelity.shape.ceiling.value),
		"trend error %": percentOff(fidelity.trend.ceiling.value),
		"detection AUC": figure(fidelity.detection.ceiling.auc),
		utility: "measure" in utility ? figure(utility.real.value) : utility.reason,
		measure: "measure" in utility ? utility.measure : null,
		"closest-record share": null,
		"exact copies %": percent(privacy.copies.heldOutExact.value),
	};
}

/** Numbers' means; of what is no number the first. */
function meanOf(lines: readonly Record<string, Cell>[]): Record<string, Cell> {
	const mean = (key: string, first: Cell): Cell => {
		const numbers = lines.flatMap((line) => (typeof line[key] === "number" ? [line[key]] : []));
		return numbers.length < lines.length ? first : round(numbers.reduce((a, b) => a + b, 0) / numbers.length, 4);
	};
	return Object.fromEntries(Object.entries(lines[0]!).map(([key, first]) => [key, mean(key, first)]));
}

interface Measured {
	/** What held-out rows score. */
	readonly ceiling: Record<string, Cell>;
	readonly line: Record<string, Cell>;
}

/** Fits as many models as the table asks for, and judges a sample of each. */
async function measure(tables: Tables, method: string, options: object, seed: number): Promise<Measured> {
	const { real, holdout, target } = tables;
	const models = real.rows < FEW_ROWS ? MODELS : 1;
	const lines: Record<string, Cell>[] = [];
	let held: Record<string, Cell> | undefined;
	const begun = performance.now();
	while (lines.length < models && (lines.length === 0 || performance.now() - begun < MINUTES * 60_000)) {
		using generator = await createGenerator(method as GeneratorName, options, { device: "wasm", workers: 1 });
		const own = { seed: seed + lines.length };
		const start = performance.now();
		const summary = await generator.fit(real, own);
		const fitted = performance.now();
		const synthetic = await generator.sample(real.rows, own);
		const sampled = performance.now();
		const report = await compare({ real, synthetic, holdout, target, ...own });
		const end = performance.now();
		held ??= ceiling(report);
		lines.push({
			...judged(report),
			"fit s": round((fitted - start) / 1000, 1),
			"sample s": round((sampled - fitted) / 1000, 1),
			"report s": round((end - sampled) / 1000, 1),
			steps: summary.steps ?? null,
			device: summary.device,
		});
	}
	return { ceiling: held!, line: { ...meanOf(lines), models: lines.length } };
}

interface Tables {
	readonly real: Table;
	readonly holdout: Table;
	readonly target: string;
}

export async function run(args: readonly string[], bench: Bench): Promise<void> {
	const [names = "all", generators = "all", json = "{}"] = args;
	const { seed = SEED, ...options } = JSON.parse(json);
	const given = Object.keys(options).length ? JSON.stringify(options) : "defaults";
	const tables = (names === "all" ? Object.keys(targets) : names.split(",")) as (keyof typeof targets)[];
	const all = Object.keys(generatorMetas).toSorted((a, b) => SLOW.indexOf(a) - SLOW.indexOf(b));
	for (const generator of generators === "all" ? all : generators.split(",")) {
		for (const name of tables) {
			const target = targets[name];
			const [real, holdout] = [await readTable(name, "train"), await readTable(name, "holdout")];
			const section = `${name} (${real.rows} rows, ${real.columns.length} columns)`;
			const there = (await bench.rows(section)).some(
				(row) => row.generator === generator && row.options === given && !row.failed,
			);
			if (generators === "all" && there) continue;
			await bench.print(`${name}, ${generator} …`);
			const line = { generator, options: given };
			try {
				const measured = await measure({ real, holdout, target }, generator, options, seed);
				await bench.record(section, { generator: "held-out real rows", options: "", ...measured.ceiling }, KEY);
				await bench.record(section, { ...line, ...measured.line }, KEY);
			} catch (error) {
				await bench.record(section, { ...line, failed: (error as Error).message }, KEY);
			}
			await bench.note(
				section,
				`Errors are 100 · (1 − score); utility predicts ${target} on held-out rows, the first line being trained on real rows; the copies of the first line are those that held-out rows hold by coincidence. Fresh rows have a closest-record share of 0.5.${real.rows < FEW_ROWS ? ` Figures are means over as many models as the last column tells, from seed ${seed} on: ${MODELS}, or what a few minutes allowed.` : ""}`,
			);
		}
	}
}
