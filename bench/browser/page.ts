import type { Bench, BenchModule } from "./bench";

/** What the launcher put on the page. */
interface Launched {
	benchPrint: Bench["print"];
	benchRecord: Bench["record"];
	benchNote: Bench["note"];
	benchRows: Bench["rows"];
	benchPython: Bench["python"];
	benchMemory: Bench["memory"];
	benchPeakMemory: Bench["peakMemory"];
	benchChooseLargeFile: Bench["chooseLargeFile"];
	benchProcessorSeconds: Bench["processorSeconds"];
	runBench(name: string, args: string[]): Promise<void>;
}

const launched = globalThis as unknown as Launched;
const benches = import.meta.glob<BenchModule>("./*.bench.ts");

launched.runBench = async (name, args) => {
	const { run } = await benches[`./${name}.bench.ts`]!();
	await run(args, {
		print: launched.benchPrint,
		record: launched.benchRecord,
		note: launched.benchNote,
		rows: launched.benchRows,
		python: launched.benchPython,
		memory: launched.benchMemory,
		peakMemory: launched.benchPeakMemory,
		chooseLargeFile: launched.benchChooseLargeFile,
		processorSeconds: launched.benchProcessorSeconds,
	});
};
