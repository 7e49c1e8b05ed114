import type { Random } from "../../random";

/** How a cell is compared with a predicate's value. */
export type Operator = "=" | "≤" | "≥" | "≠" | "missing";

/** A condition on one column. */
export interface Predicate {
	readonly column: number;
	readonly operator: Operator;
	readonly value: number;
}

/** Conditions that must all hold. */
export type Query = readonly Predicate[];

function holds({ operator, value }: Predicate, x: number): boolean {
	switch (operator) {
		case "=":
			return x === value;
		case "≤":
			return x <= value;
		case "≥":
			return x >= value;
		case "≠":
			return x !== value && !Number.isNaN(x);
		case "missing":
			return Number.isNaN(x);
	}
}

/** How many of `rows` satisfy the query, counting no further than `most`. */
export function countMatches(
	query: Query,
	columns: readonly Float64Array[],
	rows: Int32Array,
	most = Number.POSITIVE_INFINITY,
): number {
	let count = 0;
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i]!;
		let all = true;
		for (let p = 0; p < query.length && all; p++) all = holds(query[p]!, columns[query[p]!.column]![row]!);
		if (all && ++count >= most) return count;
	}
	return count;
}

/** A text that equal queries share. */
export function queryKey(query: Query): string {
	return query
		.map((p) => `${p.column}${p.operator}${p.value}`)
		.sort()
		.join("&");
}

/** What singling-out attacks know of the synthetic table they guess from. */
export interface Guesses {
	readonly columns: readonly Float64Array[];
	readonly ordered: readonly boolean[];
	readonly rows: Int32Array;
	readonly medians: readonly number[];
}

/** All predicates on one column that the synthetic rows suggest single out somebody: extremes, and what occurs once. */
export function univariateQueries({ columns, ordered, rows }: Guesses): Query[] {
	const queries: Query[] = [];
	columns.forEach((values, column) => {
		const counts = new Map<number, number>();
		let missing = 0;
		for (const row of rows) {
			const v = values[row]!;
			if (Number.isNaN(v)) missing++;
			else counts.set(v, (counts.get(v) ?? 0) + 1);
		}
		if (missing === 1) queries.push([{ column, operator: "missing", value: 0 }]);
		if (ordered[column] && counts.size > 0) {
			let low = Number.POSITIVE_INFINITY;
			let high = Number.NEGATIVE_INFINITY;
			for (const v of counts.keys()) {
				low = Math.min(low, v);
				high = Math.max(high, v);
			}
			queries.push([{ column, operator: "≤", value: low }], [{ column, operator: "≥", value: high }]);
		}
		for (const [value, count] of counts) if (count === 1) queries.push([{ column, operator: "=", value }]);
	});
	return queries;
}

/** The conditions one random synthetic row meets on `width` random columns: at least or at most its number, its level. */
export function multivariateQuery({ columns, ordered, rows, medians }: Guesses, width: number, random: Random): Query {
	const row = rows[random.int(rows.length)]!;
	return randomColumns(columns.length, width, random).map((column): Predicate => {
		const value = columns[column]![row]!;
		if (Number.isNaN(value)) return { column, operator: "missing", value: 0 };
		if (!ordered[column]) return { column, operator: "=", value };
		return { column, operator: value > medians[column]! ? "≥" : "≤", value };
	});
}

/** A blind query: random columns, a random value of each, a random comparison. */
export function blindQuery({ columns, ordered, rows }: Guesses, width: number, random: Random): Query {
	return randomColumns(columns.length, width, random).map((column): Predicate => {
		const value = columns[column]![rows[random.int(rows.length)]!]!;
		if (Number.isNaN(value)) return { column, operator: "missing", value: 0 };
		const operators: readonly Operator[] = ordered[column] ? ["=", "≠", "≤", "≥"] : ["=", "≠"];
		return { column, operator: operators[random.int(operators.length)]!, value };
	});
}

function randomColumns(count: number, width: number, random: Random): number[] {
	const all = Array.from({ length: count }, (_, c) => c);
	for (let i = 0; i < Math.min(width, count); i++) {
		const j = i + random.int(count - i);
		[all[i], all[j]] = [all[j]!, all[i]!];
	}
	return all.slice(0, Math.min(width, count));
}
