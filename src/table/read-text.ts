import { OptionError, TableError } from "../errors";
import { refuseBinary, TextDecoding } from "./decode-text";

/** What a table can be read from: text, a file, or a stream of bytes or text. */
export type TextSource = string | Blob | ReadableStream<Uint8Array> | ReadableStream<string>;

export interface ReadTextOptions {
	encoding?: string;
	maxBytes: number;
	signal?: AbortSignal;
	warn(sentence: string): void;
}

/** A piece of text, and how much of the source was read up to its end. */
export interface TextPiece {
	readonly text: string;
	/** Whether a byte order mark stood before it. */
	readonly bom?: boolean;
	/** Bytes read so far (characters, where the source is text). */
	readonly bytes: number;
	/** Bytes in all, where known. */
	readonly totalBytes?: number;
}

/** Small enough to be read into cells within one frame or two. */
const PIECE = 65_536;
const BYTE_ORDER_MARK = 0xfeff;

/** The source's text in pieces of at most 64 Ki characters, decoded, without a byte order mark, never binary. */
export async function* readText(source: TextSource, options: ReadTextOptions): AsyncGenerator<TextPiece> {
	const decoding = new TextDecoding(options.encoding, options.warn);
	const totalBytes = typeof source === "string" ? source.length : source instanceof Blob ? source.size : undefined;
	if (totalBytes !== undefined) refuseTooLong(totalBytes, options.maxBytes);
	let bytes = 0;
	let characters = 0;
	let bom = false as boolean;
	const check = (text: string): string => {
		refuseBinary(text, characters);
		bom = characters === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK;
		const clean = bom ? text.slice(1) : text;
		characters += text.length;
		return clean;
	};
	for await (const piece of pieces(source, options.signal)) {
		bytes += piece.length;
		refuseTooLong(bytes, options.maxBytes);
		const text = check(typeof piece === "string" ? piece : decoding.decode(piece, false));
		yield { text, bytes, totalBytes, ...(bom && { bom }) };
	}
	const rest = check(decoding.decode(new Uint8Array(0), true));
	if (rest) yield { text: rest, bytes, totalBytes, ...(bom && { bom }) };
}

async function* pieces(source: TextSource, signal: AbortSignal | undefined): AsyncGenerator<string | Uint8Array> {
	if (typeof source === "string") {
		for (let from = 0; from < source.length; from += PIECE) yield source.slice(from, from + PIECE);
	} else if (source instanceof Blob) {
		for (let from = 0; from < source.size; from += PIECE * 16) {
			const bytes = new Uint8Array(await source.slice(from, from + PIECE * 16).arrayBuffer());
			yield* split(bytes);
		}
	} else if (typeof (source as ReadableStream | undefined)?.getReader === "function") {
		yield* streamPieces(source, signal);
	} else {
		throw new OptionError(`The source of a table must be a string, a Blob or a ReadableStream, not ${kindOf(source)}.`);
	}
}

async function* streamPieces(source: ReadableStream, signal: AbortSignal | undefined) {
	const reader: ReadableStreamDefaultReader<unknown> = source.getReader();
	// An abort must not wait for a stream that never delivers.
	const stop = () => void reader.cancel(signal?.reason).catch(() => {});
	signal?.addEventListener("abort", stop, { once: true });
	try {
		for (;;) {
			const { done, value } = await reader.read();
			signal?.throwIfAborted();
			if (done) return;
			if (typeof value === "string") yield* split(value);
			else if (ArrayBuffer.isView(value))
				yield* split(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
			else if (value instanceof ArrayBuffer) yield* split(new Uint8Array(value));
			else throw new OptionError(`The stream of a table must deliver bytes or text, not ${kindOf(value)}.`);
		}
	} finally {
		signal?.removeEventListener("abort", stop);
		await reader.cancel().catch(() => {});
		reader.releaseLock();
	}
}

function* split<T extends string | Uint8Array>(piece: T): Generator<T> {
	for (let from = 0; from < piece.length; from += PIECE) {
		yield (typeof piece === "string" ? piece.slice(from, from + PIECE) : piece.subarray(from, from + PIECE)) as T;
	}
}

function refuseTooLong(bytes: number, maxBytes: number): void {
	if (bytes <= maxBytes) return;
	throw new TableError(
		`The table is longer than ${maxBytes} bytes. Take fewer rows or columns, or allow more with the "maxBytes" option.`,
		{ maxBytes },
	);
}

function kindOf(value: unknown): string {
	return value === null ? "null" : typeof value === "object" ? (value.constructor?.name ?? "an object") : typeof value;
}
