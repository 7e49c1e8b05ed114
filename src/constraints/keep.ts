/**
 * The way out: steps are undone, rows that break a constraint or a condition are sampled again.
 *
 * Rows stand in groups of `GROUP`, counted from row 0 of the seed. What breaks is replaced, in the order of rows, by the
 * next good rows of the group's own stream: row r depends on the rows before it in its group and on no chunk's bounds.
 */
import { ConstraintError } from "../errors";
import type { Random } from "../random";
import { appendRows } from "../table/append-rows";
import { type Column, isNumeric, type Table, takeRows } from "../table/table";
import { cellKeys } from "./cells";
import { completeRows } from "./complete";
import { disobeying, type GivenCells, partGiven } from "./given";
import { brokenRows, type Kept, type Request, restore, rowRules, type Sample } from "./kept";
import { createPool, GROUP } from "./pool";
import { showRow } from "./read-constraints";
import type { Rule } from "./rule";
import { findColumn } from "./steps/column-shape";

/** Identifiers and texts are made for their row and stay there, but for whether there is one. */
function keepMade(drawn: Column, replaced: Column): Column {
	if (isNumeric(drawn) || isNumeric(replaced) || drawn.kind !== "id") return replaced;
	const levels = [...drawn.levels];
	const codes = replaced.codes.map((code, row) => {
		const own = drawn.codes[row]!;
		if (code < 0 || own >= 0) return code < 0 ? -1 : own;
		return levels.push(replaced.levels[code]!) - 1;
	});
	return { ...drawn, codes, levels };
}

/** Tells rows that repeat one before them in the columns of a `unique` constraint; tells it of each row once, in order. */
function createSeen(unique: readonly (readonly string[])[]): (table: Table, row: number) => boolean {
	const seen = unique.map(() => new Set<string>());
	const cells = new WeakMap<Table, ReturnType<typeof cellKeys>[]>();
	return (table, row) => {
		const keys = cells.get(table) ?? unique.map((names) => cellKeys(names.map((name) => findColumn(table, name)!)));
		cells.set(table, keys);
		const own = keys.map(({ keys, missing }) => (missing(row) ? undefined : keys(row)));
		if (own.some((key, u) => key !== undefined && seen[u]!.has(key))) return true;
		own.forEach((key, u) => {
			if (key !== undefined) seen[u]!.add(key);
		});
		return false;
	};
}

/**
 * Samples as a model whose rows obey.
 *
 * @throws ConstraintError where almost no row that is sampled obeys, with the constraint and an example.
 */
export async function sampleKept(kept: Kept, request: Request, random: Random, sample: Sample): Promise<Table> {
	const { rows, offset = 0, given, complete } = request;
	const { rules, unique } = rowRules(kept);
	if (complete) return completeRows(kept, rules, request, random, sample);
	const { inner, left } = partGiven(kept.steps, kept.columns, given ?? {});
	const asked = { ...request, given: inner };
	if (rules.length + unique.length + left.length === 0) return restore(kept, await sample(asked, random));

	// A row that must be unlike all before it needs them all.
	const start = unique.length > 0 ? 0 : Math.floor(offset / GROUP) * GROUP;
	const sampleRestored = async (rows: number, offset: number, stream: Random) =>
		restore(kept, await sample({ ...asked, rows, offset }, stream));
	const drawn = await sampleRestored(offset + rows - start, start, random);
	const bad = (table: Table): Uint8Array => {
		const broken = brokenRows(rules, table);
		const against = given ? disobeying(table, given, left) : broken;
		return broken.map((cell, row) => cell | against[row]!);
	};
	const broken = bad(drawn);
	const repeats = createSeen(unique);
	const parts: [Table, ...Table[]] = [drawn];
	const order = Int32Array.from({ length: drawn.rows }, (_, row) => row);
	let before = 0;
	for (let from = 0; from < drawn.rows; from += GROUP) {
		const to = Math.min(drawn.rows, from + GROUP);
		const stream = random.stream("again").stream((start + from) / GROUP);
		const next = createPool(
			(rows, offset) => sampleRestored(rows, offset, stream),
			bad,
			repeats,
			(table) => unmet(table, rules, unique, given, left.length > 0),
		);
		let open = broken.subarray(from, to).reduce((a, b) => a + b, 0);
		for (let row = from; row < to; row++) {
			open -= broken[row]!;
			if (broken[row] === 0 && !repeats(drawn, row)) continue;
			const found = await next(open + 1);
			if (parts.at(-1) !== found.table) {
				before = parts.reduce((sum, part) => sum + part.rows, 0);
				parts.push(found.table);
			}
			order[row] = before + found.row;
		}
	}
	const whole = parts.length === 1 ? drawn : replaced(drawn, takeRows(appendRows(parts), order));
	return offset === start
		? whole
		: takeRows(
				whole,
				Int32Array.from({ length: rows }, (_, row) => offset - start + row),
			);
}

function replaced(drawn: Table, taken: Table): Table {
	return { ...drawn, columns: taken.columns.map((column, c) => keepMade(drawn.columns[c]!, column)) };
}

/** Says which constraint or condition keeps rows from being found, with a row that breaks it. */
function unmet(
	table: Table,
	rules: readonly Rule[],
	unique: readonly (readonly string[])[],
	given: GivenCells | undefined,
	conditions: boolean,
): ConstraintError {
	const counts = rules.map((rule) => ({ rule, broken: rule.broken(table) }));
	const share = (broken: Uint8Array) => broken.reduce((a, b) => a + b, 0);
	const worst = counts.sort((a, b) => share(b.broken) - share(a.broken))[0];
	const asked = given && Object.keys(given).length > 0 ? ` together with given ${JSON.stringify(given)}` : "";
	if (worst && share(worst.broken) > 0) {
		const row = worst.broken.indexOf(1);
		return new ConstraintError(
			`The constraint ${worst.rule.text} cannot be met${asked}: of ${table.rows} rows sampled last ${share(worst.broken)} break it, such as ${showRow(table, row, worst.rule.columns).replace(/^row \d+ has/, "one with")}. Widen what is asked for, or leave the constraint out.`,
			{ constraint: worst.rule.constraint, ...(given && { given }) },
		);
	}
	if (given && conditions) {
		return new ConstraintError(
			`given ${JSON.stringify(given)} can hardly be met: almost no row sampled obeys it together with the constraints. Widen it.`,
			{ given },
		);
	}
	return new ConstraintError(
		`No further rows can be found${asked} that differ in ${unique.map((columns) => columns.join(", ")).join("; ")}: too few combinations were learned. Ask for fewer rows, or leave the constraint out.`,
		{ constraint: { unique: unique[0] } },
	);
}
