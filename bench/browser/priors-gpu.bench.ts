/**
 * Priors computed on a GPU: how far their numbers are from the CPU's, and on a real GPU how many tables a second brings:
 * `npm run bench -- priors-gpu [tables] [seconds]`. Where there is a GPU and no browser, `npm run bench:gpu` does it too.
 */
import { findAdapter } from "../../src/nn/gpu-device";
import { compareNumbers, comparePaces } from "../priors-on-gpu";
import type { Bench } from "./bench";

export async function run([tables = "300", seconds = "10"]: readonly string[], bench: Bench): Promise<void> {
	await compareNumbers(bench, Number(tables));
	if (typeof (await findAdapter(false)) !== "string") return comparePaces(bench, Number(seconds));
	await bench.print("The adapter is software: how fast it is says nothing, and is not measured.");
}
