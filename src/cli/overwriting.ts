import { type BigIntStats, fstatSync } from "node:fs";
import { stat } from "node:fs/promises";
import { OptionError } from "../index";
import { typedName } from "./arguments";
import type { Command, Given, OptionGroups } from "./command";
import { STREAM } from "./files";
import { manifestPath } from "./manifest";
import { descriptorOf, targetOf } from "./output-target";

/** A file that a command reads or writes. */
interface Use {
	/** What a person calls it: `--out FILE`, or the argument. */
	readonly called: string;
	readonly path: string;
	readonly written: boolean;
}

/** The manifest that is written beside a shard's file. */
async function manifestOf(uses: readonly Use[], { options }: Given): Promise<Use[]> {
	const out = uses.find(({ called }) => called === "--out");
	const isShard = Object.values(options).some((group) => group.shard !== undefined);
	if (!isShard || !out || out.path === STREAM || (await targetOf(out.path)).kind !== "file") return [];
	return [{ called: "the manifest of --out", path: manifestPath(out.path), written: true }];
}

function usesOf(command: Command, groups: OptionGroups, given: Given): Use[] {
	const read = command.names ? [] : command.arguments.map((name, i) => [name, given.arguments[i] ?? STREAM] as const);
	const uses = read.map(([name, path]): Use => ({ called: name.replace(/\W/g, ""), path, written: false }));
	for (const [group, options] of Object.entries(groups)) {
		for (const [name, { file }] of Object.entries(options)) {
			const value = given.options[group]?.[name] ?? (name === "out" ? STREAM : undefined);
			if (!file || value === undefined) continue;
			uses.push({ called: `--${typedName(name)}`, path: String(value), written: file === "written" });
		}
	}
	return uses;
}

function statOf(fd: number): BigIntStats | undefined {
	try {
		return fstatSync(fd, { bigint: true });
	} catch {
		// It is not open: whoever uses it says so.
		return undefined;
	}
}

/** What makes two paths one file, and whether it is a regular file; nothing for a terminal and other devices of characters. */
async function identity({
	path,
	written,
}: Use): Promise<{ readonly id: string; readonly regular: boolean } | undefined> {
	const fd = path === STREAM ? Number(written) : descriptorOf(path);
	const found = fd === undefined ? await stat(path, { bigint: true }).catch(() => undefined) : statOf(fd);
	if (found?.isCharacterDevice()) return fd === undefined ? undefined : { id: `open ${fd}`, regular: false };
	if (found) return { id: `${found.dev}:${found.ino}`, regular: found.isFile() };
	if (fd !== undefined || !written) return undefined;
	const target = await targetOf(path);
	return target.kind === "file" ? { id: target.path, regular: true } : undefined;
}

/**
 * Refuses outputs that would overwrite what the same command reads, or one another, by whatever names; and those whose
 * folder is missing, before any work is done.
 *
 * @throws OptionError that names both; what the system says of a path that cannot be written.
 */
export async function refuseOverwriting(command: Command, groups: OptionGroups, given: Given): Promise<void> {
	const seen = new Map<string, Use>();
	const uses = usesOf(command, groups, given);
	for (const use of [...uses, ...(await manifestOf(uses, given))]) {
		if (use.written && use.path !== STREAM) await targetOf(use.path);
		const { id, regular } = (await identity(use)) ?? {};
		const other = id === undefined ? undefined : seen.get(id);
		if (id !== undefined && !other) seen.set(id, use);
		if (!other || (!use.written && !other.written)) continue;
		// A socket may be read and written at once; of a file either side would be lost.
		if (!regular && use.written !== other.written) continue;
		const [first, second] = use.written ? [use, other] : [other, use];
		throw new OptionError(
			second.written
				? `${first.called} and ${second.called} are one file, “${first.path}”: one would overwrite the other. Name two files.`
				: `${first.called} “${first.path}” is the file that is read as ${second.called}, and would overwrite it. Name another file.`,
			{ option: first.called, value: first.path },
		);
	}
}
