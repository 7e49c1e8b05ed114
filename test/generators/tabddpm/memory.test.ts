import { expect, test } from "vitest";
import { makeTable } from "../../../bench/browser/made-table";
import { tabddpm } from "../../../src/generators/tabddpm";
import { meta } from "../../../src/generators/tabddpm/meta";
import { backend } from "../../../src/nn/tf";
import { createRandom } from "../../../src/random";
import { createRun } from "../../../src/worker/run";
import { startNodeBackend } from "../../nn/node-backend";

test("on wasm the memory does not grow with the steps, nor from fit to fit", async () => {
	await startNodeBackend("wasm");
	const { wasm } = backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
	const table = makeTable(500, 6);
	const heaps: number[] = [];
	for (const steps of [20, 200, 20]) {
		const options = { ...meta.defaults, steps, batchRows: 64, layers: [32], timesteps: 10 };
		const model = await tabddpm.fit(table, options, createRun({ random: createRandom(1), device: "wasm" }));
		model.dispose();
		heaps.push(wasm.HEAPU8.length);
	}
	expect(heaps[2]).toBe(heaps[0]);
});
