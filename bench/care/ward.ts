// P patients, V visits at most, C codes, K clusters of codes
import { causalModel } from "../../src/causal";
import type { LevelColumn, NumericColumn, Table } from "../../src/table/table";

export const [VISITS, CLUSTERS] = [8, 10];
/** Measurements of a visit: mean, and how much the first trait moves them. */
const MEASURED = { systolic: [128, 9], glucose: [102, 14], weight: [78, 6], hba1c: [40, 5] } as const;

const codeName = (c: number) => `${String.fromCharCode(65 + (c % CLUSTERS))}${String(10 + Math.floor(c / CLUSTERS))}`;

/**
 * A ward in the causal language, a patient a row: traits that codes of a cluster share, codes that stay once a patient has
 * them (every second) and codes that come and go, at rates from 30 % down to 0.3 % of the visits, and measurements that are
 * taken together or not at all.
 */
function model(codes: number): string {
	const lines = [
		"age = round(clip(normal(62, 16), 18, 98))",
		'sex = category("F", "M")',
		`visits = clip(1 + poisson(exp(0.6 + 0.012 * (age - 62))), 1, ${VISITS})`,
	];
	for (let k = 0; k < CLUSTERS; k++)
		lines.push(`t${k} = normal(${k % 2 ? "0.02 * (age - 62)" : '0.3 * (sex == "M")'}, 1)`);
	for (let c = 0; c < codes; c++) {
		const rate = 0.3 * 0.01 ** (c / (codes - 1));
		const level = Math.log(rate / (1 - rate)).toFixed(3);
		if (c % 2) lines.push(`h${c} = bernoulli(sigmoid(${level} + 0.9 * t${c % CLUSTERS}))`);
		for (let v = 0; v < VISITS; v++) {
			lines.push(
				c % 2
					? `c${c}v${v} = bernoulli(if(h${c}, 0.8, ${(0.1 * rate).toFixed(5)}))`
					: `c${c}v${v} = bernoulli(sigmoid(${level} + 0.9 * t${c % CLUSTERS}))`,
			);
		}
	}
	for (let v = 0; v < VISITS; v++) {
		lines.push(`lab${v} = bernoulli(sigmoid(0.4 + 0.5 * t1))`);
		for (const [i, [name, [mean, spread]]] of Object.entries(MEASURED).entries()) {
			const missing = i < 2 ? `if(lab${v}, 0.04, 0.9)` : `if(lab${v}, ${0.15 * i}, 0.97)`;
			lines.push(`${name}${v} = round(normal(${mean} + ${spread} * t${i}, ${spread})) missing(${missing})`);
		}
	}
	return lines.join("\n");
}

const numbers = (table: Table, name: string) => {
	const column = table.columns.find((one) => one.name === name)!;
	return "values" in column
		? column.values
		: Float64Array.from(column.codes, (code) => Number(column.levels[code] === "true"));
};

/** Visits of `patients` patients as a portal would get them: a row a visit, its codes in one cell. */
export function ward(patients: number, codes: number, seed: number): Table {
	const wide = causalModel(model(codes)).sample({ rows: patients, seed });
	const visits = numbers(wide, "visits");
	const who: number[] = [];
	const which: number[] = [];
	for (let p = 0; p < patients; p++) {
		for (let v = 0; v < visits[p]!; v++) {
			who.push(p);
			which.push(v);
		}
	}
	const rows = who.length;
	const of = (name: string) => Float64Array.from(who, (p) => numbers(wide, name)[p]!);
	const perVisit = (name: string) => {
		const all = Array.from({ length: VISITS }, (_, v) => numbers(wide, `${name}${v}`));
		return Float64Array.from(who, (p, row) => all[which[row]!]![p]!);
	};
	const given = Array.from({ length: codes }, (_, c) => perVisit(`c${c}v`));
	const levels: string[] = [];
	const place = new Map<string, number>();
	const cells = Int32Array.from({ length: rows }, (_, row) => {
		const text = given
			.flatMap((has, c) => (has[row] ? [codeName(c)] : []))
			.sort()
			.join(";");
		if (text === "") return -1;
		const at = place.get(text) ?? levels.push(text) - 1;
		place.set(text, at);
		return at;
	});
	const sex = wide.columns.find(({ name }) => name === "sex") as LevelColumn;
	const names = Array.from({ length: patients }, (_, p) => `P${10_000 + p}`);
	const number = (name: string, values: Float64Array): NumericColumn => ({
		name,
		kind: "integer",
		values,
		decimals: 0,
	});
	return {
		rows,
		columns: [
			{ name: "patient", kind: "id", codes: Int32Array.from(who), levels: names },
			number("age", of("age")),
			{ name: "sex", kind: "category", codes: Int32Array.from(who, (p) => sex.codes[p]!), levels: sex.levels },
			{ name: "codes", kind: "text", codes: cells, levels },
			...Object.keys(MEASURED).map((name) => number(name, perVisit(name))),
		],
	};
}
