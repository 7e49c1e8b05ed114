/** Notices a training that diverges, makes the network worse or learns nothing, and says so: one watch for every trained network. */
import { DivergedError } from "../errors";
import type { Placed } from "./placed";

/** Loss beyond this multiple of the first reading (or of 1) counts as diverged. */
export const BLOW_UP = 20;

/** How often a training may go back with half the learning rate before it is given up. */
export const MOST_RESTARTS = 3;

/** What training has made of a network: better than it began, as good, or worse. */
export type Verdict = "learned" | "nothing" | "worse";

/** Where a watch stands. Plain data. */
export interface WatchPlace {
	readonly first: number;
	readonly restarts: number;
	readonly rate: number;
	readonly divergedAt: number;
}

export interface Watch extends Placed<WatchPlace> {
	/** What the learning rate is multiplied by: 1, and half of it for every restart. */
	readonly rate: number;
	/** How often training went back. */
	readonly restarts: number;
	/** Whether this loss has left the finite numbers or exploded. The first finite one is what later ones are held against. */
	diverged(loss: number): boolean;
	/**
	 * Counts a restart and halves the rate.
	 *
	 * @throws DivergedError where the restarts are used up.
	 */
	restart(step: number, loss: number): void;
	/** What is to be said of the training, a sentence or two; undefined where all went well. */
	warning(verdict?: Verdict): string | undefined;
}

export interface WatchOptions {
	/** The learning rate that was asked for, for messages. */
	readonly learningRate: number;
	/** Default 3. */
	readonly restarts?: number;
	/** Default 20. */
	readonly blowUp?: number;
}

export function createWatch(options: WatchOptions): Watch {
	const { learningRate, restarts: allowed = MOST_RESTARTS, blowUp = BLOW_UP } = options;
	let [first, restarts, rate, divergedAt] = [Number.NaN, 0, 1, 0];
	return {
		get rate() {
			return rate;
		},
		get restarts() {
			return restarts;
		},
		diverged(loss) {
			if (Number.isNaN(first) && Number.isFinite(loss)) first = loss;
			return !Number.isFinite(loss) || Math.abs(loss) > blowUp * Math.max(1, Math.abs(first));
		},
		restart(step, loss) {
			if (restarts >= allowed) {
				throw new DivergedError(
					`Training diverged (loss ${loss}) at step ${step} and again after ${allowed} restarts, each with half the learning rate, the last with ${learningRate * rate}; set a learning rate below that.`,
					{ step, loss, restarts: allowed, option: "learningRate", value: learningRate },
				);
			}
			restarts++;
			rate /= 2;
			divergedAt = step;
		},
		warning(verdict = "learned") {
			const said: string[] = [];
			if (restarts > 0) {
				const times = restarts === 1 ? "once" : `${restarts} times`;
				said.push(
					`Training went wrong at step ${divergedAt} and was taken back ${times}; it ended at a learning rate of ${learningRate * rate} instead of ${learningRate}.`,
				);
			}
			if (verdict === "nothing") said.push(LEARNED_NOTHING);
			if (verdict === "worse") said.push(MADE_WORSE);
			return said.length > 0 ? said.join(" ") : undefined;
		},
		place: () => ({ first, restarts, rate, divergedAt }),
		moveTo(place) {
			({ first, restarts, rate, divergedAt } = place);
		},
	};
}

/** Said of a training that brought nothing. */
export const LEARNED_NOTHING =
	"Training learned next to nothing: the network predicts rows no better than before it. Either the columns hardly depend on each other, or it needs more steps, another learning rate or more rows.";
const MADE_WORSE =
	"Training left the network worse than it began, also with half the learning rate: do not use these rows before the report says that they are good; set a lower learning rate, more steps, or take a simpler generator.";

/** Deviations of the mean from which a difference counts, and the least that counts as a share of the loss. */
const [CLEAR, LEAST_SHARE] = [3, 1e-3];

/**
 * Compares losses of the same batches before and after training.
 *
 * @param before, after losses of batch i under the parameters at the start and at the end.
 */
export function judge(before: readonly number[], after: readonly number[]): Verdict {
	const n = before.length;
	const gains = before.map((loss, i) => loss - after[i]!);
	const gain = gains.reduce((sum, g) => sum + g, 0) / n;
	const variance = gains.reduce((sum, g) => sum + (g - gain) ** 2, 0) / Math.max(1, n - 1);
	const scale = before.reduce((sum, loss) => sum + Math.abs(loss), 0) / n;
	const clear = CLEAR * Math.sqrt(variance / n) + LEAST_SHARE * scale;
	// What is not finite is no gain either.
	if (gain > clear) return "learned";
	return gain >= -clear ? "nothing" : "worse";
}
