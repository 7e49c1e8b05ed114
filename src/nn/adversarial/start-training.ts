import { quietRun, type Run } from "../../worker/run";
import type { Backend } from "../backend";
import { startFastest } from "../choose";
import { type AdversarialOptions, trainAdversarially } from "./train";

const TRIAL_STEPS = 3;

/**
 * Starts the backend that an adversarial training is to run on and tells the run of it; for "auto", the one on which a few of
 * its steps take least time. Its twin for one network is `startTraining`.
 *
 * @param kind What is trained; with size and adapter it names what was measured.
 * @param batchRows Rows of a batch.
 * @param trialPlayers Players on batches of their own, for steps that are thrown away.
 * @throws BackendError where the device asked for is not available.
 */
export async function startAdversarialTraining(
	run: Run,
	kind: string,
	batchRows: number,
	training: Omit<AdversarialOptions, "generator" | "critic" | "learningRate" | "batches" | "onRead"> & {
		readonly start: Float32Array;
	},
	trialPlayers: () => Pick<AdversarialOptions, "generator" | "critic" | "batches">,
): Promise<Backend> {
	const { steps, start, ...adam } = training;
	const backend = await startFastest(run, {
		kind,
		size: batchRows * start.length,
		steps,
		together: TRIAL_STEPS,
		async start() {
			const [players, quiet] = [trialPlayers(), quietRun(run)];
			return () => trainAdversarially({ ...adam, ...players, steps: TRIAL_STEPS, learningRate: () => 0 }, quiet);
		},
	});
	await run.step({ phase: "device", step: 1, steps: 1, device: backend });
	return backend;
}
