/** Missing cells filled so that the rows obey, as far as their known cells let them. */
import type { Random } from "../random";
import { appendRows } from "../table/append-rows";
import { type Column, isNumeric, type Table, takeRows } from "../table/table";
import { cellKey, missingCells } from "./cells";
import { disobeying, partGiven } from "./given";
import { brokenRows, type Kept, type Request, restore, type Sample } from "./kept";
import { showRow } from "./read-constraints";
import type { Rule } from "./rule";
import { solveKnown } from "./solve-known";
import { findColumn, putColumn, rounded } from "./steps/column-shape";
import { forward, type Step } from "./steps/step";

/** Times that rows which break a constraint are filled anew. */
const ATTEMPTS = 12;

/** `filled` with the cells that `known` has, as they are. */
function withKnown(filled: Table, known: Table): Table {
	const columns = filled.columns.map((column): Column => {
		const own = findColumn(known, column.name);
		if (!own || isNumeric(own) !== isNumeric(column)) return column;
		if (isNumeric(own) && isNumeric(column)) {
			return { ...own, values: own.values.map((v, row) => (Number.isNaN(v) ? column.values[row]! : v)) };
		}
		if (isNumeric(own) || isNumeric(column)) return column;
		const levels = [...own.levels];
		const placeOf = new Map(levels.map((level, place) => [level, place]));
		const codes = own.codes.map((code, row) => {
			const drawn = column.codes[row]!;
			if (code >= 0 || drawn < 0) return code;
			const level = column.levels[drawn]!;
			let place = placeOf.get(level);
			if (place === undefined) {
				place = levels.push(level) - 1;
				placeOf.set(level, place);
			}
			return place;
		});
		return { ...own, codes, levels };
	});
	return { ...filled, columns };
}

/** Where the higher of two columns is known and the lower one is not, the lower lies the sampled gap below it. */
function belowKnown(filled: Table, known: Table, steps: readonly Step[]): Table {
	let table = filled;
	for (const step of steps) {
		if (step.type !== "gap") continue;
		const [low, high] = [step.low, step.column.name].map((name) => findColumn(table, name));
		const [knownLow, knownHigh] = [step.low, step.column.name].map((name) => findColumn(known, name));
		if (!low || !high || !knownHigh || !isNumeric(low) || !isNumeric(high) || !isNumeric(knownHigh)) continue;
		const absent = knownLow ? missingCells(knownLow) : undefined;
		const values = low.values.map((value, row) => {
			const top = knownHigh.values[row]!;
			if (Number.isNaN(top) || absent?.[row] === 0) return value;
			return rounded(low, top - (high.values[row]! - value));
		});
		const tops = high.values.map((value, row) =>
			Number.isNaN(knownHigh.values[row]!) ? value : knownHigh.values[row]!,
		);
		table = putColumn(putColumn(table, { ...low, values }), { ...high, values: tops });
	}
	return table;
}

/** 1 where a cell that was worked out is not the one that is known. */
function contradicting(filled: Table, known: Table): Uint8Array {
	const broken = new Uint8Array(filled.rows);
	for (const column of filled.columns) {
		const own = findColumn(known, column.name);
		if (!own || column.kind === "id" || column.kind === "text") continue;
		const [cell, expected] = [cellKey(column), cellKey(own)];
		for (let row = 0; row < filled.rows; row++) {
			const value = expected(row);
			if (value !== undefined && value !== cell(row)) broken[row] = 1;
		}
	}
	return broken;
}

export async function completeRows(
	kept: Kept,
	rules: readonly Rule[],
	request: Request,
	random: Random,
	sample: Sample,
): Promise<Table> {
	const { rows, offset = 0 } = request;
	const complete = request.complete!;
	const slice = takeRows(
		complete,
		Int32Array.from({ length: rows }, (_, row) => offset + row),
	);
	const partial = kept.steps.reduce((table, step) => forward(step, table), solveKnown(kept.steps, complete));
	const { inner, left } = partGiven(kept.steps, kept.columns, request.given ?? {});
	const fill = async (of: Table, known: Table, asked: Request, stream: Random) => {
		const own = { ...asked, ...(request.given && { given: inner }), complete: of };
		const drawn = belowKnown(restore(kept, await sample(own, stream)), known, kept.steps);
		const filled = withKnown(drawn, known);
		const broken = brokenRows(rules, filled);
		disobeying(filled, request.given ?? {}, left).forEach((cell, row) => {
			if (cell === 1) broken[row] = 1;
		});
		contradicting(drawn, known).forEach((cell, row) => {
			if (cell === 1) broken[row] = 1;
		});
		return { filled, broken };
	};
	let { filled, broken } = await fill(partial, slice, request, random);
	const open = () => Array.from(broken.keys()).filter((row) => broken[row] === 1);
	for (let attempt = 0; attempt < ATTEMPTS && open().length > 0; attempt++) {
		const bad = open();
		const again = await fill(
			takeRows(
				partial,
				bad.map((row) => offset + row),
			),
			takeRows(slice, bad),
			{ ...request, rows: bad.length, offset: 0 },
			random.stream("again").stream(attempt),
		);
		const order = Int32Array.from({ length: rows }, (_, row) => row);
		for (const [i, row] of bad.entries()) if (again.broken[i] === 0) order[row] = rows + i;
		const joined = takeRows(appendRows([filled, again.filled]), order);
		filled = { ...filled, columns: joined.columns };
		broken = broken.map((cell, row) => (cell === 1 && order[row]! < rows ? 1 : 0));
	}
	const warnings = unmetRules(filled, slice, rules, broken);
	return warnings.length > 0 ? { ...filled, warnings: [...(filled.warnings ?? []), ...warnings] } : filled;
}

/** One sentence a constraint that rows break still: their known cells leave no other way, or none was found. */
function unmetRules(filled: Table, known: Table, rules: readonly Rule[], broken: Uint8Array): string[] {
	if (!broken.includes(1)) return [];
	const warnings: string[] = [];
	for (const rule of rules) {
		const rows = Array.from(rule.broken(filled)).flatMap((cell, row) => (cell === 1 ? [row] : []));
		const [row] = rows;
		if (row === undefined) continue;
		const given = rule.columns.every((name) => {
			const own = findColumn(known, name);
			return own && missingCells(own)[row] === 0;
		});
		warnings.push(
			`${rows.length} ${rows.length === 1 ? "row breaks" : "rows break"} the constraint ${rule.text}, since known cells stay as they are: ${showRow(filled, row, rule.columns)}${given ? ", all of them known" : ""}.`,
		);
	}
	return warnings;
}
