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
	/** Bytes at its peak where it was measured, with what had not been cleared away yet: see `bench/results/memory.md`. */
	readonly most: number;
	/** Bytes that a tab is taken to have: 4 GiB, or half of the device's memory where the browser says that this is less. */
	readonly available: number;
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
	const copied = columns.map((column) => (isNumeric(column) ? 8 * rows : 4 * rows + LEVEL * column.levels.length));
	const least = copied.reduce((total, bytes) => total + bytes, 0);
	return { least, most: least + cellBytes * rows * columns.length + ANY_FIT, available: availableBytes() };
}

const gigabytes = (bytes: number) => `${Number((bytes / GIB).toPrecision(2))} GB`;

/**
 * Refuses a table that does not fit into memory in any case.
 *
 * @returns what it takes.
 * @throws OptionError with the figures, and how many of the rows fit.
 */
export function checkMemory(table: Table, meta: GeneratorMeta): FitMemory {
	const memory = memoryOf(table, meta);
	const { least, most, available } = memory;
	if (least <= available) return memory;
	const { rows, columns } = table;
	const fitting = Math.floor((rows * available) / least);
	throw new OptionError(
		`Learning ${rows} rows of ${columns.length} columns takes ${gigabytes(least)} to ${gigabytes(most)} of memory, and there are about ${gigabytes(available)}. At most ${fitting} of these rows fit: take a part of them (splitRows), or leave columns out.`,
		{ option: "table", rows, columns: columns.length, least, most, available, fitting },
	);
}
