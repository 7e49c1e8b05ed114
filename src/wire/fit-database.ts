/** Where unfinished fits lie: the browser's database, and the tab's session storage with their keys. */
import type { Keeper } from "./api";
import { keyed, PREFIX, setKey } from "./fit-keys";
import type { Sealed } from "./sealed";

/** An unfinished fit as it lies in the database. */
export interface Entry {
	/** When it is deleted, in milliseconds since 1970. */
	readonly expires: number;
	readonly about: Sealed;
}

export type Stores = readonly [fits: IDBObjectStore, checkpoints: IDBObjectStore];

const DATABASE = "standin-unfinished";
const FITS = "fits";
const CHECKPOINTS = "checkpoints";

const settled = <T>(request: IDBRequest<T>) =>
	new Promise<T>((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});

export async function openDatabase(): Promise<IDBDatabase> {
	const request = indexedDB.open(DATABASE, 1);
	request.onupgradeneeded = () => {
		request.result.createObjectStore(FITS);
		request.result.createObjectStore(CHECKPOINTS);
	};
	const database = await settled(request);
	database.onversionchange = () => database.close();
	return database;
}

/** Changes both stores, or neither. */
export function change(database: IDBDatabase, use: (...stores: Stores) => void): Promise<void> {
	return new Promise((resolve, reject) => {
		const transaction = database.transaction([FITS, CHECKPOINTS], "readwrite");
		use(transaction.objectStore(FITS), transaction.objectStore(CHECKPOINTS));
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error ?? new Error("the browser's database was closed."));
	});
}

export function readEntry(database: IDBDatabase, id: string): Promise<Entry | undefined> {
	return settled(database.transaction(FITS).objectStore(FITS).get(id));
}

/** Where a checkpoint lies, or what is known of the fit, so that it opens nowhere else: another build's may mean something else. */
export const placeOf = ({ version, id }: Pick<Keeper, "version" | "id">, name = "") => `${version} ${id} ${name}`;

const HOUR_MS = 3_600_000;
/** When what is kept now is deleted. */
export const expiry = (hours: number) => Date.now() + hours * HOUR_MS;

const REASONS: Readonly<Record<string, string>> = {
	QuotaExceededError: "the browser's storage is full.",
	SecurityError: "the browser lets this page store nothing.",
};

/** Why a fit is not kept, for its user. */
export function notKept(error: unknown): string {
	const { name, message } = error as Error;
	return `This fit cannot be resumed after a reload: ${REASONS[name] ?? message}`;
}

/** Where the checkpoint of that name lies. */
export const checkpointKey = (id: string, name: string) => [id, name];
const allOf = (id: string) => IDBKeyRange.bound([id], [id, []]);

export async function readCheckpoints(database: IDBDatabase, id: string): Promise<[name: string, state: Sealed][]> {
	const store = database.transaction(CHECKPOINTS).objectStore(CHECKPOINTS);
	const [keys, states] = await Promise.all([settled(store.getAllKeys(allOf(id))), settled(store.getAll(allOf(id)))]);
	return keys.map((key, i) => [(key as [string, string])[1], states[i]]);
}

/** Deletes a fit and all of its checkpoints. */
export function remove([fits, checkpoints]: Stores, id: string): void {
	fits.delete(id);
	checkpoints.delete(allOf(id));
}

/** Deletes what is too old, whichever tab kept it, and the keys of this one that open nothing any more. */
export async function deleteOld(database: IDBDatabase): Promise<void> {
	const left = new Set<string>();
	await change(database, (...stores) => {
		const cursor = stores[0].openCursor();
		cursor.onsuccess = () => {
			const at = cursor.result;
			if (!at) return;
			if ((at.value as Entry).expires <= Date.now()) remove(stores, at.key as string);
			else left.add(at.key as string);
			at.continue();
		};
	});
	for (const id of keyed()) if (!left.has(id)) setKey(id, undefined);
}

/** Milliseconds for which a lock is waited for. A page in the browser's history that holds it is given up by then. */
const PATIENCE_MS = 400;

/**
 * Holds a fit's lock until the function it resolves to is called; undefined where a fit in progress holds it: a tab that was
 * duplicated has the keys of the other.
 */
export function takeLock(id: string): Promise<(() => void) | undefined> {
	return new Promise((resolve, reject) => {
		const signal = AbortSignal.timeout(PATIENCE_MS);
		navigator.locks
			.request(PREFIX + id, { signal }, () => new Promise<void>((release) => resolve(release)))
			.catch((error) => (signal.aborted ? resolve(undefined) : reject(error)));
	});
}
