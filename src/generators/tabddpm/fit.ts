import type { Encoder } from "../../encode/encoder";
import type { Backend } from "../../nn/backend";
import { startParameters } from "../../nn/parameters";
import { startTraining } from "../../nn/start-training";
import { linearDecay, type Trained, train } from "../../nn/train";
import { checkOptions } from "../../options/check";
import { paced } from "../../table/pause";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { encodeRows, learnEncoder } from "../encode-table";
import { levelsEach } from "../levels-each";
import { denoiserLayout } from "./denoiser";
import { meta, type TabDdpmOptions } from "./meta";
import { createLoss } from "./objective";
import { createSchedule } from "./schedule";
import { createSpace, logFrequencySteps, type Space } from "./space";

const EMA_DECAY = 0.995;

/** What fitting found: enough to sample, without a row of the table. */
export interface Fitted {
	readonly encoder: Encoder;
	readonly space: Space;
	/** Running average of the parameters, flat; empty where nothing had to be learned. */
	readonly parameters: Float32Array;
	readonly trained: Trained;
	readonly backend?: Backend;
}

/** Trains the denoiser on a table. */
export async function fitTabDdpm(table: Table, options: Required<TabDdpmOptions>, run: Run): Promise<Fitted> {
	checkOptions('"tabddpm"', options, meta.options);
	const schedule = createSchedule(options.schedule, options.timesteps);
	await run.step({ phase: "encode", step: 0, steps: 1 });
	const { random } = run;
	const codecs = { protect: options.protect, maxLevels: levelsEach(table) };
	const encoder = await learnEncoder(table, codecs, run);
	const matrix = await encodeRows(encoder, table, run);
	await run.step({ phase: "encode", step: 1, steps: 1 });
	const space = createSpace(encoder, options.target);
	const { D } = space;
	if (D === 0) {
		const trained: Trained = { parameters: new Float32Array(0), steps: 0, loss: 0, restarts: 0, stopped: "steps" };
		return { encoder, space, parameters: trained.parameters, trained };
	}
	const B = Math.min(options.batchRows, 2 ** Math.ceil(Math.log2(Math.max(16, table.rows))));
	const pause = () => run.step({ phase: "encode", step: 0, steps: 1 });
	const frequencies = await paced(logFrequencySteps(space, matrix), pause);
	const layout = denoiserLayout(D, space.labelCounts.length, options.layers, frequencies);
	const lossOf = (purpose: string) => createLoss(matrix, space, schedule, B, random.stream(purpose));
	const start = startParameters(layout, random.stream("parameters"));
	const { steps } = options;
	const training = { layout, start, emaDecay: EMA_DECAY, learningRate: linearDecay(options.learningRate, steps) };
	const backend = await startTraining(run, "tabddpm training", B, { ...training, steps }, () => lossOf("trial").loss);
	const trained = await train({ ...training, steps, ...lossOf("batches") }, run);
	return { encoder, space, parameters: trained.parameters, trained, backend: trained.backend ?? backend };
}
