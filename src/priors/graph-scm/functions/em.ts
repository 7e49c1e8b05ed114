import { logUniform } from "../../draws";
import { exp, log } from "../../elementary";
import { drawNormals } from "../../kernels/noise";
import { powerDistances, softAssign } from "../distances";
import { drawMatrix, multiply, type RandomMatrix } from "../matrices";
import { within } from "../scalars";
import type { FunctionFamily } from "./function";

/** Soft assignment to centres, then a linear map. */
export interface SoftAssignment {
	readonly inputs: number;
	readonly count: number;
	readonly centres: Float32Array;
	/** Scale of each centre. */
	readonly scales: Float64Array;
	readonly p: number;
	readonly q: number;
	readonly matrix: RandomMatrix;
}

/** Soft assignment before its centres are known: each is a row and 0.1 of a normal number a component. */
export interface SoftAssignmentPlan extends Omit<SoftAssignment, "centres"> {
	readonly rows: Int32Array;
	readonly offsets: Float32Array;
}

/**
 * Softmax over centres of −ln(2π s²) / 2 − (‖x − c‖_p / s)^q, p ~ LogU(1, 4), q ~ U(1, 2), K log-uniform in
 * 2 … max(16, 2 outputs); centres are rows of x with noise. The source leaves the scales open: s ~ LogU(0.1, 1) here.
 */
export const em: FunctionFamily<SoftAssignmentPlan, SoftAssignment> = {
	plan(source, rows, inputs, outputs) {
		const { random, scalars } = source;
		const count = scalars.int(random, "em/centres", { low: 2, high: Math.max(16, 2 * outputs), log: true });
		const offsets = drawNormals(random.stream("centres"), count * inputs);
		const chosen = new Int32Array(count);
		for (let c = 0; c < count; c++) chosen[c] = random.int(rows);
		const scales = new Float64Array(count);
		for (let c = 0; c < count; c++) scales[c] = logUniform(random, 0.1, 1);
		const p = scalars.real(random, "em/p", { low: 1, high: 4, log: true });
		const q = scalars.real(random, "em/q", { low: 1, high: 2 });
		const matrix = drawMatrix(within(source, "map"), count, outputs);
		return { inputs, count, rows: chosen, offsets, scales, p, q, matrix };
	},
	fix({ inputs, count, rows, offsets, scales, p, q, matrix }, x) {
		const centres = new Float32Array(count * inputs);
		for (let c = 0, i = 0; c < count; c++) {
			const row = rows[c]! * inputs;
			for (let k = 0; k < inputs; k++, i++) centres[i] = x[row + k]! + 0.1 * offsets[i]!;
		}
		const f = { inputs, count, centres, scales, p, q, matrix };
		return { f, y: em.apply(f, x) };
	},
	apply({ inputs, count, centres, scales, p, q, matrix }, x) {
		const rows = x.length / inputs;
		const soft = new Float32Array(rows * count);
		powerDistances(x, inputs, centres, count, p, soft);
		const factors = new Float32Array(count);
		const logScales = new Float32Array(count);
		for (let c = 0; c < count; c++) {
			const logScale = log(scales[c]!);
			factors[c] = exp(-q * logScale);
			logScales[c] = logScale;
		}
		softAssign(soft, count, q / p, factors, logScales);
		return multiply(matrix, soft, rows);
	},
};
