/** Keys of the unfinished fits that this tab can open, in its session storage. */

/** Of the name of a key, and of the lock that a fit in progress holds. */
export const PREFIX = "standin-unfinished-";

/** The session storage, where the page may use it. */
function session(): Storage | undefined {
	try {
		return globalThis.sessionStorage;
	} catch {
		return undefined;
	}
}

/** The fits whose key this tab has. */
export function keyed(): string[] {
	const names = Object.keys(session() ?? {});
	return names.flatMap((name) => (name.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
}

export const keyOf = (id: string) => session()?.getItem(PREFIX + id) ?? undefined;

/** @throws DOMException where the page may store nothing. */
export function setKey(id: string, key: string | undefined): void {
	if (key === undefined) session()?.removeItem(PREFIX + id);
	else sessionStorage.setItem(PREFIX + id, key);
}
