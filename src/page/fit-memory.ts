/** What a fit takes of memory, before anything is copied. */
import { OptionError } from "../errors";
import type { GeneratorMeta } from "../generators/generator";
import { generatorMetas } from "../generators/metas";
import { choose } from "../options/choose";
import { checkTable } from "../table/check-table";
import { isNumeric, type Table } from "../table/table";

/** What a fit takes of memory besides the table that it is given, and what there is. */
export interface FitMemory {
	/** Bytes of the worker's copy of the table: what it holds in any case. */
	readonly least: number;
	/** Bytes at its peak, as measured with what is not needed cleared away at once: see `bench/results/memory.md`. */
	readonly most: number;
	/** Bytes that a tab is taken to have: 4 GiB, or half of the device's memory where the browser says that this is less. */
	readonly available: number;
	/**
	 * Rows for which even the most fits: all of them, or as many as `maxTrainingRows` of `fit` should say, to two digits and
	 * one at least.
	 */
	readonly fittingRows: number;
}

const GIB = 2 ** 30;
/** Of the engine and a network in training, at the most: measured beside the cells. */
const ANY_FIT = 2 ** 28;
/** Of a category's text, copied along with the table. */
const LEVEL = 40;

function availableBytes(): number {
	const { navigator, process } = globalThis as {
		navigator?: { deviceMemory?: number };
		process?: { availableMemory?: () => number };
	};
	return process?.availableMemory?.() ?? Math.min(4, (navigator?.deviceMemory ?? 8) / 2) * GIB;
}

/** What `fitMemory` of `on-demand` does. */
export function fitMemory(table: Table, generator: string): FitMemory {
	const meta = choose<GeneratorMeta>(generatorMetas, "generator", generator);
	return memoryOf(checkTable(table), meta);
}

/** What a fit by the method that `meta` describes takes. */
export function memoryOf({ rows, columns }: Table, { cellBytes }: GeneratorMeta): FitMemory {
	const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
	const row = sum(columns.map((column) => (isNumeric(column) ? 8 : 4)));
	const levels = sum(columns.map((column) => (isNumeric(column) ? 0 : LEVEL * column.levels.length)));
	const working = cellBytes * columns.length;
	const available = availableBytes();
	const fitting = Math.max(1, (available - levels - ANY_FIT) / (row + working));
	return {
		least: rows * row + levels,
		most: rows * (row + working) + levels + ANY_FIT,
		available,
		fittingRows: fitting >= rows ? rows : twoDigits(fitting),
	};
}

/** A number rounded down to its first two digits, for people to read. */
function twoDigits(number: number): number {
	const unit = 10 ** Math.max(0, Math.floor(Math.log10(number)) - 1);
	return unit * Math.floor(number / unit);
}

const gigabytes = (bytes: number) => `${Number((bytes / GIB).toPrecision(2))} GB`;

/**
 * Refuses a table that does not fit into memory in any case.
 *
 * @returns what it takes.
 * @throws OptionError with the figures and, in words and as `remedy` among the details, the option that makes it fit.
 */
export function checkMemory(table: Table, meta: GeneratorMeta): FitMemory {
	const memory = memoryOf(table, meta);
	const { least, most, available, fittingRows } = memory;
	if (least <= available) return memory;
	const { rows, columns } = table;
	throw new OptionError(
		`Learning ${rows} rows of ${columns.length} columns takes ${gigabytes(least)} to ${gigabytes(most)} of memory, and there are about ${gigabytes(available)}. Learn from a part of them, chosen by the seed: set "maxTrainingRows" to ${fittingRows}, or leave columns out.`,
		{ option: "table", rows, columns: columns.length, ...memory, remedy: { maxTrainingRows: fittingRows } },
	);
}
