import { formatCount } from "../charts/scale";
import type { Random } from "../random";
import type { Aligned } from "./align";

/** Columns up to which every column is set against every other: the work grows with their square. */
export const MOST_AGAINST_EACH_OTHER = 120;

/** Which columns of a wide table are set against each other. */
export interface SomeColumns {
	/** The tables with those columns alone. */
	of(aligned: Aligned): Aligned;
	/** What is said of it; absent where all are. */
	readonly note?: string;
}

/** All columns, or of a wide table as many as can be set against each other, chosen at random, `target` among them. */
export function someColumns(aligned: Aligned, target: string | undefined, random: Random): SomeColumns {
	const names = aligned.series.map(({ name }) => name);
	if (names.length <= MOST_AGAINST_EACH_OTHER) return { of: (all) => all };
	const others = names.filter((name) => name !== target);
	random.shuffle(others);
	const chosen = new Set(target !== undefined && names.includes(target) ? [target] : []);
	for (const name of others.slice(0, MOST_AGAINST_EACH_OTHER - chosen.size)) chosen.add(name);
	return {
		of: (all) => ({ ...all, series: all.series.filter(({ name }) => chosen.has(name)) }),
		note: `Pairs of columns, inference and attribute disclosure are measured on ${formatCount(chosen.size)} of the ${formatCount(names.length)} columns, chosen at random: a table is too wide to set every column against every other. Each tree that distinguishes real from synthetic rows splits on as many, drawn anew. Every column has its own figures.`,
	};
}
