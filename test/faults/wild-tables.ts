/** Texts and files that nearly are tables, and what reading makes of them. */
import { StandinError } from "../../src/errors";
import type { Random } from "../../src/random";
import { parseCsv } from "../../src/table/csv";
import { formatCsv } from "../../src/table/format-csv";
import { writeParquet } from "../../src/table/formats/parquet";
import { readTable } from "../../src/table/read-table";
import { isNumeric, type Table } from "../../src/table/table";

/** What became of a case. */
export interface Tried {
	readonly kind: "answered" | "refused" | "raw error" | "wrong table";
	readonly detail: string;
	readonly seconds: number;
}

/** Does `attempt` and says what became of it; a text that it answers is what is wrong. */
export async function tried(input: () => string, attempt: () => Promise<string | undefined>): Promise<Tried> {
	const started = performance.now();
	const since = () => (performance.now() - started) / 1000;
	try {
		const wrong = await attempt();
		const seconds = since();
		return wrong === undefined
			? { kind: "answered", detail: "", seconds }
			: { kind: "wrong table", detail: `${wrong}: ${input()}`, seconds };
	} catch (error) {
		const typed = error instanceof StandinError;
		const detail = typed ? "" : `${(error as Error).stack}\nof ${input()}`;
		return { kind: typed ? "refused" : "raw error", detail, seconds: since() };
	}
}

/** What is wrong with a table that a reader gave. */
function fault(table: Table): string | undefined {
	for (const column of table.columns) {
		const cells = isNumeric(column) ? column.values : column.codes;
		if (cells.length !== table.rows) return `"${column.name}" has ${cells.length} cells of ${table.rows}`;
		if (!isNumeric(column) && column.codes.some((code) => code < -1 || code >= column.levels.length))
			return `"${column.name}" has a code without a level`;
	}
	if (new Set(table.columns.map(({ name }) => name)).size < table.columns.length) return "two columns have one name";
	return Object.keys(Object.prototype).length > 0 ? "the prototype of all objects was changed" : undefined;
}

export const PIECES = [
	..."\",;\t|\n\r-.0123456789 aZé?'\\".split(""),
	...["\r\n", "\n", "\n", ",", ",", "NA", "__proto__", "constructor", "2020-01-31", "31.12.99", "1e5", "1e999", "007"],
	...[
		"0x1F",
		"-0",
		"1.234,5",
		"12:30",
		"true",
		"nein",
		"a@b.example",
		"\u0000",
		"\ufeff",
		"\ud800",
		"𝒳",
		"=1+1",
		"<b>",
	],
];

const anyOf = <T>(random: Random, list: readonly T[]): T => list[random.int(list.length)]!;
const textOf = (random: Random, most: number) =>
	Array.from({ length: random.int(most) }, () => anyOf(random, PIECES)).join("");

/** Rows of as many cells each, which one change breaks or does not. */
function nearlyCsv(random: Random): string {
	const columns = 1 + random.int(5);
	const delimiter = anyOf(random, [",", ";", "\t", "|"]);
	const plain = PIECES.filter((piece) => !/[\r\n"]/.test(piece) && !piece.includes(delimiter));
	const cell = () => (random.uniform() < 0.1 ? `"${textOf(random, 5).replaceAll('"', '""')}"` : anyOf(random, plain));
	const line = (of: () => string) => Array.from({ length: columns }, of).join(delimiter);
	let name = 0;
	const rows = Array.from({ length: 1 + random.int(30) }, () => line(cell));
	const text = [line(() => `c${name++}`), ...rows].join(anyOf(random, ["\n", "\r\n"]));
	const at = random.int(text.length);
	return random.uniform() < 0.3 ? text : text.slice(0, at) + textOf(random, 3) + text.slice(at + random.int(4));
}

/** What reading a text or bytes as CSV gives must be a table, and the same once written and read again. */
export function tryCsvOf(source: string | Uint8Array<ArrayBuffer>): Promise<Tried> {
	const isText = typeof source === "string";
	return tried(
		() => JSON.stringify(isText ? source : Array.from(source)),
		async () => {
			const table = await parseCsv(isText ? source : new Blob([source]), { maxRowCharacters: 10_000 });
			const wrong = fault(table);
			if (wrong) return wrong;
			// What the first row is may be told otherwise of a table that is written in full.
			const again = await parseCsv(formatCsv(table), { header: true, delimiter: table.dialect?.delimiter });
			return again.rows === table.rows && again.columns.length === table.columns.length
				? undefined
				: `written and read again it has ${again.rows} × ${again.columns.length} cells, not ${table.rows} × ${table.columns.length}`;
		},
	);
}

/** Any text, any bytes, or rows with one place changed. */
export function tryCsv(random: Random): Promise<Tried> {
	const form = random.int(4);
	const text = form === 0 ? textOf(random, 60) : nearlyCsv(random);
	if (form !== 1) return tryCsvOf(text);
	const bytes = new TextEncoder().encode(text);
	for (let n = random.int(5); n >= 0; n--) bytes[random.int(bytes.length || 1)] = random.int(256);
	return tryCsvOf(bytes);
}

/** A file of one mebibyte at most, of any format, must be refused or be a table. */
export function tryFile(bytes: Uint8Array<ArrayBuffer>): Promise<Tried> {
	return tried(
		() => JSON.stringify(Array.from(bytes)),
		async () => fault(await readTable(bytes, { maxBytes: 2 ** 20 })),
	);
}

/** Two small tables as Parquet. */
export async function parquetSeeds(): Promise<Uint8Array<ArrayBuffer>[]> {
	const texts = ["a,b,c\n1,x,2020-01-01\n2.5,y,2021-06-30\n,z,\n", `n,w\n${"7,same\n8,other\n".repeat(200)}`];
	return Promise.all(texts.map(async (text) => writeParquet(await parseCsv(text)).slice()));
}

/** Files of Parquet of which some bytes are others, are missing or stand twice. */
export async function parquetFiles(): Promise<(random: Random) => Promise<Tried>> {
	const files = await parquetSeeds();
	return (random) => {
		let bytes = anyOf(random, files).slice();
		for (let left = 1 + random.int(4); left > 0; left--) {
			// The footer, which says where all else is, is last.
			const place = random.uniform() < 0.5 ? random.int(bytes.length) : Math.max(0, bytes.length - 1 - random.int(300));
			const form = random.int(4);
			if (form < 2) bytes[place] = form === 0 ? random.int(256) : anyOf(random, [0, 1, 127, 128, 255]);
			else if (form === 2)
				bytes = Uint8Array.from([...bytes.subarray(0, place), ...bytes.subarray(place + 1 + random.int(8))]);
			else
				bytes = Uint8Array.from([...bytes.subarray(0, place), ...bytes.subarray(Math.max(0, place - random.int(8)))]);
		}
		return tryFile(bytes);
	};
}
