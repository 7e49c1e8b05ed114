/**
 * Table ⇄ matrix. A column takes at most one number (a standard normal score) and one code (an index into a few
 * states or levels) a row; a generator learns those, never the values behind them.
 */
import { SchemaError } from "../errors";
import { type Random, threefry2x32 } from "../random";
import { finish, type Steps } from "../table/pause";
import { type Column, isNumeric, type Kind, type NumericColumn, type Table } from "../table/table";
import { fitId, type IdCodec } from "./fresh-ids";
import { decodeLevels, encodeLevels, type LevelsCodec, type LevelsOptions, levelsSteps } from "./levels";
import { fewestSubjects, type Owners, ownersOf, protectMissing } from "./protection";
import {
	decodeQuantile,
	type QuantileCodec,
	type QuantileOptions,
	quantileSteps,
	scoreSteps,
	valuesAlone,
} from "./quantile";
import { fitText, type TextCodec } from "./text";
import { unlearnedColumn } from "./unlearned";
import { decodeValues, encodeValues, type ValuesCodec, type ValuesOptions, valuesSteps } from "./values";

export type Codec = QuantileCodec | ValuesCodec | LevelsCodec | IdCodec | TextCodec;

/** A column's codec and where its parts lie in the matrix. Plain data. */
export interface EncodedColumn {
	readonly name: string;
	readonly kind: Kind;
	readonly decimals?: number;
	readonly format?: string;
	readonly codec: Codec;
	/** Index into `Matrix.numbers`, or −1. Where the column has a code too, the number counts only at code 0. */
	readonly number: number;
	/** Index into `Matrix.codes`, or −1 where there is but one thing to say. */
	readonly code: number;
}

/** All columns of a table with their codecs: plain data, holding no row of it. */
export interface Encoder {
	readonly columns: readonly EncodedColumn[];
	/** How many numbers a row has. */
	readonly numbers: number;
	/** How many levels each code of a row has, each at least 2. */
	readonly levels: readonly number[];
	/** Training rows. */
	readonly rows: number;
	/** Columns of which nothing could be learned because too few subjects have a value; absent where there are none. */
	readonly withheld?: readonly string[];
}

/** An encoded table, by column. */
export interface Matrix {
	readonly rows: number;
	/** `numbers[j][row]`: normal scores, always finite. */
	readonly numbers: readonly Float32Array[];
	/** `codes[j][row]`: 0 … levels[j] − 1. */
	readonly codes: readonly Int32Array[];
}

export interface EncoderOptions extends QuantileOptions, ValuesOptions, LevelsOptions {}

/** Learns one column, with stops for breath. */
export function* codecSteps(column: Column, options: EncoderOptions, random: Random, owners?: Owners): Steps<Codec> {
	if (isNumeric(column)) {
		const few = yield* valuesSteps(column, options, owners);
		if (few) return few;
		return valuesAlone(yield* quantileSteps(column, options, random.stream(column.name), owners));
	}
	if (column.kind !== "id" && column.kind !== "text") return yield* levelsSteps(column, options, owners);
	const codec = column.kind === "id" ? fitId(column) : fitText(column);
	const { codes } = column;
	const isMissing = (row: number) => codes[row]! < 0;
	const { present, absent } = protectMissing(isMissing, codes.length, owners, fewestSubjects(options.protect));
	return { ...codec, missing: absent > 0, counts: Float64Array.of(present, absent) };
}

/** Whether a codec has nothing but missing cells. */
export function isWithheld(codec: Codec): boolean {
	if (codec.type === "levels") return codec.single.length === 0;
	if (codec.type === "values") return codec.values.length === 0;
	if (codec.type === "quantile") return codec.x.length + codec.atoms.length === 0;
	return codec.counts[0] === 0;
}

function isEmpty(column: Column): boolean {
	return isNumeric(column) ? column.values.every(Number.isNaN) : column.codes.every((code) => code < 0);
}

/** Whether a codec needs a number, and how many levels its code has (1: none is needed). */
export function codecDemand(codec: Codec): { number: boolean; levels: number } {
	if (isWithheld(codec)) return { number: false, levels: 1 };
	if (codec.type === "id" || codec.type === "text") {
		return { number: false, levels: codec.counts.every((count) => count > 0) ? 2 : 1 };
	}
	return { number: codec.type === "quantile" && codec.x.length > 1, levels: codec.counts.length };
}

/** Learns how to write every column of a table as numbers and codes. */
export function fitEncoder(table: Table, options: EncoderOptions, random: Random): Encoder {
	return finish(encoderSteps(table, options, random));
}

/** `fitEncoder`, with stops for breath. */
export function* encoderSteps(table: Table, options: EncoderOptions, random: Random): Steps<Encoder> {
	if (table.rows === 0) throw new SchemaError("The table has no rows; a generator needs at least one.", { rows: 0 });
	let numbers = 0;
	const levels: number[] = [];
	const owners = ownersOf(table);
	const withheld: string[] = [];
	const columns: EncodedColumn[] = [];
	for (const column of table.columns) {
		yield;
		const codec = yield* codecSteps(column, options, random, owners);
		if (isWithheld(codec) && !isEmpty(column)) withheld.push(column.name);
		const need = codecDemand(codec);
		const number = need.number ? numbers++ : -1;
		const code = need.levels > 1 ? levels.push(need.levels) - 1 : -1;
		const { name, kind } = column;
		const written = isNumeric(column) ? { decimals: column.decimals, format: column.format } : {};
		columns.push({ name, kind, ...written, codec, number, code });
	}
	return { columns, numbers, levels, rows: table.rows, ...(withheld.length > 0 && { withheld }) };
}

/** What a model tells of the columns that were withheld. */
export function withheldCounts({ withheld }: Encoder): { withheld?: string } {
	return withheld ? { withheld: withheld.join(", ") } : {};
}

function cells<T>(column: Column, wanted: "numeric" | "levels", read: (column: Column) => T | undefined): T {
	const found = read(column);
	if (found) return found;
	throw new SchemaError(
		`Column "${column.name}" is of kind ${column.kind}; the model was trained on it as ${wanted}.`,
		{
			column: column.name,
			kind: column.kind,
		},
	);
}

function valuesOf(column: Column): Float64Array {
	return cells(column, "numeric", (c) => (isNumeric(c) ? c.values : undefined));
}

/** Writes a table of the same columns (found by name) as numbers and codes. */
export function encode(encoder: Encoder, table: Table, random: Random): Matrix {
	return finish(encodeSteps(encoder, table, random));
}

/** `encode`, with stops for breath. */
export function* encodeSteps(encoder: Encoder, table: Table, random: Random): Steps<Matrix> {
	const numbers: Float32Array[] = new Array(encoder.numbers);
	const codes: Int32Array[] = new Array(encoder.levels.length);
	for (const { name, codec, number, code } of encoder.columns) {
		const column = table.columns.find((c) => c.name === name);
		if (!column)
			throw new SchemaError(`The table has no column "${name}", which the model was trained on.`, { column: name });
		yield;
		let states: Int32Array;
		if (codec.type === "quantile") {
			const encoded = yield* scoreSteps(codec, valuesOf(column), random.stream(name));
			if (number >= 0) numbers[number] = encoded.scores;
			states = encoded.states;
		} else if (codec.type === "values") states = encodeValues(codec, valuesOf(column));
		else {
			const levels = cells(column, "levels", (c) => (isNumeric(c) ? undefined : c));
			states = codec.type === "levels" ? encodeLevels(codec, levels) : levels.codes.map((c: number) => (c < 0 ? 1 : 0));
		}
		if (code >= 0) codes[code] = states;
	}
	return { rows: table.rows, numbers, codes };
}

export interface DecodeOptions {
	/** Index of the first row: what is drawn while decoding depends on the row's index alone. */
	readonly offset: number;
	readonly random: Random;
}

/** A uniform number in (0, 1) that is a function of a stream and an index. */
function uniformAt(random: Random, index: number): number {
	const words = new Uint32Array(2);
	threefry2x32(random.key[0], random.key[1], index >>> 0, Math.floor(index / 0x100000000), words);
	return (words[0]! + 0.5) / 0x100000000;
}

/** The inverse of `encode`: a table of the columns the encoder was fitted to. */
export function decode(encoder: Encoder, matrix: Matrix, options: DecodeOptions): Table {
	const { rows } = matrix;
	const columns = encoder.columns.map((encoded): Column => {
		const { name, kind, decimals, format, codec, number, code } = encoded;
		const random = options.random.stream(name);
		const codes = code >= 0 ? matrix.codes[code]! : undefined;
		// Without a code there is one state only: that of the training rows.
		const only = () => new Int32Array(rows).fill(codec.counts.findIndex((count) => count > 0));
		if (codec.type === "quantile" || codec.type === "values") {
			const values =
				codec.type === "values"
					? decodeValues(codec, codes ?? only())
					: decodeQuantile(codec, number >= 0 ? matrix.numbers[number]! : new Float32Array(rows), codes);
			const column: NumericColumn = { name, kind: kind as NumericColumn["kind"], values };
			return { ...column, ...(decimals !== undefined && { decimals }), ...(format !== undefined && { format }) };
		}
		if (codec.type === "levels") {
			const drawn = decodeLevels(codec, codes ?? only(), (row) => uniformAt(random, options.offset + row));
			return { name, kind: kind as "category" | "boolean", codes: drawn, levels: codec.levels };
		}
		return unlearnedColumn(name, codec, codes ?? only(), { ...options, random });
	});
	return { rows, columns };
}
