import { type JobKernel, NONE, type WordKind } from "./job";

/** A stretch of cells. Written by one job, or in parts by several, before any reads it. */
export interface Region {
	readonly size: number;
	/** Numbers it begins with: an upload, which is never written. */
	readonly values?: Float32Array;
	/** Whether it is read back. */
	readonly isResult: boolean;
	/** First cell, once it has been placed. */
	at: number;
	readonly writers: Job[];
}

/** A cell of a region. */
export interface Cell {
	readonly region: Region;
	readonly from: number;
}

/** One job of a kernel, and which must be done before it. */
export interface Job {
	readonly kernel: JobKernel;
	readonly words: readonly (number | Cell)[];
	readonly groups: number;
	/** Arithmetic operations, roughly. */
	readonly work: number;
	readonly regions: readonly Region[];
	readonly after: ReadonlySet<Job>;
}

/** A matrix of floats among the cells, row by row. */
export interface Matrix extends Cell {
	readonly rows: number;
	readonly width: number;
	/** Cells from one row to the next. */
	readonly line: number;
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);
function bitsOf(x: number): number {
	float[0] = x;
	return bits[0]!;
}

/** The jobs of one table and the cells they work on. */
export class Program {
	readonly jobs: Job[] = [];
	readonly regions: Region[] = [];
	/** Floats that are read back. */
	results = 0;
	/** Cells it takes if none is used twice. */
	size = 0;

	private region(size: number, isResult: boolean, values?: Float32Array): Region {
		const region = { size, values, isResult, at: -1, writers: [] };
		this.regions.push(region);
		this.size += size;
		if (isResult) this.results += size;
		return region;
	}

	/** Room for a matrix that jobs write. */
	matrix(rows: number, width: number): Matrix {
		return { region: this.region(rows * width, false), from: 0, rows, width, line: width };
	}

	/** The same, read back behind all results so far. */
	result(rows: number, width = 1): Matrix {
		return { region: this.region(rows * width, true), from: 0, rows, width, line: width };
	}

	/** Numbers that jobs read, from their first on. */
	upload(values: ArrayLike<number>): Cell {
		const array = values instanceof Float32Array ? values : Float32Array.from(values);
		return { region: this.region(array.length, false, array), from: 0 };
	}

	/**
	 * Adds a job: the words its kernel names, and those that follow them.
	 *
	 * @param operations arithmetic operations an element of rows × width, roughly.
	 */
	add<Word extends string>(
		kernel: JobKernel<Word>,
		words: Readonly<Record<NoInfer<Word> | "rows" | "width", number | Cell | undefined>>,
		operations: number,
		more: readonly (number | Cell)[] = [],
	): void {
		const after = new Set<Job>();
		const regions = new Set<Region>();
		const written: Region[] = [];
		const reads = ({ region }: Cell) => {
			regions.add(region);
			for (const writer of region.writers) after.add(writer);
		};
		const own = Object.entries<WordKind>(kernel.words).map(([name, kind]) => {
			const value = words[name as Word];
			if (value === undefined) return NONE;
			if (typeof value === "number") return kind === "float" ? bitsOf(value) : value;
			if (kind === "write") {
				regions.add(value.region);
				written.push(value.region);
			} else reads(value);
			return value;
		});
		for (const word of more) if (typeof word !== "number") reads(word);
		const { rows, width } = words as { rows: number; width: number };
		const job: Job = {
			kernel: kernel as JobKernel,
			words: [...own, ...more],
			groups: kernel.groups(rows, width),
			work: operations * rows * width,
			regions: [...regions],
			after,
		};
		for (const region of written) region.writers.push(job);
		this.jobs.push(job);
	}
}

/** The cell `by` behind another. */
export const offset = ({ region, from }: Cell, by: number): Cell => ({ region, from: from + by });
