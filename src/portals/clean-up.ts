import { PortalError } from "../errors";
import type { PortalCall } from "./portal";

/** Longest that cleaning up may take, in milliseconds. */
const PATIENCE_MS = 20_000;
/** How long a portal may need to store a file whose sender has gone, in milliseconds. */
const SETTLE_MS = 2_000;

/**
 * Cleans up after a failure and gives the error to throw: the failure itself, or, where something could not be removed,
 * one that also names what stays. It works on after an abort: whoever cancels wants nothing left.
 */
export async function afterFailure(
	error: unknown,
	host: string,
	what: string,
	cleanUp: (patience: AbortSignal) => Promise<void>,
): Promise<unknown> {
	try {
		await cleanUp(AbortSignal.timeout(PATIENCE_MS));
		return error;
	} catch (second) {
		const message = error instanceof Error ? error.message : String(error);
		const why = second instanceof Error ? second.message : String(second);
		const before = (error instanceof PortalError ? error.details : {}) as Record<string, unknown>;
		const leftover = [...((before.leftover as string[] | undefined) ?? []), what];
		return new PortalError(
			`${message} Removing what had been sent failed too: look for ${what} at ${host} and delete it there. (${why})`,
			{ host, status: null, reason: "connection", ...before, leftover },
			error,
		);
	}
}

/** Follows a file on its way, to know afterwards whether the portal may be storing it without having said so. */
export function watched({ signal, onProgress }: PortalCall): PortalCall & { unanswered(error: unknown): boolean } {
	let whole = false;
	return {
		signal,
		onProgress(progress) {
			whole = progress.sent === progress.total;
			onProgress?.(progress);
		},
		unanswered: (error) => whole && !(error instanceof PortalError && typeof error.details.status === "number"),
	};
}

/**
 * Removes copies that nobody asked for. A browser sends a file again when a connection it had used before ends without an
 * answer; the portal may then hold it twice. Where the answer never came, the portal may still be storing the file
 * (`unanswered`): it is looked for a second time.
 */
export async function removeStrays<Id>(
	unanswered: boolean,
	find: () => Promise<readonly Id[]>,
	remove: (id: Id) => Promise<unknown>,
): Promise<void> {
	let strays = await find();
	if (strays.length === 0 && unanswered) {
		await new Promise((waited) => setTimeout(waited, SETTLE_MS));
		strays = await find();
	}
	for (const id of strays) await remove(id);
}
