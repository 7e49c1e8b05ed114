import { SchemaError } from "../errors";
import { cellText } from "./cell-text";
import { datetimeFormat } from "./datetime";
import { detectDatetime } from "./detect-datetime";
import { type MissingSpellings, missingSpellings } from "./missing";
import { numberStyle } from "./notation/number-style";
import { type Decimal, type NumberText, parseNumber } from "./number-text";
import { finish } from "./pause";
import { RawColumn } from "./raw-column";
import { type Column, isNumeric, type Kind, type LevelColumn, type NumericColumn } from "./table";

interface ConvertOptions {
	readonly missing?: MissingSpellings;
	readonly decimal?: Decimal;
}

/**
 * The column as another kind, without a reason because the kind is given.
 *
 * Numbers and datetimes become levels by being written out; levels become numbers or datetimes by being read, and
 * those that spell a missing value become missing.
 *
 * @throws SchemaError naming the first value that does not fit, and its row.
 */
export function convertColumn(column: Column, kind: Kind, options: ConvertOptions = {}): Column {
	const { reason: _, ...rest } = column;
	if (kind === column.kind) return rest;
	const { missing } = column;
	return { ...converted(column, kind, options), ...(missing !== undefined && { missing }) };
}

function converted(column: Column, kind: Kind, options: ConvertOptions): Column {
	if (kind === "number" || kind === "integer") {
		if (isNumeric(column) && column.kind !== "datetime") return toNumeric(column, kind);
		return readNumbers(column, kind, options);
	}
	if (kind === "datetime") return readDatetimes(toLevels(column, "category"), options);
	return toLevels(column, kind);
}

function toNumeric(column: NumericColumn, kind: "number" | "integer"): NumericColumn {
	const { name, values, decimals, reason: _, kind: _number, ...writing } = column;
	if (kind === "integer") {
		const row = values.findIndex((value) => !Number.isNaN(value) && !Number.isSafeInteger(value));
		if (row >= 0) throw misfit(name, kind, String(values[row]), row);
		return { ...writing, name, kind, values, decimals: decimals ?? 0 };
	}
	return { ...writing, name, kind, values, decimals };
}

function readNumbers(column: Column, kind: "number" | "integer", options: ConvertOptions): NumericColumn {
	const { name, codes, levels } = column.kind === "datetime" ? toLevels(column, "category") : (column as LevelColumn);
	const missing = options.missing ?? missingSpellings();
	const texts = levels.filter((level) => !missing.amongValues(level));
	const rounds = kind === "number";
	const reads = (decimal: Decimal) => texts.filter((text) => readNumber(text, decimal, rounds)).length;
	const decimal = options.decimal ?? (reads(",") > reads(".") ? "," : ".");
	const numbers = levels.map((level) => (missing.amongValues(level) ? undefined : readNumber(level, decimal, rounds)));
	let decimals: number | undefined = 0;
	for (let code = 0; code < levels.length; code++) {
		const number = numbers[code];
		if (!number) {
			if (missing.amongValues(levels[code]!)) continue;
			throw misfit(name, kind, levels[code]!, codes.indexOf(code));
		}
		if (kind === "integer" && !Number.isSafeInteger(number.value)) {
			throw misfit(name, kind, levels[code]!, codes.indexOf(code));
		}
		decimals =
			decimals === undefined || number.decimals === undefined ? undefined : Math.max(decimals, number.decimals);
	}
	const values = Float64Array.from(codes, (code) => numbers[code]?.value ?? Number.NaN);
	if (kind === "integer") decimals ??= 0;
	const { notation, asWritten } = styleOf(column, values, decimals, decimal);
	return { name, kind, values, decimals, ...(notation && { notation }), ...(asWritten && { asWritten }) };
}

/** How the cells of a column that is now one of numbers are written. */
function styleOf(column: Column, values: Float64Array, decimals: number | undefined, decimal: Decimal) {
	const raw = new RawColumn(column.name);
	raw.reserve(Math.max(raw.capacity, values.length));
	const text = cellText(column);
	for (let row = 0; row < values.length; row++) raw.push(text(row) ?? "");
	return finish(numberStyle({ raw, values, decimals, decimal }));
}

/** Reads a number, codes with leading zeros ("007") included, because a number was asked for. */
function readNumber(text: string, decimal: Decimal, rounds: boolean): NumberText | undefined {
	const unpadded = text.trim().replace(/^([+-]?)0+(?=\d)/, "$1");
	return parseNumber(text, decimal, rounds) ?? parseNumber(unpadded, decimal, rounds);
}

function readDatetimes({ name, codes, levels }: LevelColumn, options: ConvertOptions): NumericColumn {
	const missing = options.missing ?? missingSpellings();
	const texts = levels.filter((level) => !missing.amongValues(level));
	const dayFirst = options.decimal === "," ? true : undefined;
	const detected = texts.length ? finish(detectDatetime(texts, dayFirst)) : { format: "YYYY-MM-DD" };
	if (!detected) {
		// The first value that no format shared by those before it fits.
		const prefix = texts.findIndex((_text, i) => !finish(detectDatetime(texts.slice(0, i + 1), dayFirst)));
		throw misfit(name, "datetime", texts[prefix]!, codes.indexOf(levels.indexOf(texts[prefix]!)));
	}
	const pair = datetimeFormat(detected.format);
	const instants = levels.map((level) => pair.parse(level));
	const values = Float64Array.from(codes, (code) => instants[code] ?? Number.NaN);
	return { name, kind: "datetime", values, decimals: 0, format: detected.format };
}

function toLevels(column: Column, kind: LevelColumn["kind"]): LevelColumn {
	const { name } = column;
	const { codes, levels } = isNumeric(column) ? writeOut(column) : column;
	if (kind === "boolean" && levels.length > 2) {
		throw misfit(name, kind, levels[2]!, codes.indexOf(2), `it already has "${levels[0]}" and "${levels[1]}"`);
	}
	return { name, kind, codes, levels };
}

function writeOut(column: NumericColumn): { codes: Int32Array; levels: string[] } {
	const text = cellText(column);
	const byText = new Map<string, number>();
	const codes = new Int32Array(column.values.length);
	for (let row = 0; row < codes.length; row++) {
		const cell = text(row);
		let code = cell === undefined ? -1 : byText.get(cell);
		if (code === undefined) {
			code = byText.size;
			byText.set(cell!, code);
		}
		codes[row] = code;
	}
	return { codes, levels: [...byText.keys()] };
}

const NOUNS: Record<Kind, string> = {
	number: "a number",
	integer: "a whole number within ±9007199254740991",
	datetime: "a date written as the others are",
	boolean: "one of two values",
	category: "a category",
	id: "an identifier",
	text: "text",
};

function misfit(column: string, kind: Kind, value: string, row: number, because?: string): SchemaError {
	const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
	return new SchemaError(
		`Column "${column}" cannot be of kind ${kind}: row ${row + 1} holds "${shown}", which is not ${NOUNS[kind]}` +
			`${because ? ` (${because})` : ""}. Choose another kind; or, if that means missing, list it in the "missing" option.`,
		{ column, kind, value: shown, row: row + 1 },
	);
}
