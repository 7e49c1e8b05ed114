import { createHash, randomUUID } from "node:crypto";
import { closeSync, constants, createReadStream, createWriteStream, fstatSync, open as openNumber } from "node:fs";
import { open, readFile, rename, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { basename } from "node:path";
import type { Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { OptionError } from "../index";
import { descriptorOf, targetOf } from "./output-target";
import type { Terminal } from "./terminal";
import { writeTo } from "./terminal";

/** What stands for standard input or output in the place of a file's name. */
export const STREAM = "-";

/** The bytes of a file, or of standard input for "-". */
export async function readBytes(path: string, terminal: Terminal): Promise<Uint8Array<ArrayBuffer>> {
	const { stdin, signal } = terminal;
	if (path !== STREAM) {
		try {
			return new Uint8Array(await readFile(path, { signal }));
		} catch (error) {
			// Of a folder the system does not say which.
			throw "syscall" in (error as Error) ? Object.assign(error as Error, { path }) : error;
		}
	}
	if (stdin.isTTY) {
		throw new OptionError('Nothing is piped in: name a file, or pipe one to "-".', { argument: path });
	}
	const parts: Uint8Array[] = [];
	const stop = () => stdin.destroy();
	signal.addEventListener("abort", stop, { once: true });
	try {
		for await (const part of stdin) parts.push(part as Uint8Array);
	} finally {
		signal.removeEventListener("abort", stop);
	}
	signal.throwIfAborted();
	return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

/** Name of a file as reports and messages have it; nothing for standard input. */
export const nameOf = (path: string) => (path === STREAM ? undefined : basename(path));

/** What was written. */
export interface Written {
	readonly bytes: number;
	/** SHA-256 of all of it, as hexadecimal digits. */
	readonly sha256: string;
}

/** A file that is being written. */
export interface Output {
	write(piece: string | Uint8Array): Promise<void>;
	/** Gives the file its name. */
	finish(): Promise<Written>;
	/** Removes what was written; harmless when it is finished. */
	discard(): Promise<void>;
}

/** Where the bytes of an output go, and what becomes of them in the end. */
interface Sink {
	write(part: Uint8Array): Promise<void>;
	finish?(): Promise<void>;
	discard?(): Promise<void>;
}

/** The bytes lie beside the file until they are whole. One that is replaced keeps who may read it. */
async function replacing(path: string, mode: number | undefined): Promise<Sink> {
	const partial = `${path}.${randomUUID().slice(0, 8)}.part`;
	const file = await open(partial, "wx", mode);
	return {
		write: (part) => file.appendFile(part),
		async finish() {
			await file.close();
			await rename(partial, path);
		},
		async discard() {
			await file.close().catch(() => {});
			await rm(partial, { force: true });
		},
	};
}

/** How often it is looked whether somebody reads a pipe. */
const LOOK_MS = 50;

/**
 * Opens a device or pipe, once somebody reads the pipe. Waiting within the system's own calls would outlast every signal:
 * a pipe is opened and written to by those that do not wait. Devices answer such writes with errors and are opened anew.
 */
async function openStream(path: string, signal: AbortSignal): Promise<Writable> {
	const { O_WRONLY, O_NONBLOCK = 0 } = constants;
	for (;;) {
		signal.throwIfAborted();
		try {
			const fd = await promisify(openNumber)(path, O_WRONLY | O_NONBLOCK);
			if (fstatSync(fd).isFIFO()) return new Socket({ fd, readable: false, writable: true });
			closeSync(fd);
			return (await open(path, O_WRONLY)).createWriteStream();
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error;
			await setTimeout(LOOK_MS);
		}
	}
}

async function streaming(path: string, signal: AbortSignal): Promise<Sink> {
	const stream = await openStream(path, signal);
	// Whoever writes hears of it too.
	stream.on("error", () => {});
	return {
		write: (part) => writeTo(stream, part, signal),
		finish: () =>
			new Promise((resolve, reject) => {
				signal.addEventListener("abort", () => reject(signal.reason), { once: true });
				stream.end((error?: Error | null) => (error ? reject(error) : resolve()));
			}),
		discard: async () => void stream.destroy(),
	};
}

async function sinkOf(path: string, { stdout, stderr, signal }: Terminal): Promise<Sink> {
	if (path === STREAM) return { write: (part) => writeTo(stdout, part, signal) };
	const target = await targetOf(path);
	if (target.kind === "file") return replacing(target.path, target.mode);
	if (target.kind === "stream") return streaming(target.path, signal);
	const { fd } = target;
	const stream = fd === 1 ? stdout : fd === 2 ? stderr : createWriteStream("", { fd, autoClose: false });
	return { write: (part) => writeTo(stream, part, signal) };
}

/**
 * Opens a file, or standard output for "-". A regular file appears under its name when it is finished: until then its
 * bytes lie beside it. A device or pipe is written to as it is, and a link leads to what it names.
 */
export async function openOutput(path: string, terminal: Terminal): Promise<Output> {
	const hash = createHash("sha256");
	let bytes = 0;
	const sink = await sinkOf(path, terminal);
	return {
		async write(piece) {
			terminal.signal.throwIfAborted();
			const part = typeof piece === "string" ? Buffer.from(piece) : piece;
			hash.update(part);
			bytes += part.length;
			await sink.write(part).catch((error: unknown) => {
				// What is written to an open file fails without its name.
				if (path !== STREAM && error instanceof Error && "syscall" in error) Object.assign(error, { path });
				throw error;
			});
		},
		async finish() {
			await sink.finish?.();
			return { bytes, sha256: hash.digest("hex") };
		},
		async discard() {
			await sink.discard?.();
		},
	};
}

/** Writes pieces to a file, or to standard output for "-"; where that fails or is stopped, nothing is left behind. */
export async function writePieces(
	path: string,
	pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
	terminal: Terminal,
): Promise<Written> {
	const output = await openOutput(path, terminal);
	try {
		for await (const piece of pieces) await output.write(piece);
		return await output.finish();
	} catch (error) {
		await output.discard();
		throw error;
	}
}

/** SHA-256 of a file; nothing where there is no such file. */
export async function checksumOf(path: string): Promise<string | undefined> {
	const hash = createHash("sha256");
	try {
		for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
	return hash.digest("hex");
}

/**
 * Where a result goes: the file that was named; standard output where that is no terminal, or where it holds text.
 *
 * @throws OptionError where bytes would go to a terminal.
 */
export function outputOf(out: unknown, text: boolean, { stdout }: Terminal): string {
	if (out !== undefined) return descriptorOf(String(out)) === 1 ? STREAM : String(out);
	if (stdout.isTTY && !text) {
		throw new OptionError("This is no text to show in a terminal: name a file by --out FILE, or pipe it on.", {
			option: "out",
		});
	}
	return STREAM;
}
