import { multiplyAdd } from "../gemm";
import { loadedKernels, START } from "../kernels/kernels";
import { putRows, takeRows } from "../kernels/rows";

const round = Math.fround;
// cos 2πu in u², |u| ≤ ¼, highest power first; the kernel has the same.
/** Of u², highest power first. */
type Series = [number, number, number, number, number, number];
export const COSINE_SERIES = [-25.0064391, 60.14802, -85.4538087, 64.9393526, -19.7392086, 1].map(round) as Series;
const [C5, C4, C3, C2, C1, C0] = COSINE_SERIES;

/** Cosine of turns (radians / 2π), absolute error below 2e-6 for |turns| below 1. */
export function cosine(turns: number): number {
	const t = round(turns);
	const a = Math.abs(round(t - Math.floor(round(t + 0.5))));
	const far = a > 0.25;
	const u = far ? round(0.5 - a) : a;
	const z = round(u * u);
	let c = round(round(C5 * z) + C4);
	c = round(round(c * z) + C3);
	c = round(round(c * z) + C2);
	c = round(round(c * z) + C1);
	c = round(round(c * z) + C0);
	return far ? -c : c;
}

/** Rows taken through the features at once: they stay in the cache. */
const BLOCK = 128;

/**
 * cos(x W + b) A for rows of `inputs` numbers: `frequencies` W and `phases` b in turns, as many features as phases (a multiple
 * of 8), `amplitudes` A with `outputs` numbers a feature.
 */
export function fourier(
	x: Float32Array,
	inputs: number,
	frequencies: Float32Array,
	phases: Float32Array,
	amplitudes: Float32Array,
	outputs: number,
): Float32Array {
	const rows = x.length / inputs;
	const features = phases.length;
	const kernels = loadedKernels();
	if (!kernels) {
		const y = new Float32Array(rows * outputs);
		const turns = new Float32Array(rows * features);
		const part = { values: turns, stride: features };
		multiplyAdd({ values: x, stride: inputs }, { values: frequencies, stride: features }, part, rows, inputs, features);
		for (let i = 0; i < turns.length; i++) turns[i] = cosine(turns[i]! + phases[i % features]!);
		const into = { values: y, stride: outputs };
		multiplyAdd(part, { values: amplitudes, stride: outputs }, into, rows, features, outputs);
		return y;
	}
	const ld = (outputs + 7) & ~7;
	const xAt = START >> 2;
	const phasesAt = (xAt + x.length + 3) & ~3;
	const frequenciesAt = phasesAt + features;
	const turnsAt = frequenciesAt + inputs * features;
	const amplitudesAt = turnsAt + BLOCK * features;
	const yAt = amplitudesAt + features * ld;
	const memory = kernels.view(yAt + rows * ld);
	memory.set(x, xAt);
	memory.set(phases, phasesAt);
	memory.set(frequencies, frequenciesAt);
	putRows(kernels, amplitudes, outputs, amplitudesAt, ld);
	for (let from = 0; from < rows; from += BLOCK) {
		const count = Math.min(BLOCK, rows - from);
		kernels.gemm((xAt + from * inputs) << 2, frequenciesAt << 2, turnsAt << 2, count, inputs, features);
		kernels.cosines(turnsAt << 2, phasesAt << 2, count, features);
		kernels.gemm(turnsAt << 2, amplitudesAt << 2, (yAt + from * ld) << 2, count, features, ld);
	}
	return takeRows(kernels, yAt, ld, rows, outputs);
}
