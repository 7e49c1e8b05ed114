/**
 * Every generator on the shared tables, judged against their held-out rows:
 * `npm run bench -- compare [tables] [generators] [JSON options]`, names joined by commas, "all" for all of them. Rows of
 * earlier runs stay where this one measures others. Of tables of few rows several models are judged, each with a seed of its
 * own, and their means are told: one such table says little of the generator that drew it.
 */
import { compare, createGenerator, type GeneratorName, generatorMetas, type Report } from "../../src";
import type { Bench, Cell } from "./bench";
import { readTable, targets } from "./shared-tables";

const SEED = 1;
/** Below this many rows as many models are judged: a share of 172 rows has an error of 0.04. */
const [FEW_ROWS, MODELS] = [1000, 12];
const KEY = ["generator", "options"];
const round = (x: number, digits: number) => Number(x.toFixed(digits));
const percentOff = (score: number | null) => (score === null ? null : round(100 * (1 - score), 3));
const figure = (x: number | null) => (x === null ? null : round(x, 4));
const percent = (x: number | null) => (x === null ? null : round(100 * x, 3));

const sectionOf = (name: string, report: Report) =>
	`${name} (${report.tables.real.rows} rows, ${report.tables.real.columns} columns)`;

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

export async function run(args: readonly string[], bench: Bench): Promise<void> {
	const [tables = "all", generators = "all", json = "{}"] = args;
	const { seed = SEED, ...options } = JSON.parse(json);
	const named = (list: string, all: string[]) => (list === "all" ? all : list.split(","));
	for (const name of named(tables, Object.keys(targets))) {
		const target = targets[name as keyof typeof targets];
		const [real, holdout] = [await readTable(name, "train"), await readTable(name, "holdout")];
		for (const method of named(generators, Object.keys(generatorMetas))) {
			await bench.print(`${name}, ${method} …`);
			const models = real.rows < FEW_ROWS ? MODELS : 1;
			const lines: Record<string, Cell>[] = [];
			let section = name;
			for (let model = 0; model < models; model++) {
				using generator = await createGenerator(method as GeneratorName, options, { device: "wasm", workers: 1 });
				const own = { seed: seed + model };
				const start = performance.now();
				const summary = await generator.fit(real, own);
				const fitted = performance.now();
				const synthetic = await generator.sample(real.rows, own);
				const sampled = performance.now();
				const report = await compare({ real, synthetic, holdout, target, ...own });
				const end = performance.now();
				section = sectionOf(name, report);
				if (model === 0) {
					await bench.record(section, { generator: "held-out real rows", options: "", ...ceiling(report) }, KEY);
				}
				lines.push({
					...judged(report),
					"fit s": round((fitted - start) / 1000, 1),
					"sample s": round((sampled - fitted) / 1000, 1),
					"report s": round((end - sampled) / 1000, 1),
					steps: summary.steps ?? null,
					device: summary.device,
				});
			}
			const given = Object.keys(options).length ? JSON.stringify(options) : "defaults";
			await bench.record(section, { generator: method, options: given, ...meanOf(lines), models }, KEY);
			await bench.note(
				section,
				`Errors are 100 · (1 − score); utility predicts ${target} on held-out rows, the first line being trained on real rows; the copies of the first line are those that held-out rows hold by coincidence. Fresh rows have a closest-record share of 0.5.${models > 1 ? ` Figures are means over as many models as are named, seeds ${seed} to ${seed + models - 1}.` : ""}`,
			);
		}
	}
}
