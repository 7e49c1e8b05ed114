import { encoderCheck } from "../encode/check-encoder";
import type { Encoder } from "../encode/encoder";
import { type ParameterLayout, parameterCount } from "../nn/parameters";
import { type Check, ensure, list, numbers, record } from "../saved-data";
import type { Mixture } from "../statistics/mixture";

const MOST_MODES = 1000;

const mixtureCheck: Check = (value, at) => {
	record({ weights: numbers(Float64Array, { min: 0 }) })(value, at);
	const { weights, means, deviations } = value as Mixture;
	const length = weights.length;
	ensure(length >= 1 && length <= MOST_MODES, weights, `${at}.weights`, `1 to ${MOST_MODES} weights`);
	numbers(Float64Array, { length })(means, `${at}.means`);
	numbers(Float64Array, { length, min: Number.MIN_VALUE })(deviations, `${at}.deviations`);
};

/** Refuses an encoder and mixtures that are none of a space of modes. Throws `SavedModelError`. */
export function checkModes(value: unknown): void {
	record({ encoder: encoderCheck })(value, "saved");
	const { encoder, mixtures } = value as { encoder: Encoder; mixtures: readonly Mixture[] };
	list(mixtureCheck, encoder.numbers, encoder.numbers)(mixtures, "saved.mixtures");
}

/** Refuses parameters that are not those of a network. @param layout Absent where nothing was learned. */
export function checkParameters(parameters: unknown, layout: ParameterLayout | undefined): void {
	const length = layout ? parameterCount(layout) : 0;
	numbers(Float32Array, { length })(parameters, "saved.parameters");
}
