/**
 * How a worker's death is noticed, which no event tells: as long as it lives it holds something that the browser takes away
 * from the dead, and its starter waits for that. A worker that computes for long holds it all the same, and timers, which
 * pages in the background have few of, are not needed.
 */

/** What a worker holds: a Web Lock; where pages have none, as on http, an open database without content; else nothing. */
export type Hold = "lock" | "database" | "nothing";

/** Milliseconds in which a database opens. */
const OPENING_MS = 2000;
const PREFIX = "standin-alive-";

/** A name that nobody else takes. */
export const newHold = () => `${PREFIX}${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;

/** Databases that are held: what nobody refers to would be closed. */
const held = new Set<IDBDatabase>();

async function holdDatabase(name: string): Promise<Hold> {
	return new Promise((resolve) => {
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			resolve("nothing");
		}, OPENING_MS);
		const answer = (hold: Hold) => {
			clearTimeout(timer);
			resolve(hold);
		};
		try {
			const request = indexedDB.open(name);
			request.onsuccess = () => {
				if (late) request.result.close();
				else held.add(request.result);
				answer("database");
			};
			request.onerror = () => answer("nothing");
		} catch {
			// Frames without an origin have no databases.
			answer("nothing");
		}
	});
}

/** The worker's side: holds `name` from now on. */
export async function hold(name: string): Promise<Hold> {
	const { locks } = globalThis.navigator ?? {};
	if (!locks) return holdDatabase(name);
	await new Promise<void>((granted) => {
		void locks.request(name, () => {
			granted();
			return new Promise(() => {});
		});
	});
	return "lock";
}

/** Deletes what the workers of pages left behind that were closed with them. */
async function deleteForgotten(): Promise<void> {
	for (const { name } of (await indexedDB.databases?.()) ?? []) {
		// One that is held goes with its worker.
		if (name?.startsWith(PREFIX)) indexedDB.deleteDatabase(name);
	}
}

/**
 * The starter's side: calls `lost` once the worker no longer holds `name`.
 *
 * @param cannot called where that cannot be known.
 */
export function whenLost(name: string, what: Hold, signal: AbortSignal, lost: () => void, cannot: () => void): void {
	if (what === "nothing") {
		cannot();
		return;
	}
	if (what === "lock") {
		navigator.locks.request(name, { signal }, lost).catch(() => {});
		return;
	}
	// Granted when nobody has it open any more; an ended worker's goes so as well.
	const request = indexedDB.deleteDatabase(name);
	request.onsuccess = lost;
	request.onerror = () => {
		if (!signal.aborted) cannot();
	};
	void deleteForgotten().catch(() => {});
}
