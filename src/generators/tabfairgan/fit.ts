import type { Encoder } from "../../encode/encoder";
import { startAdversarialTraining } from "../../nn/adversarial/start-training";
import { trainAdversarially } from "../../nn/adversarial/train";
import type { Backend } from "../../nn/backend";
import { surviveLosses } from "../../nn/lost-device";
import { loadParameters, startParameters } from "../../nn/parameters";
import { type Placed, placedTogether } from "../../nn/placed";
import { dispose } from "../../nn/tf";
import { linearDecay } from "../../nn/train";
import { checkOptions } from "../../options/check";
import { paced } from "../../table/pause";
import { rowNumbers, type Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { fitModeRows } from "../fit-mode-rows";
import { logFrequencySteps } from "../mode-batches";
import { createModeRows, type ModeSpace } from "../mode-space";
import { generatorLayout } from "../noise-network";
import { type Fairness, findFairness, parityDifference } from "./fairness";
import { meta, type TabFairGanOptions } from "./meta";
import { createPlayers } from "./players";
import { BLOCK, sampleBlock } from "./sample";

const EMA_DECAY = 0.99;
/** Decays of Adam's moments, as published. */
const [BETA1, BETA2] = [0.5, 0.999];
/** No step is clipped: the penalty bounds the critic. */
const CLIP_NORM = 1e6;
/** Rows over which the difference between groups is told. */
const MEASURED_ROWS = 4096;

/** What fitting found: enough to sample, without a row of the table. */
export interface FittedTabFairGan {
	readonly encoder: Encoder;
	readonly space: ModeSpace;
	readonly parameters: Float32Array;
	/** Whether there was a second phase. */
	readonly fair: boolean;
	readonly backend?: Backend;
	readonly diagnostics: Readonly<Record<string, string | number | boolean>>;
}

export async function fitTabFairGan(
	table: Table,
	options: Required<TabFairGanOptions>,
	run: Run,
): Promise<FittedTabFairGan> {
	checkOptions('"tabfairgan"', options, meta.options);
	const { random } = run;
	const { encoder, space, rows } = await fitModeRows(table, { protect: options.protect, modes: 1 }, run);
	const found = findFairness(encoder, space, options);
	const { steps, batchRows: B, criticSteps, strength, fairShare } = options;
	const { D } = space;
	if (D === 0) return { encoder, space, parameters: new Float32Array(0), fair: false, diagnostics: { steps: 0 } };
	const from = Math.round(steps * (1 - fairShare));
	const fair = found && from < steps ? { ...found, from, strength } : undefined;
	const pause = () => run.step({ phase: "encode", step: 0, steps: 1 });
	const frequencies = await paced(logFrequencySteps(space, rows, rowNumbers(rows.rows)), pause);
	const layout = generatorLayout(D, frequencies);
	const start = startParameters(layout, random.stream("parameters"));
	const playersOf = (purpose: string) =>
		createPlayers({ space, rows, layout, start, B, fair, random: random.stream(purpose) });
	const adam = { beta1: BETA1, beta2: BETA2, clipNorm: CLIP_NORM, emaDecay: EMA_DECAY, criticSteps };
	const backend = await startAdversarialTraining(run, "tabfairgan training", B, { ...adam, steps, start }, () =>
		playersOf("trial"),
	);
	let before: Float32Array | undefined;
	const first: Placed = {
		place: () => before,
		moveTo: (place) => {
			before = place as Float32Array | undefined;
		},
	};
	const players = playersOf("batches");
	const trained = await trainAdversarially(
		{
			...adam,
			...players,
			batches: placedTogether({ batches: players.batches, first }),
			steps,
			learningRate: linearDecay(options.learningRate, steps),
			async onRead(step, { ema }) {
				if (fair && step <= from) before = ((await ema.data()) as Float32Array).slice();
				return { enough: false };
			},
		},
		run,
	);
	const differences = async (fairness: Fairness) => {
		const measure = async (flat: Float32Array) => {
			const views = loadParameters(layout, flat);
			const sampled = createModeRows(space, MEASURED_ROWS);
			try {
				for (let at = 0; at < MEASURED_ROWS; at += BLOCK) {
					await sampleBlock(space, views, random.stream("difference").stream(at), sampled, at);
				}
				return parityDifference(fairness, sampled);
			} finally {
				dispose(views);
			}
		};
		return surviveLosses(run, async () => ({
			parityDifference: await measure(trained.parameters),
			...(before && { parityDifferenceFirstPhase: await measure(before) }),
			parityDifferenceReal: parityDifference(fairness, rows),
		}));
	};
	return {
		encoder,
		space,
		parameters: trained.parameters,
		fair: fair !== undefined,
		backend: trained.backend ?? backend,
		diagnostics: {
			steps: trained.steps,
			loss: trained.loss,
			stopped: trained.stopped,
			restarts: trained.restarts,
			...(trained.warning && { warning: trained.warning }),
			parameters: trained.parameters.length,
			...(found && (await differences(found))),
		},
	};
}
