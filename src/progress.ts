import type { Progress } from "./api";

const EVERY_MS = 100;

/** `onProgress`, called at most ten times a second and always for the last step; does nothing where it is absent. */
export function limitProgress(onProgress: ((progress: Progress) => void) | undefined): (progress: Progress) => void {
	let toldAt = Number.NEGATIVE_INFINITY;
	return (progress) => {
		if (!onProgress) return;
		const now = performance.now();
		if (progress.step < progress.steps && now - toldAt < EVERY_MS) return;
		toldAt = now;
		onProgress(progress);
	};
}
