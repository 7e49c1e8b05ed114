/**
 * Every generator on the shared tables, judged against their held-out rows:
 * `npm run bench -- compare [tables] [generators] [JSON options]`, names joined by commas, "all" for all of them. Rows of
 * earlier runs stay where this one measures others.
 */
import { compare, createGenerator, type GeneratorName, generatorMetas, type Report } from "../../src";
import type { Bench, Cell } from "./bench";
import { readTable, targets } from "./shared-tables";

const SEED = 1;
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

export async function run(args: readonly string[], bench: Bench): Promise<void> {
	const [tables = "all", generators = "all", json = "{}"] = args;
	const { seed = SEED, ...options } = JSON.parse(json);
	const named = (list: string, all: string[]) => (list === "all" ? all : list.split(","));
	for (const name of named(tables, Object.keys(targets))) {
		const target = targets[name as keyof typeof targets];
		const [real, holdout] = [await readTable(name, "train"), await readTable(name, "holdout")];
		for (const method of named(generators, Object.keys(generatorMetas))) {
			await bench.print(`${name}, ${method} …`);
			using generator = await createGenerator(method as GeneratorName, options, { device: "wasm" });
			const start = performance.now();
			const summary = await generator.fit(real, { seed });
			const fitted = performance.now();
			const synthetic = await generator.sample(real.rows, { seed });
			const sampled = performance.now();
			const report = await compare({ real, synthetic, holdout, target, seed });
			const end = performance.now();
			const section = sectionOf(name, report);
			await bench.record(section, { generator: "held-out real rows", options: "", ...ceiling(report) }, KEY);
			await bench.record(
				section,
				{
					generator: method,
					options: Object.keys(options).length ? JSON.stringify(options) : "defaults",
					...judged(report),
					"fit s": round((fitted - start) / 1000, 1),
					"sample s": round((sampled - fitted) / 1000, 1),
					"report s": round((end - sampled) / 1000, 1),
					steps: summary.steps ?? null,
					device: summary.device,
				},
				KEY,
			);
			await bench.note(
				section,
				`Errors are 100 · (1 − score); utility predicts ${target} on held-out rows, the first line being trained on real rows; the copies of the first line are those that held-out rows hold by coincidence. Fresh rows have a closest-record share of 0.5.`,
			);
		}
	}
}
