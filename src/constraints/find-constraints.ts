import { createRandom, type Random } from "../random";
import { rowNumbers, type Table } from "../table/table";
import type { Constraint } from "./constraint";
import { type Computed, findArithmetic } from "./find/arithmetic";
import { type Coded, codeColumn, codePair } from "./find/coded";
import { ALMOST, changes, type Dependency, findDependencies, risingRows, supportOf } from "./find/dependencies";
import { findMissingPatterns } from "./find/missing-patterns";
import { findOrderings } from "./find/orderings";
import type { Found } from "./found";

/** Rows that candidates are sought on; what is found there is held against all rows. */
const SAMPLE = 2000;
/** Rows up to which all are shuffled for that. */
const SHUFFLED = 100_000;
/** Most columns that are searched: the work grows with their square, and dependence among a thousand says little. */
const MOST_COLUMNS = 200;
/** Fewest rows of a table in which anything is found. */
const FEWEST_ROWS = 50;

const quoted = (name: string) => `"${name}"`;

function share(support: number): string {
	if (support === 1) return "in every row";
	return `in ${(Math.floor(support * 10_000) / 100).toFixed(2)} % of the rows`;
}

function determined(table: Table, { to, by, support }: Dependency): Found {
	const name = table.columns[to]!.name;
	const from = by.map((index) => table.columns[index]!.name);
	return {
		kind: "determined",
		columns: [name, ...from],
		sentence: `${quoted(name)} follows from ${from.map(quoted).join(" and ")} ${share(support)}.`,
		support,
		exact: support === 1,
		expression: `${name} by ${from.join(", ")}`,
		constraint: { determined: { column: name, by: from } },
	};
}

function computed({ to, by, expression, support }: Computed): Found {
	const constraint: Constraint = `${/^[\p{L}_][\p{L}\p{N}_]*$/u.test(to) ? to : `\`${to}\``} == ${expression}`;
	return {
		kind: "computed",
		columns: [to, ...by],
		sentence: `${quoted(to)} is ${expression} ${share(support)}.`,
		support,
		exact: support === 1,
		expression: constraint,
		constraint,
	};
}

/** Support on all rows of a dependency that the sample shows. */
function supportOnAll(table: Table, { to, by, ranges }: Dependency, all: Int32Array): number {
	const y = codeColumn(table, to, all);
	const [a, b] = by.map((index) => codeColumn(table, index, all)) as [Coded, Coded | undefined];
	if (!ranges) {
		const x = b ? codePair(a, b) : a;
		return supportOf(x.codes, x.distinct, y);
	}
	const x = b ?? a;
	const order = risingRows(table.columns[x.index]!, all)!;
	const limit = (b ? a.distinct : 1) * (y.distinct + 2) + 2 * y.distinct + 2;
	return changes(order, x, y, b && a, limit) <= limit ? 1 : 0;
}

/** One dependency a column: on few columns rather than many, on a coarse rather than a fine one, on an early one. */
function best(found: readonly Dependency[], distinct: (index: number) => number): Dependency[] {
	const byColumn = new Map<number, Dependency>();
	const cost = ({ by, support }: Dependency) =>
		(support === 1 ? 0 : 1e12) + by.length * 1e9 + by.reduce((sum, index) => sum + distinct(index), 0);
	const backwards = ({ to, by }: Dependency) =>
		by.length === 1 &&
		to < by[0]! &&
		found.some((other) => other.support === 1 && other.by.length === 1 && other.to === by[0] && other.by[0] === to);
	for (const dependency of found) {
		if (dependency.support === 1 && backwards(dependency)) continue;
		const known = byColumn.get(dependency.to);
		if (!known || cost(dependency) < cost(known)) byColumn.set(dependency.to, dependency);
	}
	return [...byColumn.values()].sort((a, b) => a.to - b.to);
}

/** Of several ways to work out one of the same columns from the others, the one that tells most values. */
function oneATriple(found: readonly Computed[], distinct: (name: string) => number): Computed[] {
	const chosen = new Map<string, Computed>();
	for (const each of found) {
		const key = [each.to, ...each.by].sort().join("\u001f");
		const known = chosen.get(key);
		if (!known || distinct(each.to) > distinct(known.to)) chosen.set(key, each);
	}
	return [...chosen.values()];
}

/** The rows that candidates are sought on, in any order: of many, no more are drawn than that. */
function someRows(rows: number, random: Random): Int32Array {
	if (rows <= SHUFFLED) return random.shuffle(rowNumbers(rows)).subarray(0, SAMPLE);
	const drawn = new Set<number>();
	while (drawn.size < SAMPLE) drawn.add(random.int(rows));
	return Int32Array.from(drawn);
}

/**
 * Finds what holds between the columns of a table: columns that others determine, exactly or almost; sums, products and
 * ratios; orderings; cells that are missing together. A candidate must be borne out by far more rows than accident
 * would. The same table gives the same findings; nothing is changed. Memory beyond the table's own: a few columns.
 *
 * @param pause Awaited every few milliseconds of work; may reject to stop.
 */
export async function findConstraints(table: Table, pause: () => Promise<void> = async () => {}): Promise<Found[]> {
	if (table.rows < FEWEST_ROWS || table.columns.length > MOST_COLUMNS) return [];
	const all = rowNumbers(table.rows);
	const sample = someRows(table.rows, createRandom("constraints"));
	const coded = table.columns.map((_, index) => codeColumn(table, index, sample));
	const distinct = (index: number) => coded[index]!.distinct;
	const indexOf = (name: string) => table.columns.findIndex((column) => column.name === name);

	const arithmetic = oneATriple(await findArithmetic(table, sample, pause), (name) => distinct(indexOf(name)));
	const dependencies: Dependency[] = [];
	for (const dependency of await findDependencies(table, coded, sample, pause)) {
		const support = supportOnAll(table, dependency, all);
		if (support >= ALMOST) dependencies.push({ ...dependency, support });
		await pause();
	}
	const found: Found[] = arithmetic.map(computed);
	/** Whether arithmetic says it already: of the column itself, or of all that it is about. */
	const explained = ({ columns }: Found) =>
		arithmetic.some(
			({ to, by, support }) =>
				support === 1 && (to === columns[0] || columns.every((name) => name === to || by.includes(name))),
		);
	found.push(
		...best(dependencies, distinct)
			.map((dependency) => determined(table, dependency))
			.filter((dependency) => !explained(dependency)),
	);
	for (const { low, high, support } of await findOrderings(table, sample, pause)) {
		const implied = arithmetic.some(
			({ to, by, support: s }) => s === 1 && by.length === 1 && [to, by[0]].every((n) => n === low || n === high),
		);
		if (implied) continue;
		found.push({
			kind: "ordered",
			columns: [low, high],
			sentence: `${quoted(low)} is at most ${quoted(high)} ${share(support)}.`,
			support,
			exact: support === 1,
			expression: `${low} <= ${high}`,
			constraint: { ordered: [low, high] },
		});
	}
	for (const { column, with: other, both } of await findMissingPatterns(table, pause)) {
		found.push({
			kind: "missing",
			columns: [column, other],
			sentence: both
				? `${quoted(column)} and ${quoted(other)} are missing in the same rows.`
				: `${quoted(column)} is missing wherever ${quoted(other)} is.`,
			support: 1,
			exact: true,
			expression: both ? `${column}, ${other} missing together` : `ismissing(${other}) => ismissing(${column})`,
			constraint: both ? { missingTogether: [other, column] } : { missingWith: { column, with: other } },
		});
	}
	return found;
}
