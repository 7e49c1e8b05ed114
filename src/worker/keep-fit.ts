import type { Keeper } from "../wire/api";
import { change, checkpointKey, type Entry, expiry, notKept, openDatabase, placeOf } from "../wire/fit-database";
import { seal } from "../wire/sealed";

/** Where the checkpoints of one fit go, to outlive the page. */
export interface FitPlace {
	/** Keeps a checkpoint, or lets go of it where `state` is undefined. Never rejects; once that failed it does nothing. */
	put(name: string, state: unknown): Promise<void>;
	/** Why nothing is kept any more; undefined as long as it is. */
	failure(): string | undefined;
	/** Nothing is kept from now on. */
	close(): void;
}

/**
 * Opens the place that the page made for a fit. What it holds is the page's to delete.
 *
 * @param fail told once, where something cannot be kept.
 */
export function openPlace(keeper: Keeper, fail: (notKept: string) => void): FitPlace {
	const { id, key, hours } = keeper;
	let failure: string | undefined;
	let closed = false;
	let opening: Promise<IDBDatabase> | undefined;
	return {
		async put(name, state) {
			if (closed) return;
			try {
				const sealed = state === undefined ? undefined : await seal({ state }, key, placeOf(keeper, name));
				opening ??= openDatabase();
				await change(await opening, (fits, checkpoints) => {
					const entry = fits.get(id);
					entry.onsuccess = () => {
						// Deleted meanwhile: the fit has ended, or somebody wants it forgotten.
						if (!entry.result) return;
						fits.put({ ...(entry.result as Entry), expires: expiry(hours) }, id);
						if (sealed) checkpoints.put(sealed, checkpointKey(id, name));
						else checkpoints.delete(checkpointKey(id, name));
					};
				});
			} catch (error) {
				if (closed) return;
				closed = true;
				failure = notKept(error);
				fail(failure);
			}
		},
		failure: () => failure,
		close() {
			closed = true;
			opening?.then((database) => database.close()).catch(() => {});
		},
	};
}
