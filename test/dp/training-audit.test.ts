import { beforeAll, describe, expect, test } from "vitest";
import { createSecureRandom } from "../../src/dp/secure-random";
import { auditWorlds } from "../../src/dp/two-worlds";
import { createRandom } from "../../src/random";
import { startNodeBackend } from "../nn/node-backend";
import { DELTA } from "./mechanisms";
import { auditTraining, faultyTrainings, honestTrainings, type TrainingMechanism } from "./private-training";

/** Least ε that the training can have at 99 % confidence, by so many runs in each world. */
async function audit(mechanism: TrainingMechanism, epsilon: number, runs: number): Promise<number> {
	const chance = createRandom(`${mechanism.name} ${epsilon}`);
	const noise = createSecureRandom((words) => {
		for (let i = 0; i < words.length; i++) words[i] = chance.uint32();
	}, false);
	const world = async (here: boolean) => {
		const seen: number[] = [];
		for (let r = 0; r < runs; r++) seen.push(await auditTraining(mechanism, here, epsilon, noise, chance.stream(r)));
		return seen;
	};
	return auditWorlds(await world(true), await world(false), { delta: DELTA, confidence: 0.99 }).epsilon;
}

describe("private trainings, told apart by its noisy gradients", () => {
	beforeAll(() => startNodeBackend("wasm"));

	// What takes hundreds of steps, or of runs, is audited by `npm run bench -- audit`.
	const blatant = faultyTrainings.filter(({ name }) => /clip/.test(name));

	const brief = honestTrainings.filter(({ schedule }) => schedule.steps === 1);

	test.each([...blatant, ...brief].map((one) => [one.name, one] as const))("%s", async (_, mechanism) => {
		const epsilon = await audit(mechanism, 0.5, 40);
		if (mechanism.alter) expect(epsilon).toBeGreaterThan(0.5);
		else expect(epsilon).toBeLessThanOrEqual(0.5);
	});
});
