import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { OptionError } from "../index";
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

/**
 * Opens a file, or standard output for "-". A file appears under its name when it is finished: until then its bytes lie
 * beside it.
 */
export async function openOutput(path: string, { stdout, signal }: Terminal): Promise<Output> {
	const hash = createHash("sha256");
	let bytes = 0;
	const partial = `${path}.${randomUUID().slice(0, 8)}.part`;
	const file = path === STREAM ? undefined : await open(partial, "wx");
	return {
		async write(piece) {
			signal.throwIfAborted();
			const part = typeof piece === "string" ? Buffer.from(piece) : piece;
			hash.update(part);
			bytes += part.length;
			await (file ? file.appendFile(part) : writeTo(stdout, part));
		},
		async finish() {
			await file?.close();
			if (file) await rename(partial, path);
			return { bytes, sha256: hash.digest("hex") };
		},
		async discard() {
			await file?.close().catch(() => {});
			if (file) await rm(partial, { force: true });
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
	if (out !== undefined) return String(out);
	if (stdout.isTTY && !text) {
		throw new OptionError("This is no text to show in a terminal: name a file by --out FILE, or pipe it on.", {
			option: "out",
		});
	}
	return STREAM;
}
