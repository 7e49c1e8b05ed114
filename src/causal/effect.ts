import { createRandom } from "../random";
import type { Actions } from "./interventions";
import type { CausalRequest, NodeValues } from "./scm";

export interface EffectRequest {
	/** The action whose effect is asked for. */
	readonly do: Actions;
	/** What it is compared with. Default: doing nothing. */
	readonly versus?: Actions;
	/** The variable the effect is measured on: a number, or a yes-no variable counted as 1 and 0. */
	readonly on: string;
	/** Units drawn. Default 10,000. */
	readonly rows?: number;
	/** Default 0. */
	readonly seed?: number | string;
}

export interface Effect {
	/** Mean over units of the value under `do` less the value under `versus`. */
	readonly mean: number;
	/** Standard error of the mean; the two worlds share their noise, so it is that of paired differences. */
	readonly standardError: number;
	/** Units in which both values exist. */
	readonly rows: number;
}

/** The average over units of their individual effects (Pearl 2009, Definition 7.1.4 onwards), the units' noise held fixed. */
export function averageEffect(
	{ do: actions, versus = {}, rows = 10_000, seed = 0 }: EffectRequest,
	admitted: (request: CausalRequest) => CausalRequest,
	draw: (actions: Actions, request: CausalRequest) => NodeValues,
): Effect {
	const request = admitted({ rows, random: createRandom(seed) });
	const treated = draw(actions, request).values;
	const control = draw(versus, request).values;
	let count = 0;
	let mean = 0;
	let squares = 0; // Welford's sum of squared deviations
	for (let row = 0; row < rows; row++) {
		const difference = treated[row]! - control[row]!;
		if (Number.isNaN(difference)) continue;
		count++;
		const delta = difference - mean;
		mean += delta / count;
		squares += delta * (difference - mean);
	}
	return {
		mean: count === 0 ? Number.NaN : mean,
		standardError: Math.sqrt(squares / (count - 1) / count),
		rows: count,
	};
}
