import { describe, expect, it } from "vitest";
import { parseCsv } from "../../src/table/csv";

const utf16 = (text: string, little: boolean, mark = true) => {
	const bytes = new Uint8Array(text.length * 2);
	const view = new DataView(bytes.buffer);
	for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), little);
	return mark ? new Uint8Array([...(little ? [0xff, 0xfe] : [0xfe, 0xff]), ...bytes]) : bytes;
};
const levels = async (source: Blob | ReadableStream<Uint8Array>, options?: Parameters<typeof parseCsv>[1]) => {
	const table = await parseCsv(source, options);
	const column = table.columns[0]!;
	return { name: column.name, levels: "levels" in column ? column.levels : [], warnings: table.warnings };
};
const TEXT = "größe,n\nüber,1\nnaïve 😀,2\n";
const READ = { name: "größe", levels: ["über", "naïve 😀"], warnings: undefined };

describe("bytes are decoded", () => {
	it("as UTF-8, with or without a byte order mark", async () => {
		expect(await levels(new Blob([TEXT]))).toEqual(READ);
		expect(await levels(new Blob(["\ufeff", TEXT]))).toEqual(READ);
	});

	it("as UTF-16, by its mark or by its zeros", async () => {
		expect(await levels(new Blob([utf16(TEXT, true)]))).toEqual(READ);
		expect(await levels(new Blob([utf16(TEXT, false)]))).toEqual(READ);
		expect(await levels(new Blob([utf16("name,n\nabc,1\n", true, false)]))).toMatchObject({ levels: ["abc"] });
		expect(await levels(new Blob([utf16("name,n\nabc,1\n", false, false)]))).toMatchObject({ levels: ["abc"] });
	});

	it("as windows-1252 where they are no UTF-8, and a warning says so", async () => {
		// "naïve €" in windows-1252: the euro sign is 0x80, which Latin-1 has not.
		const bytes = [
			...new TextEncoder().encode("word,n\nna"),
			0xef,
			...new TextEncoder().encode("ve "),
			0x80,
			0x2c,
			0x31,
		];
		const read = await levels(new Blob([new Uint8Array(bytes)]));
		expect(read.levels).toEqual(["naïve €"]);
		expect(read.warnings?.join()).toMatch(/not UTF-8.*windows-1252/);
	});

	it("as windows-1252 even if the first such byte comes late", async () => {
		const ascii = new TextEncoder().encode(`word,n\n${"plain,1\n".repeat(100_000)}`);
		const read = await levels(new Blob([ascii, new Uint8Array([0xe9, 0x2c, 0x31, 0x0a])]));
		expect(read.levels).toEqual(["plain", "é"]);
	});

	it("but not as two encodings in one file", async () => {
		const utf8 = new TextEncoder().encode(`wörd,n\n${"plain,1\n".repeat(100_000)}`);
		const reading = levels(new Blob([utf8, new Uint8Array([0xe9, 0x2c, 0x31, 0x0a])]));
		await expect(reading).rejects.toThrow(/not valid utf-8 .*"encoding" option/);
	});

	it("as the encoding that is given", async () => {
		const bytes = new Uint8Array([0x77, 0x2c, 0x6e, 0x0a, 0xe8, 0x2c, 0x31, 0x0a]); // "č" in ISO 8859-2
		expect((await levels(new Blob([bytes]), { encoding: "iso-8859-2" })).levels).toEqual(["č"]);
		await expect(levels(new Blob([bytes]), { encoding: "utf-8" })).rejects.toThrow(/not valid utf-8/);
		await expect(levels(new Blob([bytes]), { encoding: "klingon" })).rejects.toThrow(/"klingon" is not one/);
	});

	it("whole, wherever a stream cuts its characters", async () => {
		for (const bytes of [new TextEncoder().encode(`\ufeff${TEXT}`), utf16(TEXT, true)]) {
			for (const size of [1, 2, 3, 5]) {
				let at = 0;
				const stream = new ReadableStream<Uint8Array>({
					pull(c) {
						if (at >= bytes.length) return c.close();
						c.enqueue(bytes.slice(at, at + size));
						at += size;
					},
				});
				expect(await levels(stream)).toEqual(READ);
			}
		}
	});

	it.each([
		["a saved model", "STANDIN\0", /saved model and no table: open it as a saved model/],
		["a picture", "\x89PNG\r\n", /a picture \(PNG\)/],
	])("not at all where it is %s", async (_, start, said) => {
		const bytes = Uint8Array.from(`${start}\0\0\0`, (character) => character.charCodeAt(0));
		await expect(parseCsv(new Blob([bytes]))).rejects.toThrow(said);
	});

	it("not at all where the source is none", async () => {
		for (const source of [undefined, 5, { rows: 3 }, new Uint8Array(3)]) {
			const reading = parseCsv(source as unknown as string);
			await expect(reading).rejects.toMatchObject({
				name: "OptionError",
				message: expect.stringMatching(/string, a Blob/),
			});
		}
	});
});

it("a stream of text is read like a stream of bytes", async () => {
	const stream = new ReadableStream<string>({
		start(c) {
			for (const piece of ["a,", "b\n1", ",x\n"]) c.enqueue(piece);
			c.close();
		},
	});
	expect(await parseCsv(stream)).toEqual(await parseCsv("a,b\n1,x\n"));
});

it("an error of the stream is passed on", async () => {
	const broken = new ReadableStream<Uint8Array>({ start: (c) => c.error(new Error("network gone")) });
	await expect(parseCsv(broken)).rejects.toThrow("network gone");
});
