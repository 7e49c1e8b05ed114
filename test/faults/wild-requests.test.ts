import { expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { createTryRequest, requests, setups, trySetup } from "./wild-requests";

test("whatever a setup becomes, fit answers or refuses with an error of its own", async () => {
	for (const [at, setup] of setups.entries()) {
		const random = createRandom(`setup ${at}`);
		for (let i = 0; i < 6; i++) {
			const { bag, failed } = await trySetup(setup, random.stream(i));
			expect(failed, `setup ${at}, case ${i}: ${JSON.stringify(bag)}`).toBeUndefined();
		}
	}
});

test("whatever a request becomes, sample answers or refuses with an error of its own", async () => {
	const tryRequest = await createTryRequest();
	for (const [at, request] of requests.entries()) {
		const random = createRandom(`request ${at}`);
		for (let i = 0; i < 20; i++) {
			const { bag, failed } = await tryRequest(request, random.stream(i));
			expect(failed, `request ${at}, case ${i}: ${JSON.stringify(bag)}`).toBeUndefined();
		}
	}
});
