import { expect, test } from "vitest";
import { makeTable } from "../../../bench/browser/made-table";
import { createGenerator, type GeneratorHandle } from "../../../src";
import { watchPage } from "../watch-page";

const table = makeTable(300, 4);
const TRAINED = { steps: 3, batchRows: 32, layers: [16], timesteps: 4 };

// `npm run bench -- growth fits` does the same 200 times, and looks at memory and tensors, too.
test.each([
	["bayesian-network", {}],
	["tabddpm", TRAINED],
])("six fits and draws of %s leave no worker, port, object URL or lock", async (name, options) => {
	const watch = watchPage();
	try {
		const before = await watch.held();
		const draw = async (handle: GeneratorHandle) => {
			await handle.fit(table, { seed: 1, onProgress: () => {} });
			expect((await handle.sample(20, { seed: 2, onProgress: () => {} })).rows).toBe(20);
		};
		const start = () => createGenerator<string>(name, options, { device: "wasm", workers: 1 });
		const kept = await start();
		await draw(kept);
		const standing = await watch.held();
		expect(standing.workers).toBe(before.workers + 1);
		for (let i = 0; i < 2; i++) await draw(kept);
		for (let i = 0; i < 3; i++) {
			const own = await start();
			await draw(own);
			own.dispose();
		}
		await expect.poll(watch.held).toEqual(standing);
		kept.dispose();
		await expect.poll(watch.held).toEqual(before);
		expect(watch.started()).toBe(4);
	} finally {
		watch.end();
	}
});
