/**
 * Accidents on purpose, and what a caller sees of them: `npm run bench -- faults [PART] [TIMES] [SEED] [GENERATOR]`.
 *
 * `devices`: the GPU's device is lost at a random step, TIMES times (default 20) for tabddpm and diffusion each. `accidents [TIMES]
 * [NAME]`: each of `test/browser/faults/scenarios.ts`, or those with NAME in their names. `insecure`: the same on a page over
 * http, where there are no Web Locks. `aborts [ROWS] [TIMES] [GENERATOR] [DEVICE]`: fits are aborted at random moments (default 50,000 rows, 100 times a generator and device; in
 * WebGPU only where DEVICE says so).
 */
import type { Bench } from "./bench";
import { abortFits } from "./faults/aborts";
import { meetAccidents } from "./faults/accidents";
import { loseDevices } from "./faults/devices";

export async function run([part = "", times, seed, only, device]: readonly string[], bench: Bench): Promise<void> {
	if (part === "" || part === "devices") await loseDevices(Number(times ?? 20), seed ?? "faults", only, bench);
	if (part === "" || part === "accidents") await meetAccidents("secure origin", Number(times ?? 3), seed, bench);
	if (part === "aborts") await abortFits(Number(times ?? 50_000), Number(seed ?? 100), only, device, bench);
	if (part === "insecure") await meetAccidents("insecure origin", Number(times ?? 3), seed, bench);
}
