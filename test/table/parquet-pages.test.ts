import { parquetMetadata } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { TableError } from "../../src/errors";
import { checkPages, checkSchema } from "../../src/table/formats/parquet-pages";
import { readTable } from "../../src/table/read-table";

const words = Array.from({ length: 400 }, (_, i) => (i % 2 ? "same" : "other"));
const numbers = Array.from({ length: 40 }, (_, i) => (i % 7 === 0 ? null : 2 * i + (i % 3)));
const file = (column: Parameters<typeof parquetWriteBuffer>[0]["columnData"][number]) =>
	new Uint8Array(parquetWriteBuffer({ columnData: [column], codec: "UNCOMPRESSED" }));

const FILES = {
	"a dictionary": file({ name: "w", data: words, type: "STRING", nullable: true }),
	"plain numbers": file({ name: "n", data: numbers, type: "INT32", nullable: true }),
	differences: file({ name: "d", data: numbers, type: "INT32", nullable: true, encoding: "DELTA_BINARY_PACKED" }),
	"texts by their differences": file({ name: "t", data: words, type: "STRING", encoding: "DELTA_BYTE_ARRAY" }),
};

test.each(Object.entries(FILES))(
	"a Parquet file with %s whose pages are damaged is read or refused at once",
	async (_, bytes) => {
		expect((await readTable(bytes)).rows).toBeGreaterThan(0);
		const footer = bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
		let refused = 0;
		for (let place = 4; place < Math.min(footer, 90); place++) {
			for (const byte of [0, 0xff]) {
				const damaged = bytes.slice();
				damaged[place] = byte;
				const error = await readTable(damaged).then(
					() => undefined,
					(cause) => cause,
				);
				if (!error) continue;
				expect(error).toBeInstanceOf(TableError);
				refused++;
			}
		}
		expect(refused).toBeGreaterThan(20);
	},
);

test("a page that does not say how long its levels are is refused", async () => {
	// The head of a page of version 2: 400 values, none missing, in 400 rows, indices, levels of 3 and 0 bytes, compressed.
	const head = [0x5c, 0x15, 0xa0, 0x06, 0x15, 0, 0x15, 0xa0, 0x06, 0x15, 0x10, 0x15, 0x06, 0x15, 0, 0, 0];
	const bytes = FILES["a dictionary"].slice();
	const at = bytes.findIndex((_, i) => head.every((byte, k) => bytes[i + k] === byte));
	expect(at).toBeGreaterThan(0);
	// Its two structures end after the encoding, and the page begins with a number that goes on for ever when read from NaN.
	bytes.set([0, 0, 0x80], at + 11);
	await expect(readTable(bytes)).rejects.toThrow("The Parquet file is damaged or incomplete.");
});

test("a file that states a billion rows in a few bytes is refused with figures", async () => {
	const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))]);
	const bytes = [...file({ name: "w", data: Array(400).fill("same"), type: "STRING" })];
	const length = new DataView(Uint8Array.from(bytes.slice(-8)).buffer).getUint32(0, true);
	const footer = bytes.splice(bytes.length - 8 - length).slice(0, length);
	// Whole numbers are written as twice their value.
	const [own, stated] = [varint(2 * 400), varint(2 * 1e9)];
	for (let at = footer.length - own.length; at >= 0; at--) {
		if (own.every((byte, k) => footer[at + k] === byte)) footer.splice(at, own.length, ...stated);
	}
	const end = new Uint8Array(new Uint32Array([footer.length]).buffer);
	const huge = Uint8Array.from([...bytes, ...footer, ...end, ...new TextEncoder().encode("PAR1")]);
	expect(huge.length).toBeLessThan(2000);
	const refused = readTable(huge);
	await expect(refused).rejects.toThrow("states 1,000,000,000 rows with 1,000,000,000 cells; at most 67,108,864");
	await expect(refused).rejects.toBeInstanceOf(TableError);
});

test("a Parquet file of two columns by one name is refused, and leaves no error that nobody catches", () => {
	const bytes = new Uint8Array(
		parquetWriteBuffer({
			columnData: [
				{ name: "a", data: words, type: "STRING" },
				{ name: "b", data: words, type: "STRING" },
			],
			codec: "UNCOMPRESSED",
		}),
	);
	const metadata = parquetMetadata(bytes.buffer as ArrayBuffer);
	checkPages(bytes.buffer as ArrayBuffer, metadata, {});
	metadata.row_groups[0]!.columns[1]!.meta_data!.path_in_schema = ["a"];
	expect(() => checkPages(bytes.buffer as ArrayBuffer, metadata, {})).toThrow('Two columns are called ["a"]');
});

test("a Parquet file whose group has fewer than no columns is refused", () => {
	const metadata = parquetMetadata(FILES.differences.buffer as ArrayBuffer);
	checkSchema(metadata);
	metadata.schema[0]!.num_children = -1;
	expect(() => checkSchema(metadata)).toThrow("count of columns in a group");
});
