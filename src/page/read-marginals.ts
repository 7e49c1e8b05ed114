/** Noisy marginals as text: JSON as `NoisyMarginals` has it, or CSV of one cell a line. */
import type { MarginalDomain, NoisyMarginal, NoisyMarginals } from "../dp/noisy-marginals";
import { TableError } from "../errors";
import { readRecords } from "../table/csv-records";
import { readText, type TextSource } from "../table/read-text";

/** Longest line of CSV. */
const MOST_LINE = 1_000_000;
const reading = (signal: AbortSignal | undefined) => ({ maxBytes: 2e8, warn() {}, ...(signal && { signal }) });
/** How a missing value is written in CSV, where an empty cell means: not of this marginal. */
const MISSING = "(missing)";

/** "18..40", or dates. */
const INTERVAL = /^\s*(\S+)\s*\.\.\s*(\S+)\s*$/;
const isNumber = (text: string) => text.trim() !== "" && Number.isFinite(Number(text));

/** Cells of a column as CSV names them, in the order of their domain. */
interface CellNames {
	readonly domain: MarginalDomain;
	readonly names: readonly string[];
}

function intervalsOf(name: string, texts: readonly string[]): readonly (readonly [string, string])[] {
	const ends = texts.map((text): [string, string] => {
		const [, from, to] = INTERVAL.exec(text)!;
		return [from!, to!];
	});
	const value = (text: string) => (isNumber(text) ? Number(text) : Date.parse(text));
	ends.sort((a, b) => value(a[0]) - value(b[0]));
	ends.forEach(([from], i) => {
		if (i === 0 || value(ends[i - 1]![1]) === value(from)) return;
		throw new TableError(
			`Noisy marginals: column "${name}" has no interval between ${ends[i - 1]![1]} and ${from}; intervals adjoin, and the empty ones have a count, too.`,
			{ column: name },
		);
	});
	return ends;
}

/** What the cells that a column of the CSV names say it may hold. */
function cellNames(name: string, all: readonly string[]): CellNames {
	const texts = all.filter((text) => text !== MISSING);
	const missing = texts.length < all.length && { missing: true };
	const last = missing ? [MISSING] : [];
	if (texts.length > 0 && texts.every((text) => INTERVAL.test(text))) {
		const ends = intervalsOf(name, texts);
		const byEnds = new Map(texts.map((text) => [INTERVAL.exec(text)!.slice(1, 3).join(".."), text]));
		const written = [...ends.map(([from]) => from), ends.at(-1)![1]];
		const edges = written.every(isNumber) ? written.map(Number) : written;
		return { domain: { edges, ...missing }, names: [...ends.map((one) => byEnds.get(one.join(".."))!), ...last] };
	}
	if (texts.length > 0 && texts.every(isNumber)) {
		const rising = texts.toSorted((a, b) => Number(a) - Number(b));
		return { domain: { levels: rising.map(Number), ...missing }, names: [...rising, ...last] };
	}
	return { domain: { levels: texts, ...missing }, names: [...texts, ...last] };
}

async function readCsv(text: string, signal: AbortSignal | undefined): Promise<NoisyMarginals> {
	const records: (readonly string[])[] = [];
	const pieces = readText(text, reading(signal));
	for await (const batch of readRecords(pieces, { maxRecordCharacters: MOST_LINE })) records.push(...batch.records);
	const [header = [], ...lines] = records;
	const names = header.map((name) => name.trim());
	const at = names.indexOf("count");
	const sigmaAt = names.indexOf("sigma");
	if (at < 0) {
		throw new TableError(
			'Noisy marginals: this is neither JSON nor CSV with a column "count"; write one cell a line, e.g. sex,age,count,sigma.',
		);
	}
	const places = Array.from(names.keys()).filter((i) => i !== at && i !== sigmaAt);
	const filled = lines.filter((line) => line.some((cell) => cell.trim() !== ""));
	const cells = new Map(
		places.map((i) => {
			const found = new Set(filled.map((line) => (line[i] ?? "").trim()).filter((cell) => cell !== ""));
			return [i, cellNames(names[i]!, [...found])];
		}),
	);
	const marginals = new Map<string, { places: readonly number[]; counts: number[]; sigma: number | undefined }>();
	for (const [r, line] of filled.entries()) {
		const own = places.filter((i) => (line[i] ?? "").trim() !== "");
		const count = (line[at] ?? "").trim();
		if (own.length === 0 || !isNumber(count)) {
			const why = own.length === 0 ? "names no cell" : `has the count ${JSON.stringify(count)}, which is not a number`;
			throw new TableError(`Noisy marginals: line ${r + 2} ${why}.`, { line: r + 2 });
		}
		const key = own.join();
		if (!marginals.has(key)) {
			const size = own.reduce((product, i) => product * cells.get(i)!.names.length, 1);
			const sigma = sigmaAt >= 0 && (line[sigmaAt] ?? "").trim() !== "" ? Number(line[sigmaAt]) : undefined;
			marginals.set(key, { places: own, counts: new Array(size).fill(0), sigma });
		}
		const { counts } = marginals.get(key)!;
		const cell = own.reduce((index, i) => {
			const { names } = cells.get(i)!;
			return index * names.length + names.indexOf((line[i] ?? "").trim());
		}, 0);
		counts[cell]! += Number(count);
	}
	return {
		columns: Object.fromEntries(places.map((i) => [names[i]!, cells.get(i)!.domain])),
		marginals: [...marginals.values()].map(({ places, counts, sigma }): NoisyMarginal => {
			return { columns: places.map((i) => names[i]!), counts, ...(sigma !== undefined && { sigma }) };
		}),
	};
}

/** Reads noisy marginals, JSON or CSV; what they say is checked where they are used. Throws `TableError` for other text. */
export async function readMarginals(source: TextSource, signal?: AbortSignal): Promise<unknown> {
	let text = "";
	for await (const piece of readText(source, reading(signal))) text += piece.text;
	if (!/^\uFEFF?\s*\{/.test(text)) return readCsv(text, signal);
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ""));
	} catch (cause) {
		throw new TableError(`Noisy marginals: this is no JSON: ${(cause as Error).message}.`, {}, cause);
	}
}
