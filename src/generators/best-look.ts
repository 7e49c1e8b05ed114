/** Looks at a training from outside it, by the distance of sampled rows to held-out ones. */
import type { Placed } from "../nn/placed";

/** Looks over all steps, and how many in a row without a better one end the training. */
const [LOOKS, PATIENCE] = [20, 10];
/** Steps between looks at least. */
const LEAST_STEPS = 25;
/** A later look that is no worse by more than this share is preferred: few held-out rows cannot tell such looks apart. */
const TOLERANCE = 0.05;

interface Look {
	readonly step: number;
	readonly distance: number;
	readonly parameters: Float32Array;
}

/** The parameters whose rows were nearest to held-out ones so far. */
export interface BestLook
	extends Placed<{ readonly best: Look | undefined; readonly least: number; readonly since: number }> {
	/** Whether step `step` is one to look at. */
	due(step: number): boolean;
	/** Notes a distance; true once there has been none better for long enough. */
	look(step: number, distance: number, parameters: Float32Array): boolean;
	/** Those of the best look; nothing before the first. */
	readonly parameters: Float32Array | undefined;
	diagnostics(): Record<string, number>;
}

export function createBestLook(steps: number): BestLook {
	const every = Math.max(LEAST_STEPS, LEAST_STEPS * Math.round(steps / LOOKS / LEAST_STEPS));
	let best: Look | undefined;
	let least = Number.POSITIVE_INFINITY;
	let since = 0;
	return {
		due: (step) => step === steps || step % every === 0,
		look(step, distance, parameters) {
			least = Math.min(least, distance);
			if (!best || distance <= least * (1 + TOLERANCE)) {
				best = { step, distance, parameters };
				since = 0;
			} else since++;
			return since >= PATIENCE;
		},
		get parameters() {
			return best?.parameters;
		},
		place: () => ({ best, least, since }),
		moveTo(place) {
			({ best, least, since } = place);
		},
		diagnostics: () => (best ? { heldOut: best.distance, keptStep: best.step } : ({} as Record<string, number>)),
	};
}
