import type { Random, RandomPlace } from "../../random";
import type { Run } from "../../worker/run";
import { createDealer, type DealerPlace } from "../dealer";
import { createWatch, type Verdict, type Watch, type WatchPlace } from "../watch";
import { createHeldOut } from "./held-out";
import type { Masker } from "./masker";
import type { Network, NetworkState } from "./network";

/** How a network is trained. */
export interface TrainingHyperparameters {
	readonly steps: number;
	readonly batchRows: number;
	readonly width: number;
	readonly layers: number;
	/** Rows held out of training, to know when to stop. */
	readonly heldOutRows: number;
	/** Checks of them over the planned steps. */
	readonly checks: number;
	/** Checks without progress after which the learning rate falls. */
	readonly patience: number;
	/** Share of the steps that the learning rate stays level at most; afterwards it falls for as much longer as the rest. */
	readonly levelShare: number;
	/** Share of the longest level phase in which the target bins are blurred, ever less. */
	readonly blurShare: number;
	/**
	 * Whether the parameters of the best check are kept, those before training among them, and the decay ends where it
	 * brings none better. Otherwise those at the end are kept, or the best of the decay where the end is clearly worse.
	 */
	readonly keepBest: boolean;
	readonly weightDecay: number;
	/** Share of the activations dropped in training, at the start. */
	readonly dropout: number;
	/** With `keepBest`: nats by which held-out rows must be predicted better for that share to fall to 1/e. */
	readonly dropoutNats: number;
}

/** What training found. */
export interface Trained {
	/** Averaged parameters, of the end or of the best check, by `keepBest`. */
	readonly parameters: Float32Array;
	readonly steps: number;
	/** Why training ended, a short sentence. */
	readonly ended: string;
	/** Held-out score of those parameters, nats a row; NaN where nothing was held out. */
	readonly heldOut: number;
	/** Step they are from; 0 where training brought nothing. */
	readonly keptStep: number;
	readonly restarts: number;
	/** What went wrong or brought nothing, in words for whoever asked for the training. */
	readonly warning?: string;
}

/** Rows that are trained on, and those kept out of it. */
export interface Split {
	readonly training: Int32Array;
	readonly heldOut: Int32Array;
}

export interface TrainOptions {
	readonly hyperparameters: TrainingHyperparameters;
	readonly split: Split;
	readonly learningRate: number;
	readonly run: Run;
	/** Under which its checkpoints are kept. Default "train". */
	readonly name?: string;
	/** A small table sampled from the network as it is, for whoever looks on. */
	readonly preview?: () => Promise<unknown>;
}

/** The moving average forgets what is older than about 200 steps, and less at the start. */
const EMA_KEEP = 0.995;
/**
 * How far the target bins are blurred at the start, as a share of a column's bins; it falls to 0 over the
 * level phase, or the part of it that `blurShare` gives. Neighbouring bins are learned together first and distinguished
 * later: California's held-out rows cost 0.2 nats less.
 */
const BLUR = 1 / 14;
/** How much worse than the best, as a share, the held-out score may be at the end for its parameters to be kept. */
const TOLERANCE = 0.01;
/**
 * With `keepBest`: nats, over the root of the held-out rows, by which these must be predicted better than before training for
 * anything that was learned to be kept. About the standard error: of two that predict alike the simpler is taken (Breiman et
 * al. 1984, §3.4.3).
 */
const LEAST_GAIN = 0.6;
/** Rows by which training is judged where none are held out. */
const JUDGED_ROWS = 64;
/** Times that gain by which they must be predicted worse than before training for it to have done harm. */
const HARM = 3;
const PREVIEW_EVERY_MS = 2500;
/** Steps between looks at the loss: reading it more often would stall a GPU. */
const LOOK_EVERY = 10;

/**
 * The learning rate's three phases (Hu et al. 2024, "MiniCPM", §4.2: warm-up, stable, decay): up over a twentieth of
 * the planned steps, level while held-out rows are predicted ever better, then down to 0. The end of the level phase
 * is found, not planned: every table has its own.
 */
function createSchedule({ steps: planned, levelShare, blurShare }: TrainingHyperparameters) {
	const warm = Math.min(100, Math.ceil(planned / 20));
	const longest = Math.ceil(planned * levelShare);
	let decayFrom = longest;
	let end = planned;
	return {
		/** Steps in all, as far as is known. */
		end: () => end,
		place: () => ({ decayFrom, end }),
		moveTo(place: { readonly decayFrom: number; readonly end: number }) {
			({ decayFrom, end } = place);
		},
		decaying: (step: number) => step > decayFrom,
		/** What is left of the blur, 1 … 0. */
		blur: (step: number) => (step > decayFrom ? 0 : Math.max(0, 1 - step / (longest * blurShare))),
		/** Begins the decay now. */
		decay(step: number) {
			decayFrom = step;
			end = Math.min(planned, step + Math.max(warm, Math.round((step * (1 - levelShare)) / levelShare)));
		},
		rate(step: number): number {
			if (step <= decayFrom) return Math.min(1, step / warm);
			return Math.max(0, (end - step + 1) / (end - decayFrom));
		},
	};
}

/**
 * Splits n rows, so many of them held out; with stops for breath.
 *
 * @param subjects whose each row is: all rows of one are on the same side, so that the held-out score is not flattered by
 * people who are known. As many rows are held out as whole subjects allow.
 */
export function* splitSteps(
	n: number,
	held: number,
	random: Random,
	subjects?: Int32Array,
): Generator<void, Split, void> {
	const rows = new Int32Array(n);
	for (let row = 0; row < n; row++) rows[row] = row;
	yield* random.shuffling(rows);
	yield;
	if (!subjects) return { training: rows.slice(held), heldOut: rows.slice(0, held) };
	const sizes = new Map<number, number>();
	for (const subject of subjects) sizes.set(subject, (sizes.get(subject) ?? 0) + 1);
	const apart = new Set<number>();
	let left = held;
	for (const row of rows) {
		const size = sizes.get(subjects[row]!)!;
		if (apart.has(subjects[row]!) || size > left) continue;
		apart.add(subjects[row]!);
		left -= size;
	}
	// Where all subjects have more rows than that, one of them is.
	if (held > 0 && apart.size === 0) apart.add([...sizes].reduce((a, b) => (b[1] < a[1] ? b : a))[0]);
	return {
		training: rows.filter((row) => !apart.has(subjects[row]!)),
		heldOut: rows.filter((row) => apart.has(subjects[row]!)),
	};
}

/** Parameters, what held-out rows score under them, and the step they are from. */
interface Scored {
	readonly score: number;
	readonly step: number;
	readonly parameters: Float32Array;
}

/** How far training has come: a checkpoint. Plain data. */
interface Reached {
	readonly watch: WatchPlace;
	/** Whether training has begun anew because it had made the network worse. */
	readonly again: boolean;
	readonly step: number;
	readonly network: NetworkState;
	readonly schedule: { readonly decayFrom: number; readonly end: number };
	readonly dealer: DealerPlace;
	readonly masks: RandomPlace;
	readonly dropped: RandomPlace;
	readonly carried: Int32Array;
	readonly begun: number;
	readonly best: Scored;
	readonly level: Omit<Scored, "parameters">;
	readonly last: number;
	readonly loss: number | undefined;
	readonly ended: string;
}

/** What is kept under the name of a training: how far it has come or, in the end, what it found. */
type Kept = { readonly reached: Reached } | { readonly trained: Trained };

/** What an attempt came to: a trained network, or the step and the loss with which it diverged. */
type Attempt =
	| { readonly found: Omit<Trained, "restarts" | "warning">; readonly verdict: Verdict }
	| { readonly diverged: { readonly step: number; readonly loss: number } };

/**
 * Trains until the planned steps are done, the held-out score has stopped falling, or the user has seen enough.
 * Where the loss leaves the finite numbers or explodes, starts again with half the learning rate; so it does once where training
 * has made the network worse, and where it does so again, the parameters at the start are kept. Every few seconds a checkpoint is
 * kept; where there is one of the same name, training continues from it, on one backend to the very same parameters.
 *
 * @throws DivergedError after three restarts.
 */
export async function train(
	network: Network,
	masker: Masker,
	start: Float32Array,
	options: TrainOptions,
): Promise<Trained> {
	const { run, name = "train", learningRate } = options;
	const kept = run.checkpoints.recall<Kept>(name);
	if (kept && "trained" in kept) return kept.trained;
	const watch = createWatch({ learningRate });
	let from = kept?.reached;
	if (from) watch.moveTo(from.watch);
	let again = from?.again ?? false;
	for (;;) {
		const attempted = await attempt(network, masker, start, options, watch, again, from);
		from = undefined;
		if ("diverged" in attempted) {
			const { step, loss } = attempted.diverged;
			await run.step({ phase: "train", step: 0, steps: options.hyperparameters.steps });
			watch.restart(step, loss);
			continue;
		}
		const { found, verdict } = attempted;
		if (verdict === "worse" && !again && !run.finishEarly?.()) {
			again = true;
			watch.restart(found.steps, found.heldOut);
			continue;
		}
		const harmed = verdict === "worse";
		const warning = watch.warning(harmed ? "nothing" : verdict);
		const trained = {
			...found,
			// What the network knew at the start is right, if little.
			...(harmed && { parameters: start, keptStep: 0 }),
			restarts: watch.restarts,
			...(warning && { warning }),
		};
		run.checkpoints.keep(name, { trained } satisfies Kept);
		return trained;
	}
}

async function attempt(
	network: Network,
	masker: Masker,
	start: Float32Array,
	{ hyperparameters, split, run, preview, name = "train", learningRate: whole }: TrainOptions,
	watch: Watch,
	again: boolean,
	from: Reached | undefined,
): Promise<Attempt> {
	const { steps, batchRows } = hyperparameters;
	const learningRate = whole * watch.rate;
	const heldOut =
		split.heldOut.length > 0 ? createHeldOut(network, masker, split.heldOut, run.random.stream("held out")) : undefined;
	await run.step({ phase: "train", step: from?.step ?? 0, steps });
	const dealer = createDealer(split.training, run.random.stream("deal"));
	const random = run.random.stream("masks");
	const dropped = run.random.stream("dropout");
	const schedule = createSchedule(hyperparameters);
	if (from) {
		network.restore(from.network);
		schedule.moveTo(from.schedule);
		dealer.moveTo(from.dealer);
		random.moveTo(from.masks);
		dropped.moveTo(from.dropped);
		masker.carried.set(from.carried);
	} else network.setParameters(start);
	const judged =
		heldOut ?? createHeldOut(network, masker, split.training.subarray(0, JUDGED_ROWS), run.random.stream("judged"));
	let step = from?.step ?? 0;
	/** In what takes long within a step: a shuffle of all rows, batches of those that are held out. */
	const pausing = (done: number) => () => run.step({ phase: "train", step: done, steps: schedule.end() });
	const begun = from ? from.begun : await judged.score(pausing(step));
	const untrained = hyperparameters.keepBest && heldOut ? begun : undefined;
	let best: Scored = from?.best ?? { score: untrained ?? Number.POSITIVE_INFINITY, step: 0, parameters: start };
	let level = from?.level ?? { score: Number.POSITIVE_INFINITY, step: 0 };
	let last = from?.last ?? Number.NaN;
	let loss = from?.loss;
	let ended = from?.ended ?? "all steps were done";
	let previewedAt = performance.now();
	/** Whether the decay has brought nothing better for long enough. */
	let over = false;
	const every = Math.min(50, Math.max(5, Math.round(steps / hyperparameters.checks)));

	const keep = async () => {
		const state = await network.state();
		// A step may have led out of the finite numbers, and the loss not been read yet.
		if (!state.p.every(Number.isFinite)) return;
		const reached: Reached = {
			...{ watch: watch.place(), again, step, network: state, begun, best, level, last, loss, ended },
			schedule: schedule.place(),
			dealer: dealer.place(),
			masks: random.place(),
			dropped: dropped.place(),
			carried: masker.carried.slice(),
		};
		run.checkpoints.keep(name, { reached } satisfies Kept);
	};

	while (step < schedule.end() && !over) {
		step++;
		const pause = pausing(step - 1);
		for (const _ of dealer.prepare(batchRows)) await pause();
		masker.training(dealer.deal(batchRows), random, BLUR * schedule.blur(step));
		const wanted = step % LOOK_EVERY === 0 || step === schedule.end();
		const gain = untrained === undefined ? 0 : untrained - best.score;
		const update = {
			rate: learningRate * schedule.rate(step),
			step,
			decay: hyperparameters.weightDecay,
			emaKeep: Math.min(EMA_KEEP, step / (step + 9)),
			dropout: hyperparameters.dropout * Math.exp(-gain / hyperparameters.dropoutNats),
			random: dropped,
		};
		loss = (await network.train(update, wanted)) ?? loss;
		if (loss !== undefined && watch.diverged(loss)) return { diverged: { step, loss } };
		let score: number | undefined;
		const asked = run.finishEarly?.() ?? false;
		const final = step === schedule.end() || asked;
		if (heldOut && (step % every === 0 || final)) {
			score = await heldOut.score(pause);
			last = score;
			const decaying = schedule.decaying(step);
			// At the level rate the parameters of a whole table's network swing too widely to sample from.
			if ((hyperparameters.keepBest || decaying || final) && score < best.score) {
				best = { score, step, parameters: await network.parameters() };
			}
			if (!decaying && score < level.score) level = { score, step };
			if (!decaying && step - level.step >= hyperparameters.patience * every) {
				schedule.decay(step);
				ended = "held-out rows were predicted no better";
			}
			over = hyperparameters.keepBest && decaying && step - best.step >= hyperparameters.patience * every;
		}
		const looking = preview && run.previews && performance.now() - previewedAt > PREVIEW_EVERY_MS;
		const shown = looking ? { preview: await preview() } : {};
		if (looking) previewedAt = performance.now();
		if (!final && !over && run.checkpoints.due(name)) await keep();
		await run.step({
			phase: "train",
			step,
			steps: asked ? step : schedule.end(),
			...(loss !== undefined && { loss }),
			...(score !== undefined && { heldOut: score }),
			...shown,
		});
		if (asked) {
			ended = "stopped early on request";
			break;
		}
	}
	const kept =
		last > best.score * (hyperparameters.keepBest ? 1 : 1 + TOLERANCE)
			? best
			: { score: last, step, parameters: await network.parameters() };
	const least = LEAST_GAIN / Math.sqrt(judged.rows);
	const gain = begun - (heldOut ? kept.score : await judged.score(pausing(step)));
	if (untrained !== undefined && !(gain > least)) {
		return { found: { parameters: start, steps: step, ended, heldOut: begun, keptStep: 0 }, verdict: "nothing" };
	}
	const verdict = gain > least ? "learned" : gain >= -HARM * least ? "nothing" : "worse";
	return {
		found: { parameters: kept.parameters, steps: step, ended, heldOut: kept.score, keptStep: kept.step },
		verdict,
	};
}
