/**
 * How long a worker is deaf to an abort, phase by phase, from a CSV text to sampled rows:
 * `npm run bench -- pauses ROWS [METHOD] [LEVELS] [COLUMNS] [STOPS] [DEVICE]`. LEVELS are those of the first column. Nothing
 * else runs in this thread, so the longest time between two turns of its message loop is the longest that an abort could wait.
 * STOPS are fits that are then stopped at random moments, each with the time until it settled. DEVICE is "wasm" (default) or
 * "cpu". Resident memory at the end of each part.
 */
import { releaseProxy } from "comlink";
import { StoppedError } from "../src/errors";
import { generators } from "../src/generators";
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { createRandom } from "../src/random";
import { parseCsv } from "../src/table/csv";
import { formatCsv } from "../src/table/format-csv";
import { type Table, takeRows } from "../src/table/table";
import { createGeneratorHost } from "../src/worker/host";
import { stages } from "../src/worker/stages";
import { quick } from "../test/generators/quick";
import { nodeWasmUrl } from "../test/nn/node-backend";
import { makeTable } from "./browser/made-table";

/** A gap between two turns: where it fell, when it began, and for how many milliseconds. */
export interface Gap {
	readonly phase: string;
	readonly at: number;
	readonly ms: number;
	/** Milliseconds of processor that this process used in it: where others compute too, the clock says more. */
	readonly processor: number;
}

/** Turns of this thread's message loop; `gaps` are those of more than 50 ms. */
function watchTurns() {
	const gaps: Gap[] = [];
	const { port1, port2 } = new MessageChannel();
	const used = () => process.cpuUsage().user / 1000;
	let [phase, last, before] = ["", performance.now(), used()];
	const look = () => {
		const [now, spent] = [performance.now(), used()];
		if (now - last > 50) gaps.push({ phase, at: last, ms: now - last, processor: spent - before });
		[last, before] = [now, spent];
	};
	port1.onmessage = () => {
		look();
		setImmediate(() => port2.postMessage(null));
	};
	port2.postMessage(null);
	return {
		gaps,
		enter(next: string) {
			if (next !== phase) look();
			phase = next;
		},
		end: () => port1.close(),
	};
}

/** The table as CSV, written in pieces. */
function written(table: Table): Blob {
	const rowsEach = 50_000;
	const pieces: Blob[] = [];
	for (let from = 0; from < table.rows; from += rowsEach) {
		const rows = Array.from({ length: Math.min(rowsEach, table.rows - from) }, (_, i) => from + i);
		const text = formatCsv(takeRows(table, rows));
		pieces.push(new Blob([from === 0 ? text : text.slice(text.indexOf("\n") + 1)]));
	}
	return new Blob(pieces);
}

export async function run(given: string[]): Promise<void> {
	const [rows = "50000", name = "independent", levels = "8", columns = "10", stops = "0", device = "wasm"] = given;
	const made = makeTable(Number(rows), Number(columns), Number(levels));
	const file = made.rows > 2e6 ? undefined : written(made);
	const watch = watchTurns();
	Object.assign(globalThis, { pauses: watch.gaps });
	const said = (what: string, since: number) => {
		const seconds = ((performance.now() - since) / 1000).toFixed(1);
		console.log(`${what}: ${seconds} s, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`);
	};
	let started = performance.now();
	watch.enter("read");
	const table = file ? await parseCsv(file, { maxBytes: 2 ** 33 }) : made;
	watch.enter("");
	said("read", started);
	const host = createGeneratorHost(generators as never, "", stages);
	const options = { ...quick(generatorMetas[name as GeneratorName]), ...JSON.parse(process.env.OPTIONS ?? "{}") };
	let id = 0;
	const call = () => ({ id: ++id, seed: 1, device: device as "wasm" | "cpu", wasmUrl: nodeWasmUrl() });
	// As comlink would hand it over.
	const listener = () =>
		Object.assign(({ phase }: { phase: string }) => watch.enter(phase), { [releaseProxy]: () => {} });
	started = performance.now();
	const summary = await host.fit(name, table, options, {}, call(), listener());
	watch.enter("");
	said(`fit ${name}`, started);
	console.log(JSON.stringify(summary).slice(0, 400));
	const whole = performance.now() - started;
	started = performance.now();
	await host.sample({ rows: Math.min(table.rows, 100_000) }, call(), listener());
	watch.enter("");
	said("sample", started);
	const worst = new Map<string, Gap>();
	for (const gap of watch.gaps) if ((worst.get(gap.phase)?.ms ?? 0) < gap.ms) worst.set(gap.phase, gap);
	for (const { phase, ms, processor } of worst.values()) {
		console.log(`longest pause in "${phase}": ${Math.round(ms)} ms (${Math.round(processor)} of processor)`);
	}
	const random = createRandom("stops");
	const late: number[] = [];
	for (let n = 0; n < Number(stops); n++) {
		const own = call();
		const running = host.fit(name, table, options, {}, own).then(
			() => undefined,
			(error: unknown) => error,
		);
		await new Promise((resolve) => setTimeout(resolve, random.uniform() * whole));
		const asked = performance.now();
		host.stop(own.id);
		const ended = await running;
		if (ended instanceof StoppedError) late.push(performance.now() - asked);
		else if (ended) console.log(`fit failed: ${ended}`);
	}
	late.sort((a, b) => a - b);
	if (late.length > 0)
		console.log(
			`${late.length} stops: median ${late[late.length >> 1]!.toFixed(0)} ms, most ${late.at(-1)!.toFixed(0)} ms`,
		);
	watch.end();
}
