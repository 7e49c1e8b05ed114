/**
 * Unfinished fits that outlive a reload of their page. Each is encrypted with a key of its own, which the tab's session
 * storage alone holds: a reload leaves it, and with the tab it goes. Rows are never kept.
 */
import { SavedModelError } from "../errors";
import type { Table } from "../table/table";
import { tableDigest } from "../table/table-digest";
import type { FitSetup, Keeper } from "../wire/api";
import {
	change,
	deleteOld,
	type Entry,
	expiry,
	notKept,
	openDatabase,
	placeOf,
	readCheckpoints,
	readEntry,
	remove,
	takeLock,
} from "../wire/fit-database";
import { keyed, keyOf, setKey } from "../wire/fit-keys";
import { newKey, open, readKey, seal } from "../wire/sealed";
import type { Device } from "../worker/run";
import { VERSION } from "./version";

/** What of a fit is kept besides its checkpoints. Plain data. */
export interface About {
	readonly generator: string;
	readonly options: object;
	readonly setup: FitSetup;
	readonly maxTrainingRows?: number | undefined;
	/** The page's own, of `keepNote`. */
	readonly note?: unknown;
	readonly seed: number | string;
	readonly device: Device;
	/** Of the table, as `tableDigest` gives it. */
	readonly digest: string;
	readonly rows: number;
	readonly columns: number;
	/** Hours after its last checkpoint for which it is kept. */
	readonly hours: number;
	/** When it began, in milliseconds since 1970. */
	readonly begun: number;
}

/** A fit that is being kept. */
export interface Keeping {
	/** What was kept before, by name. */
	readonly kept: ReadonlyMap<string, unknown>;
	/** By which the worker keeps its checkpoints; absent where the fit cannot be kept. */
	readonly keeper?: Keeper;
	/** Why it cannot be kept, one sentence. */
	readonly notKept?: string;
	/** Ends it and deletes what was kept, unless `stays` is true: for a fit that met with an accident. */
	end(stays?: boolean): Promise<void>;
}

/** Told once why a fit cannot be kept. */
type Tell = (failure: string) => void;

/** A fit that was cut off and can be continued in this tab. */
export interface Found {
	readonly id: string;
	readonly about: About;
	/** When it is deleted, in milliseconds since 1970. */
	readonly expires: number;
}

/** @param release lets go of the fit's lock. */
function keeping(keeper: Keeper, kept: Keeping["kept"], release: () => void): Keeping {
	return {
		kept,
		keeper,
		async end(stays = false) {
			try {
				if (!stays) await within((database) => forget(database, [keeper.id]));
			} catch {
				// Without its key it is of no use to anybody, and it expires.
			} finally {
				release();
			}
		},
	};
}

/** Begins to keep a fit. Never rejects: one that cannot be kept goes on all the same. */
export async function keepFit(
	chosen: Omit<About, "digest" | "rows" | "columns" | "begun">,
	table: Table,
	tell: Tell,
): Promise<Keeping> {
	const { hours } = chosen;
	let release: (() => void) | undefined;
	try {
		if (!globalThis.crypto.subtle) throw new Error("pages over http cannot encrypt; serve it by https.");
		const id = crypto.randomUUID();
		const text = newKey();
		const keeper: Keeper = { id, version: VERSION, key: await readKey(text), hours };
		const digest = await tableDigest(table);
		const about: About = { ...chosen, digest, rows: table.rows, columns: table.columns.length, begun: Date.now() };
		const entry: Entry = { expires: expiry(hours), about: await seal(about, keeper.key, placeOf(keeper)) };
		release = await takeLock(id);
		const database = await openDatabase();
		try {
			await deleteOld(database);
			await change(database, (fits) => void fits.put(entry, id));
		} finally {
			database.close();
		}
		setKey(id, text);
		return keeping(keeper, new Map(), release ?? (() => {}));
	} catch (error) {
		release?.();
		const failure = notKept(error);
		tell(failure);
		return { kept: new Map(), notKept: failure, end: async () => {} };
	}
}

/** Uses the database, and closes it. */
async function within<T>(use: (database: IDBDatabase) => Promise<T>): Promise<T> {
	try {
		const database = await openDatabase();
		try {
			return await use(database);
		} finally {
			database.close();
		}
	} catch (cause) {
		const message = `The browser does not give back the fits that it kept: ${(cause as Error).message}`;
		throw new SavedModelError(message, {}, cause);
	}
}

/**
 * The fits that were cut off in this tab and can be continued, the latest first. Those that are too old, or that another
 * build kept, are deleted.
 */
export async function findFits(): Promise<Found[]> {
	if (!globalThis.crypto.subtle || !globalThis.indexedDB) return [];
	return within(async (database) => {
		await deleteOld(database);
		const found: Found[] = [];
		for (const id of keyed()) {
			const release = await takeLock(id);
			const [entry, text] = [await readEntry(database, id), keyOf(id)];
			release?.();
			if (!entry || !text || !release) continue;
			try {
				const about = (await open(entry.about, await readKey(text), placeOf({ version: VERSION, id }))) as About;
				found.push({ id, expires: entry.expires, about });
			} catch {
				await forget(database, [id]);
			}
		}
		return found.sort((a, b) => b.about.begun - a.about.begun);
	});
}

async function forget(database: IDBDatabase, ids: readonly string[]): Promise<void> {
	for (const id of ids) setKey(id, undefined);
	await change(database, (...stores) => {
		for (const id of ids) remove(stores, id);
	});
}

/** Takes up a found fit again; undefined where it is in progress elsewhere, or was deleted, meanwhile. */
export async function continueKeeping({ id, about: { hours } }: Found): Promise<Keeping | undefined> {
	const text = keyOf(id);
	const release = text === undefined ? undefined : await takeLock(id);
	if (text === undefined || !release) return undefined;
	try {
		const keeper: Keeper = { id, version: VERSION, key: await readKey(text), hours };
		const kept = new Map<string, unknown>();
		for (const [name, sealed] of await within((database) => readCheckpoints(database, id))) {
			kept.set(name, ((await open(sealed, keeper.key, placeOf(keeper, name))) as { state: unknown }).state);
		}
		return keeping(keeper, kept, release);
	} catch (error) {
		release();
		throw error;
	}
}

/** Deletes the fits that were cut off in this tab. */
export async function forgetFits(): Promise<void> {
	const found = await findFits();
	if (found.length > 0)
		await within((database) =>
			forget(
				database,
				found.map(({ id }) => id),
			),
		);
}
