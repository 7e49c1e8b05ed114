import { expect, test } from "vitest";
import { advance, STARTED } from "../../src/element/flow/run-view";

test("losses of networks that are trained one after the other are one curve, which never goes back", () => {
	const told = [
		{ phase: "train", step: 25, steps: 100, loss: 3 },
		{ phase: "train", step: 100, steps: 100, loss: 2 },
		{ phase: "encode rows", step: 1, steps: 2 },
		{ phase: "train diffusion", step: 25, steps: 60, loss: 0.8 },
		{ phase: "train diffusion", step: 60, steps: 60, loss: 0.6 },
	];
	const run = told.reduce((view, progress) => advance(view, progress), STARTED);
	expect(run.loss).toEqual([
		[25, 3],
		[100, 2],
		[125, 0.8],
		[160, 0.6],
	]);
	expect(run.lossSteps).toBe(160);
});
