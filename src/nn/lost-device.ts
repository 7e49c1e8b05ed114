/** What goes on where the GPU's device is lost on the way: a driver restarts, memory runs out, a laptop changes GPUs. */
import { BackendError, StandinError } from "../errors";
import type { Run } from "../worker/run";
import { type Backend, backendLoss, replaceBackend } from "./backend";

/** Losses that are survived: a new device is tried once, then wasm. */
const MOST_LOSSES = 2;

/**
 * The loss of the device that an error follows from, where it does: what a lost device breaks is raised in many ways, an
 * aborted read among them.
 */
async function lossBehind(error: unknown): Promise<BackendError | undefined> {
	// Whatever else is Standin's own says what it is about.
	if (error instanceof StandinError && !(error instanceof BackendError)) return undefined;
	return backendLoss();
}

/**
 * Computes and, where the device is lost on the way, computes again: on another device once, then on wasm. What is computed
 * finds by itself what need not be done twice.
 *
 * @param compute is given a run that asks for the backend to compute on and, after a loss, what that is.
 * @throws what `compute` throws; BackendError, whatever was raised, where the device was lost once too often.
 */
export async function surviveLosses<T>(run: Run, compute: (run: Run, replaced?: Backend) => Promise<T>): Promise<T> {
	let replaced: Backend | undefined;
	for (let losses = 1; ; losses++) {
		try {
			return await compute(replaced ? { ...run, device: replaced.name } : run, replaced);
		} catch (error) {
			const loss = await lossBehind(error);
			if (!loss) throw error;
			if (losses > MOST_LOSSES) throw loss;
			replaced = await replaceBackend(loss, losses, run.wasmUrl);
		}
	}
}

/** Frees what lay on a device that is gone; freeing itself may fail there. */
export function forget(free: () => void): void {
	try {
		free();
	} catch {
		// It went with the device.
	}
}
