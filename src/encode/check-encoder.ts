import {
	type Check,
	ensure,
	flag,
	list,
	number,
	numbers,
	oneOf,
	optional,
	record,
	refuse,
	text,
	whole,
} from "../saved-data";
import { idFormatCheck } from "../table/fresh-ids/check-format";
import type { Kind } from "../table/table";
import { type Codec, codecDemand, type EncodedColumn, type Encoder } from "./encoder";
import type { Grid } from "./scale";

/** Most columns, and most decimals that a number can be written with. */
const [MOST_COLUMNS, MOST_DECIMALS] = [100_000, 100];

const CODECS: Readonly<Record<Kind, readonly Codec["type"][]>> = {
	number: ["quantile", "values"],
	integer: ["quantile", "values"],
	datetime: ["quantile", "values"],
	category: ["levels"],
	boolean: ["levels"],
	id: ["id"],
	text: ["text"],
};

const gridCheck: Check = (value, at) => {
	record({ offset: number(-Number.MAX_VALUE, Number.MAX_VALUE) })(value, at);
	const grid = value as Grid;
	if ("months" in grid) return oneOf("first", "last")(grid.months, `${at}.months`);
	const { step, period, residues } = grid;
	number(Number.MIN_VALUE, Number.MAX_VALUE)(step, `${at}.step`);
	whole(1, 1e6)(period, `${at}.period`);
	list(whole(0, period - 1), 1, period)(residues, `${at}.residues`);
	ensure(
		residues.every((r, i) => i === 0 || r > residues[i - 1]!),
		residues,
		`${at}.residues`,
		"rising",
	);
};

const positive = (length: number): Check => numbers(Float64Array, { length, min: 0 });

/** Each codec's members; their sizes follow from one another. */
const codecChecks: { readonly [Type in Codec["type"]]: (codec: Extract<Codec, { type: Type }>, at: string) => void } = {
	quantile({ x, z, ends, step, grid, atoms, missing, counts }, at) {
		numbers(Float64Array, { rising: true })(x, `${at}.x`);
		numbers(Float64Array, { length: x.length, rising: true })(z, `${at}.z`);
		numbers(Float64Array, { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY })(atoms, `${at}.atoms`);
		number(0, Number.MAX_VALUE)(step, `${at}.step`);
		optional(list(whole(0, Math.max(0, x.length - 1)), 2, 2))(ends, `${at}.ends`);
		optional(gridCheck)(grid, `${at}.grid`);
		positive(1 + atoms.length + (missing ? 1 : 0))(counts, `${at}.counts`);
	},
	values({ values, missing, counts }, at) {
		numbers(Float64Array, { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY })(values, `${at}.values`);
		positive(values.length + (missing ? 1 : 0))(counts, `${at}.counts`);
	},
	levels({ levels, single, pool, poolCounts, missing, counts, other }, at) {
		list(text)(levels, `${at}.levels`);
		const index = { min: 0, max: levels.length - 1 };
		numbers(Int32Array, index)(single, `${at}.single`);
		numbers(Int32Array, index)(pool, `${at}.pool`);
		positive(pool.length)(poolCounts, `${at}.poolCounts`);
		positive(single.length + (pool.length > 0 ? 1 : 0) + (missing ? 1 : 0))(counts, `${at}.counts`);
		optional(whole(0, levels.length - 1))(other, `${at}.other`);
		const own = new Set([...single, ...pool]);
		ensure(own.size === single.length + pool.length, single, `${at}.single`, "each level once");
		if (other !== undefined && !own.has(other)) refuse(other, `${at}.other`, "a level that has a code");
	},
	id({ format, counts }, at) {
		optional(idFormatCheck)(format, `${at}.format`);
		positive(2)(counts, `${at}.counts`);
	},
	text({ counts }, at) {
		positive(2)(counts, `${at}.counts`);
	},
};

const columnCheck: Check = (value, at) => {
	record({
		name: text,
		kind: oneOf(...Object.keys(CODECS)),
		decimals: optional(whole(0, MOST_DECIMALS)),
		format: optional(text),
		codec: record({ missing: flag }),
	})(value, at);
	const { kind, codec } = value as EncodedColumn;
	oneOf(...CODECS[kind])(codec.type, `${at}.codec.type`);
	codecChecks[codec.type](codec as never, `${at}.codec`);
	if (!codec.counts.some((count) => count > 0)) refuse(codec.counts, `${at}.codec.counts`, "of some rows");
};

/** Refuses what is no encoder: what passes encodes and decodes any rows of its own width. */
export const encoderCheck: Check = (value, at) => {
	record({ columns: list(columnCheck, 0, MOST_COLUMNS), withheld: optional(list(text)) })(value, at);
	const { columns, numbers: n, levels, rows } = value as Encoder;
	number(0, Number.MAX_VALUE)(rows, `${at}.rows`);
	const names = columns.map(({ name }) => name);
	ensure(new Set(names).size === names.length, names, `${at}.columns`, "columns of different names");
	let numbered = 0;
	const found: number[] = [];
	for (const [i, { codec, number, code }] of columns.entries()) {
		const need = codecDemand(codec);
		const place = need.number ? numbered++ : -1;
		ensure(number === place, number, `${at}.columns[${i}].number`, String(place));
		const coded = need.levels > 1 ? found.push(need.levels) - 1 : -1;
		ensure(code === coded, code, `${at}.columns[${i}].code`, String(coded));
	}
	ensure(n === numbered, n, `${at}.numbers`, String(numbered));
	list(number(), found.length, found.length)(levels, `${at}.levels`);
	ensure(
		found.every((count, i) => levels[i] === count),
		levels,
		`${at}.levels`,
		`[${found}]`,
	);
};
