export {
	type Actions,
	type CausalModel,
	type CausalModelOptions,
	type CounterfactualRequest,
	causalModel,
	type SampleRequest as CausalSampleRequest,
} from "./causal-model";
export type { Constraint } from "./constraints";
export type { CausalGraph } from "./describe-graph";
export type { Effect, EffectRequest } from "./effect";
export type { MixedGraph } from "./graph";
export type { Action, SetValue } from "./interventions";
export type { Definitions } from "./model-text";
