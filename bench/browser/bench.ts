/** What a bench in the browser is given, and the shape of what it records. */

export type Cell = string | number | boolean | null;

/** One measurement: column → figure, in the unit that the column's name says. */
export type Row = Readonly<Record<string, Cell>>;

/** Where a bench's figures go. */
export interface Recorder {
	/**
	 * Adds a row to a section of the results, and writes these out. The first row of a section in a run clears what
	 * earlier runs left there; with `key`, only the earlier row that agrees in these columns is replaced.
	 */
	record(section: string, row: Row, key?: readonly string[]): void | Promise<void>;
	/** Says under a section's heading what its figures mean. */
	note(section: string, text: string): void | Promise<void>;
	/** The rows that a section holds, of this run and of earlier ones. */
	rows(section: string): readonly Row[] | Promise<readonly Row[]>;
}

/** The launcher's side, as the page sees it. */
export interface Bench extends Recorder {
	/** Writes a line to the terminal. */
	print(line: string): Promise<void>;
	/** Runs a script of `bench/` in `TORCH_PYTHON` or `python3` on one thread. Resolves to its JSON, or to `{ reason }` where there is none. */
	python(script: string, input: object): Promise<Record<string, unknown>>;
	/** Resident memory of the page's process with its workers, in MB; null where the system does not tell. */
	memory(): Promise<number | null>;
	/** The most resident memory of the page's process with its workers since the last call, in MB; null where the system does not tell. */
	peakMemory(): Promise<number | null>;
	/** Gives a file input a CSV file of `gigabytes`, made on disk of a shared table's rows and deleted after the bench. */
	chooseLargeFile(selector: string, gigabytes: number): Promise<void>;
	/**
	 * Processor seconds that the page's process has taken since it began, and those of its living workers' threads,
	 * which drawing the page is no part of; null where the system does not tell.
	 */
	processorSeconds(): Promise<{ all: number | null; workers: number | null }>;
}

/** A module `NAME.bench.ts`. */
export interface BenchModule {
	run(args: readonly string[], bench: Bench): Promise<void>;
}
