import {
	type ActivationPlan,
	applyActivation,
	type FrozenActivation,
	fixActivation,
	planActivation,
} from "../activation";
import { drawMatrix, multiply, type RandomMatrix } from "../matrices";
import { within } from "../scalars";
import type { FunctionFamily } from "./function";

/** Linear maps and activations in turn. */
export interface Mlp {
	readonly inputs: number;
	readonly steps: readonly (
		| { readonly matrix: RandomMatrix }
		| { readonly activation: FrozenActivation; readonly width: number }
	)[];
}

/** Linear maps and activations in turn, before the rows are known. */
export interface MlpPlan {
	readonly inputs: number;
	readonly steps: readonly (
		| { readonly matrix: RandomMatrix }
		| { readonly activation: ActivationPlan; readonly width: number }
	)[];
}

/**
 * One to three linear maps (log-uniform), one to 127 hidden units (log-uniform), an activation between them and, with
 * probability ½ each, before the first and after the last.
 */
export const mlp: FunctionFamily<MlpPlan, Mlp> = {
	plan(source, rows, inputs, outputs) {
		const { random, scalars } = source;
		const layers = scalars.int(random, "mlp/layers", { low: 1, high: 3, log: true });
		const hidden = scalars.int(random, "mlp/width", { low: 1, high: 127, log: true });
		const startsActive = random.int(2) === 1;
		const endsActive = random.int(2) === 1;
		const steps: MlpPlan["steps"][number][] = [];
		let width = inputs;
		const activate = (name: string) => steps.push({ activation: planActivation(within(source, name), rows), width });
		if (startsActive) activate("start");
		for (let layer = 0; layer < layers; layer++) {
			const matrix = drawMatrix(within(source, layer), width, layer === layers - 1 ? outputs : hidden);
			steps.push({ matrix });
			width = matrix.outputs;
			if (layer < layers - 1 || endsActive) activate(`after/${layer}`);
		}
		return { inputs, steps };
	},
	fix({ inputs, steps }, x) {
		let y: Float32Array = x.slice();
		const rows = x.length / inputs;
		const fixed = steps.map((step): Mlp["steps"][number] => {
			if ("width" in step) return { ...step, activation: fixActivation(step.activation, y, step.width) };
			y = multiply(step.matrix, y, rows);
			return step;
		});
		return { f: { inputs, steps: fixed }, y };
	},
	apply({ inputs, steps }, x) {
		let y: Float32Array = x.slice();
		const rows = x.length / inputs;
		for (const step of steps) {
			if ("matrix" in step) y = multiply(step.matrix, y, rows);
			else applyActivation(step.activation, y, step.width);
		}
		return y;
	},
};
