/**
 * Large tables in a page: `npm run bench -- large-page [gigabytes] [rows]`. A CSV file of that size (1) is dropped on the
 * element, which then learns from it, samples and reports; a table of that many rows (1,000,000) and 20 columns is learned
 * from whole.
 */
import { createGenerator, fitMemory } from "../../src";
import "../../src/element";
import type { StandInElement } from "../../src/element/stand-in-element";
import type { Bench, Row } from "./bench";
import { makeTable } from "./made-table";
import { createStutterWatch } from "./stutter";

const MIB = 2 ** 20;
/** Gigabytes up to which the report is waited for. */
const MOST_REPORTED = 0.1;
/** Steps of diffusion: enough to see that it takes every row, yields and ends. */
const STEPS = 20;

/** Measures what the page feels of some work, and the most memory that it took. */
function measuring(bench: Bench) {
	const watch = createStutterWatch();
	return async <T>(work: () => Promise<T>): Promise<[T, Row]> => {
		await bench.peakMemory();
		watch.reset();
		const start = performance.now();
		const result = await work();
		const seconds = (performance.now() - start) / 1000;
		// Long tasks are told of a while after they have ended.
		await new Promise((resolve) => setTimeout(resolve, 300));
		const { "tasks over 50 ms": tasks, "longest of them, ms": longest } = watch.read();
		return [
			result,
			{ seconds, "peak MB": await bench.peakMemory(), "tasks over 50 ms": tasks!, "longest, ms": longest! },
		];
	};
}

const happened = (element: HTMLElement, ...names: string[]) =>
	new Promise<CustomEvent>((resolve) => {
		for (const name of names) element.addEventListener(name, (event) => resolve(event as CustomEvent), { once: true });
	});

async function dropped(gigabytes: number, bench: Bench): Promise<void> {
	const section = "A file dropped on the element";
	await bench.note(
		section,
		`Adult's training rows over and over. Memory is that of the page's process with its workers, at the most. Tasks are timed by the clock: on a machine with other work they hold what the page waited for the processor.`,
	);
	const input = Object.assign(document.createElement("input"), { type: "file", id: "large" });
	const element = document.createElement("stand-in") as StandInElement;
	element.setAttribute("generator", "independent");
	document.body.append(input, element);
	await bench.chooseLargeFile("#large", gigabytes);
	const file = input.files![0]!;
	const measure = measuring(bench);
	const phase = async (phase: string, work: () => Promise<string | undefined>) => {
		const [outcome, row] = await measure(work);
		await bench.record(section, { GB: gigabytes, phase, ...row, ...(outcome !== undefined && { outcome }) }, [
			"GB",
			"phase",
		]);
	};
	await phase("idle", () => new Promise((resolve) => setTimeout(() => resolve(undefined), 3000)));
	await phase("read", async () => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(file);
		const opened = happened(element, "standin-open", "standin-error");
		element.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
		const { type, detail } = await opened;
		return type === "standin-open" ? `${detail.rows} rows` : String(detail);
	});
	if (element.state !== "choosing") return;
	await phase("look at the columns", () => lookedAt(element));
	const { rows: asked } = element.settings as { rows: number };
	await phase("learn and sample", async () => {
		const ended = happened(element, "standin-result", "standin-error");
		void element.start();
		const { type, detail } = await ended;
		return type === "standin-result" ? `${asked} rows sampled` : String(detail);
	});
	if (element.state !== "choosing" && gigabytes <= MOST_REPORTED)
		await phase("report", async () => {
			const { type, detail } = await happened(element, "standin-report", "standin-error");
			return type === "standin-report" ? "made" : String(detail);
		});
	element.remove();
}

/** Until every column's findings are shown. */
async function lookedAt(element: StandInElement): Promise<undefined> {
	const looking = () => element.shadowRoot!.textContent!.includes("Looking at what the columns hold");
	await new Promise((resolve) => setTimeout(resolve, 100));
	while (looking()) await new Promise((resolve) => setTimeout(resolve, 50));
	return undefined;
}

async function learned(rows: number, bench: Bench): Promise<void> {
	const section = `${rows} rows of 20 columns`;
	await bench.note(
		section,
		"Every row is learned from. The memory that was told before is `fitMemory`'s, besides the table.",
	);
	const table = makeTable(rows, 20);
	const measure = measuring(bench);
	const options = { diffusion: { steps: STEPS } };
	for (const name of ["independent", "bayesian-network", "diffusion"] as const) {
		const told = await fitMemory(table, name);
		const before = (await bench.memory()) ?? Number.NaN;
		using generator = await createGenerator(name, options[name as "diffusion"], { device: "wasm", workers: 1 });
		const [summary, row] = await measure(() => generator.fit(table, { seed: 1 }));
		const figures = {
			generator: name,
			"rows learned": summary.rows ?? null,
			...row,
			"of that before, MB": before,
			"told at most, MB": told.most / MIB,
			"told / taken": told.most / MIB / ((row["peak MB"] as number) - before),
		};
		await bench.record(section, figures, ["generator"]);
	}
}

export async function run([gigabytes = "1", rows = "1000000"]: readonly string[], bench: Bench): Promise<void> {
	if (Number(gigabytes) > 0) await dropped(Number(gigabytes), bench);
	if (Number(rows) > 0) await learned(Number(rows), bench);
}
