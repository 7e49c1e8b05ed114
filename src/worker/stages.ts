import type { Stage } from "./stage";

type Setup = Parameters<Stage["fit"]>[1];

/** A stage whose code is loaded by a fit that asks for it, or by a model that was fitted so. */
const whereAsked = (option: keyof Setup, load: () => Promise<Stage>) => async (): Promise<Stage> => ({
	fit: async (table, setup, run) => (setup[option] === undefined ? undefined : (await load()).fit(table, setup, run)),
	load: async (saved) => (await load()).load(saved),
});

/** Every stage by the name it is saved under, in the order of the way in. Loaded with the first fit. */
export const stages: Readonly<Record<string, () => Promise<Stage>>> = {
	deidentify: async () => (await import("../deidentify/stage")).deidentify,
	layout: async () => (await import("./layout-stage")).layoutStage,
	rebalance: async () => (await import("../constraints/rebalance")).rebalance,
	scenario: async () => (await import("../constraints/scenario")).scenario,
	constraints: async () => (await import("../constraints/stage")).constraints,
	fair: whereAsked("fair", async () => (await import("../constraints/fair/stage")).fair),
	enhance: whereAsked("enhance", async () => (await import("../constraints/enhance/stage")).enhance),
	sets: async () => (await import("./sets-stage")).setsStage,
	gaps: async () => (await import("./gaps-stage")).gapsStage,
};
