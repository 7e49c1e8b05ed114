import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { VERSION } from "../page/version";
import { checksumOf, STREAM, type Written } from "./files";
import { targetOf } from "./output-target";
import { partOf, type Shard } from "./shard";

/** What a shard was made of. Two runs of the same order give the same file. */
export interface Order {
	readonly command: string;
	/** Version of the package: another one may give other bytes. */
	readonly version: string;
	readonly seed: number | string;
	/** Rows or tables of the whole run. */
	readonly total: number;
	readonly shard: Shard;
	/** First row or table of this shard, and how many. */
	readonly offset: number;
	readonly count: number;
	readonly format: string;
	/** SHA-256 of what it was made from, by what that is. */
	readonly from: Readonly<Record<string, string>>;
	/** All else that was asked for. */
	readonly options: Readonly<Record<string, unknown>>;
}

/** What lies beside a finished shard, as JSON. */
export interface Manifest extends Order {
	readonly file: string;
	readonly bytes: number;
	readonly sha256: string;
}

/** The order of a shard. */
export function orderOf(
	asked: Omit<Order, "version" | "offset" | "count" | "from"> & { readonly from?: Order["from"] },
): Order {
	return { version: VERSION, from: {}, ...asked, ...partOf(asked.total, asked.shard) };
}

/** Where the manifest of a shard lies. */
export const manifestPath = (file: string) => `${file}.manifest.json`;

/** Whether `file` is there, whole, and made by this very order: then it need not be made again. */
export async function isMade(file: string, order: Order): Promise<boolean> {
	if (file === STREAM || (await targetOf(file)).kind !== "file") return false;
	let text: string;
	try {
		text = await readFile(manifestPath(file), "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
		throw error;
	}
	let known: Manifest;
	try {
		known = JSON.parse(text);
	} catch {
		// Cut off as it was written: the shard is made again.
		return false;
	}
	const { file: _, bytes: __, sha256, ...made } = known;
	return JSON.stringify(made) === JSON.stringify(order) && (await checksumOf(file)) === sha256;
}

/** Writes the manifest of a finished shard beside it; what went to a device or pipe has none. */
export async function writeManifest(file: string, order: Order, { bytes, sha256 }: Written): Promise<void> {
	if (file === STREAM || (await targetOf(file)).kind !== "file") return;
	const manifest: Manifest = { ...order, file: basename(file), bytes, sha256 };
	await writeFile(manifestPath(file), `${JSON.stringify(manifest, null, "\t")}\n`);
}
