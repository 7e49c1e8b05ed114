/** What `fit` and `sample` are told, and ways to break it. */
import { StandinError } from "../../src/errors";
import { generators } from "../../src/generators";
import { checkOptions } from "../../src/options/check";
import { FIT, SAMPLE } from "../../src/page/call-options";
import type { Random } from "../../src/random";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { breakPlain, visits } from "./hostile-models";

const call = { id: 1, seed: 1, device: "cpu" as const };
const options = { protect: 5 };

export const setups = [
	{ subject: "patient_id", treatments: { age: { coarsen: { band: 10 } }, seen: { coarsen: "month" }, city: "drop" } },
	{ treatments: { email: { keep: { confirmed: "email" } }, income: { coarsen: { round: 100 } } } },
	{ constraints: ["low <= high", { unique: ["email"] }, { nullUnless: { column: "age", when: "low > 3" } }] },
	{ constraints: [{ fixedCombinations: ["sex", "city"] }, { ordered: ["low", "high"] }, { except: "found" }] },
	{
		inspection: {
			findings: visits.columns.map(({ name: column }) => ({
				column,
				what: column === "email" ? "email" : "nothing",
				evidence: "Told so.",
				treatment: column === "email" ? "replace" : "learn",
			})),
			subject: { column: "patient_id", constant: ["sex"], strong: true },
		},
	},
	{ subject: false, enhance: { rows: true, labels: "city" } },
];

export const requests = [
	{ given: { sex: "Female", age: { min: 20, max: 40 }, seen: { min: "2024-03-01" }, income: [0, 1000] } },
	{ rebalance: { column: "smoker", levels: ["yes"], share: 0.5 } },
	{
		scenario: {
			targets: [
				{ column: "sex", levels: ["Male"], share: 0.6 },
				{ column: "income", mean: 900 },
			],
		},
	},
];

/** What is neither an answer nor an error that a caller could foresee. */
async function raw(act: () => Promise<unknown>): Promise<string | undefined> {
	try {
		await act();
		return undefined;
	} catch (error) {
		return error instanceof StandinError ? undefined : String((error as Error).stack);
	}
}

export interface Tried {
	readonly bag: object;
	/** The error that nobody could foresee, if there was one. */
	readonly failed: string | undefined;
}

/** Fits with a broken setup. */
export async function trySetup(setup: object, random: Random): Promise<Tried> {
	const bag = breakPlain(setup, random);
	const host = createGeneratorHost(generators as never, "", stages);
	const failed = await raw(async () => {
		checkOptions("fit", bag, FIT);
		await host.fit("independent", visits, options, bag, call);
	});
	return { bag, failed };
}

/** A fitted model that is asked for rows in broken ways. */
export async function createTryRequest(): Promise<(request: object, random: Random) => Promise<Tried>> {
	const host = createGeneratorHost(generators as never, "", stages);
	await host.fit("independent", visits, options, { subject: false }, call);
	return async (request, random) => {
		const bag = breakPlain(request, random);
		const failed = await raw(async () => {
			checkOptions("sample", bag, SAMPLE);
			await host.sample({ ...bag, rows: 20 }, call);
		});
		return { bag, failed };
	};
}
