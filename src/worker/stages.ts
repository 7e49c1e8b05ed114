import type { Stage } from "./stage";

/** Every stage by the name it is saved under, in the order of the way in. Loaded with the first fit. */
export const stages: Readonly<Record<string, () => Promise<Stage>>> = {
	deidentify: async () => (await import("../deidentify/stage")).deidentify,
	layout: async () => (await import("./layout-stage")).layoutStage,
	rebalance: async () => (await import("../constraints/rebalance")).rebalance,
	scenario: async () => (await import("../constraints/scenario")).scenario,
	constraints: async () => (await import("../constraints/stage")).constraints,
	fair: async () => (await import("../constraints/fair/stage")).fair,
	enhance: async () => (await import("../constraints/enhance/stage")).enhance,
	sets: async () => (await import("./sets-stage")).setsStage,
	gaps: async () => (await import("./gaps-stage")).gapsStage,
};
