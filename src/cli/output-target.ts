import { readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** Where an output's bytes go. */
export type Target =
	/** A regular file, or a name that is still free: written beside it and renamed. */
	| { readonly kind: "file"; readonly path: string; readonly mode?: number }
	/** A device, a pipe or a socket: opened and written to. */
	| { readonly kind: "stream"; readonly path: string }
	/** What this process has open already, by its number. */
	| { readonly kind: "descriptor"; readonly fd: number };

/** Names of what is open already: opening it anew would cut off a file that another program is appending to. */
const DESCRIPTOR = /^\/(?:dev|proc\/(?:self|thread-self|\d+))\/fd\/(\d+)$/;
const STANDARD: Readonly<Record<string, number>> = { "/dev/stdout": 1, "/dev/stderr": 2 };

/** Number of the open file that `path` names; nothing for every other path. */
export function descriptorOf(path: string): number | undefined {
	const absolute = resolve(path);
	const [, fd] = DESCRIPTOR.exec(absolute) ?? [];
	return STANDARD[absolute] ?? (fd === undefined ? undefined : Number(fd));
}

/** What `look` finds; nothing where there is nothing. */
async function orNothing<T>(look: Promise<T>): Promise<T | undefined> {
	try {
		return await look;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}

/** Longest row of links that is followed: what Linux allows. */
const MOST_LINKS = 40;

/** The free name that a link to nothing leads to; `path` itself where it is no link. */
async function endOfLinks(path: string, links = 0): Promise<string> {
	const folder = await realpath(dirname(path));
	const here = join(folder, basename(path));
	const link = await readlink(here).catch(() => undefined);
	if (link === undefined || links === MOST_LINKS) return here;
	return endOfLinks(resolve(folder, link), links + 1);
}

/**
 * Where what is written to `path` goes, links followed.
 *
 * @throws what the system says of a folder, or of a path that lies in none; with the path.
 */
export async function targetOf(path: string): Promise<Target> {
	const fd = descriptorOf(path);
	if (fd !== undefined) return { kind: "descriptor", fd };
	const found = await orNothing(stat(path));
	if (found?.isDirectory()) {
		throw Object.assign(new Error(`EISDIR: ${path}`), { code: "EISDIR", syscall: "open", path });
	}
	if (!found) {
		const end = await orNothing(endOfLinks(path));
		if (end !== undefined) return { kind: "file", path: end };
		throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT", syscall: "open", dest: path, output: true });
	}
	if (found.isFile()) return { kind: "file", path: await realpath(path), mode: found.mode & 0o777 };
	return { kind: "stream", path };
}
