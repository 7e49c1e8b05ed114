import type { RandomKey } from "../random";
import { keyedWord, subKey } from "../table/fresh-ids/keyed";
import { type Column, isNumeric, type Table } from "../table/table";
import { categoryOf } from "./coarsen";
import { type Making, makeFake } from "./fakes/fake";
import { type ColumnPlan, type DeidentifySaved, isPresent } from "./plan";

const DAY = 86_400_000;

/** Which subject, and which row of the whole sample, each row is: what is made up depends on these and the seed alone. */
export interface Indices {
	readonly row: (i: number) => number;
	readonly subject: (i: number) => number;
}

/** A day of a year of which no real person of the table was born, where the plan knows such days. */
function inventedDay(
	year: number,
	index: number,
	plan: Extract<ColumnPlan, { type: "birth-date" }>,
	key: RandomKey,
): number {
	const first = Date.UTC(year, 0, 1);
	const days = Math.round((Date.UTC(year + 1, 0, 1) - first) / DAY);
	const start = keyedWord(key, index, 0) % days;
	for (let i = 0; i < days; i++) {
		const day = first / DAY + ((start + i) % days);
		if (plan.classes === 1 || keyedWord(plan.key, day, 0) % plan.classes === 0) return day * DAY;
	}
	return first + start * DAY;
}

function made(
	plan: Extract<ColumnPlan, { type: "made" }>,
	rows: number,
	learned: Column | undefined,
	indices: Indices,
	making: Making,
): Column {
	const { name, fake, role, kind, decimals, constant, present } = plan;
	const has = present === "learned" && learned ? isPresent(learned) : () => present !== "none";
	const index = constant ? indices.subject : indices.row;
	const cell = (i: number) => makeFake(fake, name, role, index(i), making);
	if (kind === "number" || kind === "integer") {
		const values = Float64Array.from({ length: rows }, (_, i) =>
			has(i) ? Number(cell(i).replace(/[^\d.-]/g, "")) : Number.NaN,
		);
		return { name, kind, values, ...(decimals !== undefined && { decimals }) };
	}
	const column = categoryOf(name, rows, (i) => (has(i) ? cell(i) : undefined));
	return { ...column, kind: kind === "datetime" ? "text" : kind } as Column;
}

function kept(
	{ name, column, constant }: Extract<ColumnPlan, { type: "kept" }>,
	rows: number,
	indices: Indices,
	key: RandomKey,
): Column {
	const real = isNumeric(column) ? column.values.length : column.codes.length;
	const index = constant ? indices.subject : indices.row;
	const own = subKey(key, name);
	const from = (i: number) => keyedWord(own, index(i), 1) % real;
	if (isNumeric(column))
		return { ...column, values: Float64Array.from({ length: rows }, (_, i) => column.values[from(i)]!) };
	return { ...column, codes: Int32Array.from({ length: rows }, (_, i) => column.codes[from(i)]!) };
}

/** Puts back, made up, what was taken out: columns in the order of the real table. */
export function dress(sampled: Table, saved: DeidentifySaved, indices: Indices, making: Making): Table {
	const learned = new Map(sampled.columns.map((column) => [column.name, column]));
	const { rows } = sampled;
	const columns = saved.columns.map((plan): Column => {
		const own = learned.get(plan.name);
		if (plan.type === "learned") return own!;
		if (plan.type === "kept") return kept(plan, rows, indices, making.key);
		const missing = plan.missing === undefined ? {} : { missing: plan.missing };
		if (plan.type === "made") return { ...made(plan, rows, own, indices, making), ...missing };
		const years = isPresent(own!);
		const values = (own as Extract<Column, { values: Float64Array }>).values;
		const index = plan.constant ? indices.subject : indices.row;
		const key = subKey(making.key, plan.name);
		return {
			name: plan.name,
			kind: "datetime",
			values: values.map((year, i) => (years(i) ? inventedDay(Math.round(year), index(i), plan, key) : Number.NaN)),
			decimals: 0,
			...(plan.format !== undefined && { format: plan.format }),
			...missing,
		};
	});
	return { ...sampled, columns };
}
