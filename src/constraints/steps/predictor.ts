/**
 * A column as a function of others: a lookup, or a small decision tree where a number determines by ranges. Nothing is
 * stored of which fewer than so many subjects are an example, nor a split finer than as many on either side tell.
 */
import { type Column, isNumeric, type Table } from "../../table/table";
import { cellKeys } from "../cells";
import { type Cell, cellAt, findColumn } from "./column-shape";

/** Fewest subjects (rows, where no subject is named) that share what is stored, whatever less the option `protect` asks for. */
export const FEWEST_SUBJECTS = 5;

export interface Lookup {
	readonly type: "lookup";
	/** Keys of the determining cells, and the value of each. */
	readonly keys: readonly string[];
	readonly values: readonly Cell[];
}

/** A split by number (`at`: below goes first) or by level, or a leaf. Missing cells and unknown levels go to `other`. */
export type Node =
	| { readonly value: Cell }
	| { readonly column: string; readonly at: number; readonly below: Node; readonly above: Node; readonly other: Node }
	| {
			readonly column: string;
			readonly levels: readonly string[];
			readonly nodes: readonly Node[];
			readonly other: Node;
	  };

export interface Tree {
	readonly type: "tree";
	readonly root: Node;
}

export type Predictor = Lookup | Tree;

/** Counts the subjects of groups of rows; every row is one where the table names none. */
export function countSubjects(table: Table, rows: readonly number[]): number {
	const { subjects } = table;
	return subjects ? new Set(rows.map((row) => subjects[row]!)).size : rows.length;
}

function commonest(column: Column, rows: readonly number[]): { value: Cell; rows: number[] } {
	const byCell = new Map<Cell, number[]>();
	for (const row of rows) {
		const cell = cellAt(column, row);
		const same = byCell.get(cell);
		if (same) same.push(row);
		else byCell.set(cell, [row]);
	}
	let most: { value: Cell; rows: number[] } = { value: null, rows: [] };
	for (const [value, same] of byCell) if (same.length > most.rows.length) most = { value, rows: same };
	return most;
}

/** A lookup of `to` by the cells of `by`, each of `fewest` subjects, and the share of the rows it covers. */
export function fitLookup(
	table: Table,
	to: string,
	by: readonly string[],
	fewest = FEWEST_SUBJECTS,
): { lookup: Lookup; coverage: number } {
	const column = findColumn(table, to)!;
	const { keys } = cellKeys(by.map((name) => findColumn(table, name)!));
	const groups = new Map<string, number[]>();
	for (let row = 0; row < table.rows; row++) {
		const group = groups.get(keys(row));
		if (group) group.push(row);
		else groups.set(keys(row), [row]);
	}
	const kept: string[] = [];
	const values: Cell[] = [];
	let covered = 0;
	for (const [key, rows] of groups) {
		const { value, rows: same } = commonest(column, rows);
		if (countSubjects(table, same) < fewest) continue;
		kept.push(key);
		values.push(value);
		covered += same.length;
	}
	return { lookup: { type: "lookup", keys: kept, values }, coverage: covered / Math.max(1, table.rows) };
}

const DEEPEST = 12;

/** Rising values, one a row, and whose each is. */
export interface Rising {
	readonly values: ArrayLike<number>;
	readonly subject: (place: number) => number;
}

/**
 * The shortest number that splits rising values between `place` − 1 and `place`, no finer than `fewest` subjects on either
 * side tell: between two rows alone it would give their values away. Where these are alike it is exact, else it may come
 * to lie between others of so many subjects.
 */
export function splitPoint({ values, subject }: Rising, place: number, fewest = FEWEST_SUBJECTS): number {
	const outer = (from: number, step: 1 | -1) => {
		const seen = new Set<number>();
		let at = from;
		for (let i = from; i >= 0 && i < values.length && seen.size < fewest; i += step) {
			seen.add(subject(i));
			at = i;
		}
		return values[at]!;
	};
	const [low, high] = [outer(place - 1, -1), outer(place, 1)];
	const middle = values[place - 1]! / 2 + values[place]! / 2;
	for (let digits = 1; digits <= 17; digits++) {
		const short = Number(middle.toPrecision(digits));
		if (short > low && short < high) return short;
	}
	// Neighbours in the numbers there are.
	return high;
}

interface Split {
	readonly gain: number;
	readonly make: () => Node;
}

function entropy(counts: ReadonlyMap<Cell, number>, total: number): number {
	let sum = 0;
	for (const count of counts.values()) if (count > 0) sum -= count * Math.log(count / total);
	return sum;
}

/** A decision tree that is right in every row, but at splits and in leaves of too few subjects; the share it is right in. */
export function fitTree(
	table: Table,
	to: string,
	by: readonly string[],
	fewest = FEWEST_SUBJECTS,
): { tree: Tree; coverage: number } {
	const column = findColumn(table, to)!;
	const inputs = by.map((name) => findColumn(table, name)!);
	const cell = (row: number) => cellAt(column, row);
	const subjectOf = (row: number) => table.subjects?.[row] ?? row;

	function count(rows: readonly number[]): Map<Cell, number> {
		const counts = new Map<Cell, number>();
		for (const row of rows) counts.set(cell(row), (counts.get(cell(row)) ?? 0) + 1);
		return counts;
	}

	function numberSplit(input: Column, rows: readonly number[], depth: number): Split | undefined {
		if (!isNumeric(input)) return undefined;
		const { values } = input;
		const present = rows.filter((row) => !Number.isNaN(values[row]!)).sort((a, b) => values[a]! - values[b]!);
		const absent = rows.filter((row) => Number.isNaN(values[row]!));
		if (present.length === 0) return undefined;
		const above = count(present);
		const below = new Map<Cell, number>();
		const whole = entropy(count(rows), rows.length) - entropy(count(absent), absent.length);
		let best = { gain: entropy(above, present.length) * -1 + whole, place: 0 };
		for (let i = 1; i < present.length; i++) {
			const moved = cell(present[i - 1]!);
			below.set(moved, (below.get(moved) ?? 0) + 1);
			above.set(moved, above.get(moved)! - 1);
			// Ends of ranges alone can be the best place (Fayyad and Irani 1992).
			if (values[present[i]!] === values[present[i - 1]!] || moved === cell(present[i]!)) continue;
			const gain = whole - entropy(below, i) - entropy(above, present.length - i);
			if (gain > best.gain) best = { gain, place: i };
		}
		const { gain, place } = best;
		if (place === 0 && absent.length === 0) return undefined;
		return {
			gain,
			make() {
				const rising = { values: present.map((row) => values[row]!), subject: (i: number) => subjectOf(present[i]!) };
				const at = place === 0 ? Number.NEGATIVE_INFINITY : splitPoint(rising, place, fewest);
				return {
					column: input.name,
					at,
					below: grow(
						present.filter((row) => values[row]! < at),
						depth + 1,
					),
					above: grow(
						present.filter((row) => values[row]! >= at),
						depth + 1,
					),
					other: grow(absent.length ? absent : rows, absent.length ? depth + 1 : DEEPEST),
				};
			},
		};
	}

	function levelSplit(input: Column, rows: readonly number[], depth: number): Split | undefined {
		if (isNumeric(input)) return undefined;
		const groups = new Map<number, number[]>();
		for (const row of rows) {
			const group = groups.get(input.codes[row]!);
			if (group) group.push(row);
			else groups.set(input.codes[row]!, [row]);
		}
		if (groups.size < 2) return undefined;
		let rest = 0;
		for (const group of groups.values()) rest += entropy(count(group), group.length);
		return {
			gain: entropy(count(rows), rows.length) - rest,
			make() {
				const common = [...groups].filter(([code, group]) => code >= 0 && countSubjects(table, group) >= fewest);
				const others = [...groups].filter(([code]) => !common.some(([c]) => c === code)).flatMap(([, group]) => group);
				return {
					column: input.name,
					levels: common.map(([code]) => input.levels[code]!),
					nodes: common.map(([, group]) => grow(group, depth + 1)),
					other: grow(others.length ? others : rows, others.length ? depth + 1 : DEEPEST),
				};
			},
		};
	}

	function grow(rows: readonly number[], depth: number): Node {
		const { value, rows: same } = commonest(column, rows);
		if (same.length === rows.length || depth >= DEEPEST) return { value };
		const splits = inputs.flatMap((input) => numberSplit(input, rows, depth) ?? levelSplit(input, rows, depth) ?? []);
		const best = splits.sort((a, b) => b.gain - a.gain)[0];
		return best && best.gain > 1e-9 ? best.make() : { value };
	}

	const all = Array.from({ length: table.rows }, (_, row) => row);
	const root = prune(grow(all, 0), { table, inputs, to: column, fewest }, all);
	const tree: Tree = { type: "tree", root };
	const right = predict(tree, table, by).filter((value, row) => value === cell(row)).length;
	return { tree, coverage: right / Math.max(1, table.rows) };
}

/** The child of a node that a row goes to. */
function childOf(node: Exclude<Node, { value: Cell }>, input: Column, row: number): Node {
	if ("at" in node) {
		const value = isNumeric(input) ? input.values[row]! : Number.NaN;
		return Number.isNaN(value) ? node.other : value < node.at ? node.below : node.above;
	}
	const level = isNumeric(input) ? undefined : input.levels[input.codes[row]!];
	const place = level === undefined ? -1 : node.levels.indexOf(level);
	return place < 0 ? node.other : node.nodes[place]!;
}

/** What a tree was grown of. */
interface Grown {
	readonly table: Table;
	readonly inputs: readonly Column[];
	readonly to: Column;
	readonly fewest: number;
}

/** Gives leaves of too few subjects the commonest value of what they were split from. */
function prune(node: Node, grown: Grown, rows: readonly number[]): Node {
	if ("value" in node) return node;
	const { table, inputs, to, fewest } = grown;
	const input = inputs.find(({ name }) => name === node.column)!;
	const byChild = new Map<Node, number[]>();
	for (const row of rows) {
		const child = childOf(node, input, row);
		const group = byChild.get(child);
		if (group) group.push(row);
		else byChild.set(child, [row]);
	}
	const fallback = commonest(to, rows).value;
	const pruned = (child: Node): Node => {
		const own = byChild.get(child) ?? [];
		return countSubjects(table, own) < fewest ? { value: fallback } : prune(child, grown, own);
	};
	if ("at" in node) {
		const [below, above, other] = [node.below, node.above, node.other].map(pruned) as [Node, Node, Node];
		return sameLeaf([below, above, other]) ?? { ...node, below, above, other };
	}
	const [other, ...nodes] = [node.other, ...node.nodes].map(pruned) as [Node, ...Node[]];
	return sameLeaf([other, ...nodes]) ?? { ...node, nodes, other };
}

/** The leaf that all of these are, where a split tells nothing any more. */
function sameLeaf(nodes: readonly Node[]): Node | undefined {
	const [first] = nodes;
	return first && nodes.every((node) => "value" in node && "value" in first && node.value === first.value)
		? first
		: undefined;
}

/** The value of each row, `undefined` where a lookup does not know. */
export function predict(predictor: Predictor, table: Table, by: readonly string[]): (Cell | undefined)[] {
	const inputs = by.map((name) => findColumn(table, name)!);
	if (predictor.type === "lookup") {
		const places = new Map(predictor.keys.map((key, place) => [key, predictor.values[place]!]));
		const { keys } = cellKeys(inputs);
		return Array.from({ length: table.rows }, (_, row) => places.get(keys(row)));
	}
	const byName = new Map(inputs.map((input) => [input.name, input]));
	return Array.from({ length: table.rows }, (_, row) => {
		let node = predictor.root;
		while (!("value" in node)) node = childOf(node, byName.get(node.column)!, row);
		return node.value;
	});
}
