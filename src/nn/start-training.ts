import { quietRun, type Run } from "../worker/run";
import type { Backend } from "./backend";
import { startFastest } from "./choose";
import { type TrainOptions, train } from "./train";

const TRIAL_STEPS = 5;

/**
 * Starts the backend that a training is to run on and tells the run of it; for "auto", the one on which a few of its steps
 * take least time.
 *
 * @param kind What is trained; with size and adapter it names what was measured.
 * @param batchRows Rows of a batch.
 * @param trialLoss A loss on batches of its own, for steps that are thrown away.
 * @throws BackendError where the device asked for is not available.
 */
export async function startTraining(
	run: Run,
	kind: string,
	batchRows: number,
	training: Omit<TrainOptions, "loss" | "learningRate">,
	trialLoss: () => TrainOptions["loss"],
): Promise<Backend> {
	const { steps, start } = training;
	const backend = await startFastest(run, {
		kind,
		size: batchRows * start.length,
		steps,
		together: TRIAL_STEPS,
		async start() {
			const [loss, quiet] = [trialLoss(), quietRun(run)];
			return () => train({ ...training, learningRate: () => 0, steps: TRIAL_STEPS, loss }, quiet);
		},
	});
	await run.step({ phase: "device", step: 1, steps: 1, device: backend });
	return backend;
}
