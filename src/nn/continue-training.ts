import type { Run } from "../worker/run";
import type { Backend } from "./backend";
import { surviveLosses } from "./lost-device";
import type { Placed } from "./placed";

/** How far a training has come, as it lies in a checkpoint. Plain data. */
export interface ReachedAt {
	/** Where the batches stand. */
	readonly place: unknown;
}

/** What is kept under the name of a training: how far it has come or, in the end, what it found. */
export type Kept<Reached extends ReachedAt, Trained> =
	| { readonly reached: Reached }
	| { readonly trained: Trained; readonly place: unknown };

/**
 * Trains from the checkpoint of that name where there is one, else from the start, with the batches where they stood; so it
 * does again where the device is lost. What was found is kept: a training that has ended is not done twice.
 *
 * @param trainFrom trains on from what was reached, and keeps what it reaches; told where a lost device was replaced.
 * @throws what `trainFrom` throws; BackendError where every device was lost.
 */
export async function continueTraining<Reached extends ReachedAt, Trained extends { readonly backend?: Backend }>(
	name: string,
	batches: Placed | undefined,
	run: Run,
	trainFrom: (from: Reached | undefined, run: Run, replaced: Backend | undefined) => Promise<Trained>,
): Promise<Trained> {
	const beginning = batches?.place();
	return surviveLosses(run, async (own, replaced) => {
		const kept = run.checkpoints.recall<Kept<Reached, Trained>>(name);
		if (kept && "trained" in kept) {
			batches?.moveTo(kept.place);
			return kept.trained;
		}
		batches?.moveTo(kept ? kept.reached.place : beginning);
		const found = await trainFrom(kept?.reached, own, replaced);
		const trained = replaced ? { ...found, backend: replaced } : found;
		run.checkpoints.keep(name, { trained, place: batches?.place() } satisfies Kept<Reached, Trained>);
		return trained;
	});
}
