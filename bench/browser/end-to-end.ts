import { compare, createGenerator, isNumeric, parseCsv, type Table } from "../../src";
import type { Bench } from "./bench";
import { readTable, readText, targets } from "./shared-tables";
import { createStutterWatch } from "./stutter";

/**
 * Published TabDDPM in PyTorch on one thread, 2,000 steps and as many rows as the table has: its seconds, and those of
 * one training step on the machine where they were measured.
 */
const PUBLISHED = { seconds: 279, stepMs: 82 };

/** What TabDDPM conditions on and models: levels of the columns but the target, and how many numbers. */
function dimensions(table: Table, target: string) {
	const inputs = table.columns.filter(({ name }) => name !== target);
	return {
		numbers: inputs.filter(isNumeric).length,
		levels: inputs.flatMap((column) =>
			isNumeric(column) ? [] : [column.levels.length + Number(column.codes.includes(-1))],
		),
		classes: 2,
		batch: 1024,
		timesteps: 100,
		layers: [256, 256, 256],
		steps: 30,
	};
}

/**
 * A shared table from CSV to synthetic rows and their report through the public interface, with what the page feels of it
 * meanwhile. Adult has TabDDPM's training step in PyTorch beside it, where a Python has that.
 *
 * @param steps "0" and batchRows "0": the generator's own choice.
 */
export async function endToEnd(
	name: "adult" | "churn",
	[steps, batchRows]: readonly [string, string],
	bench: Bench,
): Promise<void> {
	const [text, holdout] = [await readText(name, "train"), await readTable(name, "holdout")];
	const watch = createStutterWatch();
	const chosen = (value: string) => (value === "0" ? "the default number of" : value);
	const section = `${name[0]!.toUpperCase()}${name.slice(1)} end to end, ${chosen(steps)} steps of ${chosen(batchRows)} rows`;
	let total = 0;
	let processor = 0;
	const phase = async <T>(title: string, work: () => Promise<T>): Promise<T> => {
		watch.reset();
		const before = await bench.processorSeconds();
		const start = performance.now();
		const result = await work();
		const seconds = (performance.now() - start) / 1000;
		const after = await bench.processorSeconds();
		const taken = (which: "all" | "workers") => (after[which] ?? Number.NaN) - (before[which] ?? Number.NaN);
		const inWorker = title === "fit" || title === "sample";
		const onProcessor = taken(inWorker ? "workers" : "all");
		if (title !== "report") {
			total += seconds;
			processor += onProcessor;
		}
		await new Promise((resolve) => setTimeout(resolve, 200));
		await bench.record(section, { phase: title, seconds, "processor s": onProcessor, ...watch.read() });
		return result;
	};
	await phase("idle, for comparison", () => new Promise<void>((resolve) => setTimeout(resolve, 3000)));
	[total, processor] = [0, 0];
	const table = await phase("parse", () => parseCsv(text));
	using generator = await phase("start", () =>
		createGenerator(
			"diffusion",
			{ steps: Number(steps), batchRows: Number(batchRows) },
			{ device: "wasm", workers: 1 },
		),
	);
	await phase("fit", () => generator.fit(table, { seed: 1 }));
	const synthetic = await phase("sample", () => generator.sample(table.rows, { seed: 1 }));
	await bench.record(section, { phase: "all but the report", seconds: total, "processor s": processor });
	if (name === "adult") await besideTabDdpm(section, table, total, processor, bench);
	const report = await phase("report", () =>
		compare({ real: table, synthetic, holdout, target: targets[name], seed: 1 }),
	);
	const { fidelity, utility } = report;
	const run = runOf(section);
	await bench.record(
		"What it gave",
		{
			run,
			"shape error %": fidelity.shape.score === null ? null : 100 * (1 - fidelity.shape.score),
			"trend error %": fidelity.trend.score === null ? null : 100 * (1 - fidelity.trend.score),
			"detection AUC": fidelity.detection.auc,
			utility: "measure" in utility ? utility.synthetic.value : null,
			real: "measure" in utility ? utility.real.value : null,
		},
		["run"],
	);
}

const runOf = (section: string) => section.slice(section.indexOf(",") + 2);

/** TabDDPM's training step, measured right after, so that both see much the same machine. */
async function besideTabDdpm(section: string, table: Table, total: number, processor: number, bench: Bench) {
	const torch = await bench.python("tabddpm_step.py", dimensions(table, targets.adult));
	const beside = "Beside TabDDPM in PyTorch on one thread";
	const run = runOf(section);
	if (typeof torch.processor === "number" && typeof torch.median === "number") {
		const measured = [
			{ time: "wall clock", ms: torch.median, own: total },
			{ time: "processor", ms: torch.processor, own: processor },
		];
		for (const { time, ms, own } of measured) {
			const scaled = (PUBLISHED.seconds * ms) / PUBLISHED.stepMs;
			const figures = { "TabDDPM's step, ms": ms, "TabDDPM, s": scaled, "Standin, s": own, ratio: scaled / own };
			await bench.record(beside, { run, time, ...figures, torch: String(torch.version) }, ["run", "time"]);
		}
		await bench.note(
			beside,
			`Published TabDDPM took ${PUBLISHED.seconds} s for 2,000 steps and 32,561 rows where one training step took ${PUBLISHED.stepMs} ms; scaled by the step measured here (the median; on the processor the mean). On a busy machine the processor's time tells more than the clock's; of fit and sample it is the worker's, of the rest the page's with its animation.`,
		);
	} else await bench.print(`No comparison with PyTorch: ${torch.reason}`);
}
