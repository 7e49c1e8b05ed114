/** What comes out of a trained network, held against the table before anybody takes it. */
import { DivergedError } from "../errors";
import type { Generator, Model } from "../generators/generator";
import { type Column, isNumeric, type Table, takeRows } from "../table/table";
import { createCheckpoints } from "./checkpoints";
import { leftByNoise, SEEN } from "./left-by-noise";
import type { Run } from "./run";

/** Rows that are sampled to look at, and of the table at most. */
const [SAMPLED, LOOKED_AT] = [256, 20_000];
/** Bins of a number, and categories that are distinguished. */
const [BINS, MOST_LEVELS] = [8, 20];
/** Rows in each bin, as a multiple of those that protection may hide, for a column to be looked at. */
const PLENTY = 2;
/** A column whose distribution is further off is named: this share of its cells would have to be changed. */
const FAR = 0.3;
/** Columns named at most. */
const MOST_NAMED = 5;

/** Shares of a column's values: bins between the cuts, or categories; then missing ones. */
type Distribution = (column: Column) => Float64Array;

/** @returns undefined where protection alone could move that many cells. */
function distributionOf(real: Column, protect: number): Distribution | undefined {
	if (isNumeric(real)) {
		const known = real.values.filter((v) => !Number.isNaN(v)).toSorted();
		if (known.length < PLENTY * protect * BINS) return undefined;
		const cuts = new Set(
			Array.from({ length: BINS - 1 }, (_, k) => known[Math.floor(((k + 1) * known.length) / BINS)] ?? 0),
		);
		const upper = [...cuts];
		return (column) => {
			const shares = new Float64Array(upper.length + 2);
			if (!isNumeric(column)) return shares;
			for (const value of column.values) {
				const bin = upper.findIndex((cut) => value < cut);
				shares[Number.isNaN(value) ? upper.length + 1 : bin < 0 ? upper.length : bin]!++;
			}
			return shares.map((count) => count / column.values.length);
		};
	}
	const counts = new Map<string, number>();
	for (const code of real.codes)
		if (code >= 0) counts.set(real.levels[code]!, (counts.get(real.levels[code]!) ?? 0) + 1);
	const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_LEVELS);
	const plenty = most.reduce((sum, [, count]) => sum + (count >= PLENTY * protect ? count : 0), 0);
	if (plenty < (1 - FAR / 2) * real.codes.length) return undefined;
	const place = new Map(most.map(([level], i) => [level, i]));
	return (column) => {
		const shares = new Float64Array(most.length + 2);
		if (isNumeric(column)) return shares;
		for (const code of column.codes) {
			shares[code < 0 ? most.length + 1 : (place.get(column.levels[code]!) ?? most.length)]!++;
		}
		return shares.map((count) => count / column.codes.length);
	};
}

const varies = (column: Column) => {
	const cells = isNumeric(column) ? column.values : column.codes;
	return cells.some((cell) => !Object.is(cell, cells[0]));
};

/** Rows of a table at equal distances, which are enough of a look: tables are often sorted. */
function someRows(table: Table): readonly Column[] {
	const { rows } = table;
	if (rows <= LOOKED_AT) return table.columns;
	const looked = Int32Array.from({ length: LOOKED_AT }, (_, i) => Math.floor((i * rows) / LOOKED_AT));
	return takeRows({ ...table, columns: table.columns.filter(isLearned) }, looked).columns;
}

/** Columns that a network learns cell by cell; names and texts are made up anyway. */
const isLearned = ({ kind }: Column) => kind !== "id" && kind !== "text";

/** What a look at sampled rows finds. */
interface Look {
	/** Whether the rows are all alike though the table's are not. */
	readonly collapsed: boolean;
	/** Columns whose distribution is far off. */
	readonly far: readonly string[];
}

/** The run as it is while rows are looked at. */
function checking(run: Run): Run {
	const step: Run["step"] = ({ step, steps }) => run.step({ phase: "check", step, steps });
	return { ...run, random: run.random.stream("check"), step };
}

async function look(table: Table, model: Model<unknown>, protect: number, run: Run): Promise<Look> {
	const own = checking(run);
	const sampled = await model.sample({ rows: SAMPLED }, own);
	const byName = new Map(sampled.columns.map((column) => [column.name, column]));
	let [varying, alike] = [0, 0];
	const far: string[] = [];
	for (const real of someRows(table)) {
		const column = byName.get(real.name);
		if (!column || !isLearned(real) || !varies(real)) continue;
		const distribution = distributionOf(real, protect);
		if (!distribution) continue;
		const [wanted, got] = [distribution(real), distribution(column)];
		varying++;
		if (!varies(column)) alike++;
		if (wanted.reduce((sum, share, i) => sum + Math.abs(share - got[i]!), 0) / 2 > FAR) far.push(real.name);
		await own.step({ phase: "check", step: 1, steps: 1 });
	}
	return { collapsed: varying > 1 && alike === varying && far.length > 0, far };
}

const farOff = ({ far }: Look): string[] => {
	if (far.length === 0) return [];
	const more = far.length > MOST_NAMED ? ` and ${far.length - MOST_NAMED} more` : "";
	return [
		`Training did not learn the distribution of ${far.slice(0, MOST_NAMED).join(", ")}${more}: of each, more than ${Math.round(100 * FAR)} % of the cells would have to be changed to match. Take more steps, another learning rate, or a simpler generator such as "bayesian-network".`,
	];
};

/** Said where there are too few rows to learn how columns depend on each other. */
const fewRows = ({ rows, columns }: Table) =>
	`${rows} rows are fewer than the ${columns.length} columns: whatever seems to depend on each other in them is mostly chance. Each column has its own distribution; trust no dependence between columns, or give more rows or fewer columns.`;

/**
 * Fits and, where a network was trained, looks at some rows of it. Where they are all alike, it fits once more with half the
 * learning rate. Columns whose distribution is far off are named in the summary's `warning`. Under a promise of differential
 * privacy the table is not looked at, which would touch it beside the ledger: columns of which noise left nothing are named.
 *
 * @throws DivergedError where the rows are all alike again.
 */
export async function fitWatched(
	generator: Generator<never, unknown>,
	table: Table,
	options: object,
	run: Run,
): Promise<Model<unknown>> {
	const { learningRate, protect = 1 } = options as { learningRate?: number; protect?: number };
	const model = await generator.fit(table, options as never, run);
	if (run.privacy || model.privacy) {
		const bare = leftByNoise(table, await model.sample({ rows: SEEN }, checking(run)));
		return withWarnings(model, bare ? [bare] : []);
	}
	if (!(Number(model.diagnostics?.steps) > 0)) return model;
	const few = table.rows < table.columns.length ? [fewRows(table)] : [];
	const found = await look(table, model, protect, run);
	if (!found.collapsed) return withWarnings(model, [...few, ...farOff(found)]);
	model.dispose();
	const again = { ...options, ...(learningRate && { learningRate: learningRate / 2 }) };
	// What was kept of the first training would be taken for the second's.
	const second = await generator.fit(table, again as never, { ...run, checkpoints: createCheckpoints() });
	const then = await look(table, second, protect, run);
	if (!then.collapsed) return withWarnings(second, [DONE_AGAIN, ...few, ...farOff(then)]);
	second.dispose();
	throw new DivergedError(
		`Training came to rows that are all alike, twice${learningRate ? `; set a learning rate below ${learningRate / 2}` : ""}, or take a simpler generator such as "bayesian-network".`,
		{ option: "learningRate", value: learningRate },
	);
}

const DONE_AGAIN = "Training came to rows that are all alike; it was done again with half the learning rate.";

function withWarnings(model: Model<unknown>, said: readonly string[]): Model<unknown> {
	const warning = [model.diagnostics?.warning, ...said].filter(Boolean).join(" ");
	return warning ? { ...model, diagnostics: { ...model.diagnostics, warning } } : model;
}
