import { TableError } from "../errors";

/** First bytes of files that people take for CSV, and what to do with each. */
const FOREIGN: readonly [readonly number[], string][] = [
	[[0x50, 0x4b, 0x03, 0x04], "a zip archive or an Excel workbook: save the sheet as CSV first"],
	[[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook: save the sheet as CSV first"],
	[[0x1f, 0x8b], "compressed with gzip: unpack it first"],
	[[0x50, 0x41, 0x52, 0x31], "a Parquet file, not CSV"],
	[[0x25, 0x50, 0x44, 0x46], "a PDF document, not CSV"],
	[[0x53, 0x54, 0x41, 0x4e, 0x44, 0x49, 0x4e, 0x00], "a saved model and no table: open it as a saved model"],
	[[0x89, 0x50, 0x4e, 0x47], "a picture (PNG): choose a CSV file or another table"],
	[[0xff, 0xd8, 0xff], "a picture (JPEG): choose a CSV file or another table"],
	[[0x47, 0x49, 0x46, 0x38], "a picture (GIF): choose a CSV file or another table"],
];
const DEFAULT_UTF8 = "utf-8";

/** What windows-1252 has at 0x80 … 0x9f, where it differs from Latin-1 (WHATWG Encoding Standard, index windows-1252). */
const WINDOWS_1252 =
	"\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
	"\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

/**
 * Bytes to text, piece by piece: by the byte order mark, else as UTF-8, and as windows-1252 from the first byte
 * that is no UTF-8, provided that everything before it was ASCII.
 */
export class TextDecoding {
	/** Encoding in use, as `TextDecoder` calls it; known after the first piece. */
	encoding: string | undefined;
	private decoder: TextDecoder | undefined;
	/** Begun but unfinished character at the end of the last piece. */
	private carried = new Uint8Array(0);
	private asciiSoFar = true;
	private bytesDone = 0;
	/** Whether another encoding may be tried where UTF-8 fails. */
	private readonly guesses: boolean;
	private readonly warn: (sentence: string) => void;

	constructor(encoding: string | undefined, warn: (sentence: string) => void) {
		this.guesses = encoding === undefined;
		this.warn = warn;
		if (encoding !== undefined) this.use(encoding);
	}

	/** Text of the next bytes; `last` says that no more will come. Throws `TableError` where they are not text. */
	decode(piece: Uint8Array, last: boolean): string {
		const bytes = this.carried.length ? concat(this.carried, piece) : piece;
		this.carried = new Uint8Array(0);
		if (this.bytesDone === 0 && bytes.length < 4 && !last) {
			this.carried = bytes.slice();
			return "";
		}
		if (this.bytesDone === 0) refuseForeign(bytes);
		if (this.encoding === undefined) this.use(guessEncoding(bytes));
		const text = this.encoding === DEFAULT_UTF8 ? this.decodeUtf8(bytes, last) : this.decodeOther(bytes, last);
		this.bytesDone += bytes.length - this.carried.length;
		return text;
	}

	private use(encoding: string): void {
		this.encoding = encoding.toLowerCase() === "utf8" ? DEFAULT_UTF8 : encoding.toLowerCase();
		if (this.encoding !== "windows-1252")
			this.decoder = new TextDecoder(this.encoding, { fatal: true, ignoreBOM: true });
	}

	private decodeUtf8(bytes: Uint8Array, last: boolean): string {
		const whole = last ? bytes.length : bytes.length - unfinished(bytes);
		try {
			const text = this.decoder!.decode(bytes.subarray(0, whole));
			this.carried = bytes.slice(whole);
			if (text.length !== whole) this.asciiSoFar = false;
			return text;
		} catch (cause) {
			if (!this.asciiSoFar || !this.guesses) throw this.refusal(cause);
			this.encoding = "windows-1252";
			this.warn("The text is not UTF-8 and was read as windows-1252 (Western European); check its accented letters.");
			return this.decodeOther(bytes, last);
		}
	}

	private decodeOther(bytes: Uint8Array, last: boolean): string {
		if (this.encoding === "windows-1252") return decodeWindows1252(bytes);
		try {
			return this.decoder!.decode(bytes, { stream: !last });
		} catch (cause) {
			throw this.refusal(cause);
		}
	}

	private refusal(cause: unknown): TableError {
		return new TableError(
			`The text is not valid ${this.encoding} somewhere after byte ${this.bytesDone}. ` +
				'Save it as UTF-8, or name its encoding with the "encoding" option.',
			{ encoding: this.encoding, byte: this.bytesDone },
			cause,
		);
	}
}

/** Not `TextDecoder`: some Node releases decode windows-1252 as Latin-1. */
function decodeWindows1252(bytes: Uint8Array): string {
	let text = "";
	const units = new Uint16Array(8192);
	for (let from = 0; from < bytes.length; from += units.length) {
		const count = Math.min(units.length, bytes.length - from);
		for (let i = 0; i < count; i++) {
			const byte = bytes[from + i]!;
			units[i] = byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252.charCodeAt(byte - 0x80) : byte;
		}
		text += String.fromCharCode(...units.subarray(0, count));
	}
	return text;
}

function guessEncoding(bytes: Uint8Array): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
	const looked = bytes.subarray(0, 1024);
	let [even, odd] = [0, 0];
	for (let i = 0; i < looked.length; i++) {
		if (looked[i] === 0) i % 2 ? odd++ : even++;
	}
	// ASCII text in UTF-16 without a mark: every other byte is zero.
	if (odd * 2 > looked.length * 0.8 && even === 0) return "utf-16le";
	if (even * 2 > looked.length * 0.8 && odd === 0) return "utf-16be";
	return DEFAULT_UTF8;
}

/** Bytes at the end that begin a UTF-8 character without finishing it. */
function unfinished(bytes: Uint8Array): number {
	for (let back = 1; back <= 3 && back <= bytes.length; back++) {
		const byte = bytes[bytes.length - back]!;
		if (byte < 0x80) return 0;
		if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
	}
	return 0;
}

function refuseForeign(bytes: Uint8Array): void {
	for (const [mark, what] of FOREIGN) {
		if (mark.every((byte, i) => bytes[i] === byte)) throw new TableError(`This is ${what}.`, { byte: 0 });
	}
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
	const both = new Uint8Array(a.length + b.length);
	both.set(a);
	both.set(b, a.length);
	return both;
}

/** Refuses text that holds what no text does: NUL, or a share of control characters beyond any typist's slip. */
export function refuseBinary(text: string, charactersBefore: number): void {
	const nul = text.indexOf("\0");
	const remedy = "Choose a CSV file; a spreadsheet can save one.";
	if (nul >= 0) {
		throw new TableError(`This is not text: character ${charactersBefore + nul + 1} is NUL. ${remedy}`, {
			character: charactersBefore + nul,
		});
	}
	if (charactersBefore > 0) return;
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
	const control = text.slice(0, 4096).match(/[\u0001-\u0008\u000e-\u001f]/g)?.length ?? 0;
	if (control * 20 > Math.min(text.length, 4096)) {
		throw new TableError(`This is not text: ${control} of its first characters are control codes. ${remedy}`, {
			character: 0,
		});
	}
}
