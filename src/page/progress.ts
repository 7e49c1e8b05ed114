import { PROGRESS_MS } from "../pace";
import type { Progress } from "../wire/api";

/** `onProgress`, called at most ten times a second and always for the last step; does nothing where it is absent. */
export function limitProgress(onProgress: ((progress: Progress) => void) | undefined): (progress: Progress) => void {
	let toldAt = Number.NEGATIVE_INFINITY;
	return (progress) => {
		if (!onProgress) return;
		const now = performance.now();
		if (progress.step < progress.steps && now - toldAt < PROGRESS_MS) return;
		toldAt = now;
		onProgress(progress);
	};
}

/**
 * The listeners of one call as one function for the worker to call; nothing where nobody listens. What a listener
 * throws is reported as an event listener's error is, for there is no caller here to catch it.
 */
export function progressListener<Preview>(
	signal: AbortSignal | undefined,
	onProgress: ((progress: Progress) => void) | undefined,
	onPreview?: (preview: Preview) => void,
): ((progress: Progress) => void) | undefined {
	if (!onProgress && !onPreview) return undefined;
	return ({ preview, ...progress }) => {
		if (signal?.aborted) return;
		try {
			onProgress?.(progress);
			if (preview !== undefined) onPreview?.(preview as Preview);
		} catch (error) {
			reportError(error);
		}
	};
}

/** Tells that a fit cannot be kept for a resumption. */
export function tellNotKept(onProgress: ((progress: Progress) => void) | undefined): (notKept: string) => void {
	return (notKept) => progressListener(undefined, onProgress)?.({ phase: "keep", step: 1, steps: 1, notKept });
}
