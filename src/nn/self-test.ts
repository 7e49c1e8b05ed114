import { BackendError } from "../errors";
import { log, matMul, softmax, tensor2d, tidy } from "./tf";

const M = 9;
const K = 17;
const N = 6;
/** Largest relative difference a working backend shows; broken ones are off by orders of magnitude. */
const TOLERANCE = 1e-3;

/** Numbers in (0, 1) that no backend can get right by chance. */
function pattern(length: number, phase: number): Float32Array {
	return Float32Array.from({ length }, (_, i) => 0.5 + 0.49 * Math.sin(phase + 1.7 * i));
}

function compare(name: string, got: ArrayLike<number>, want: ArrayLike<number>): void {
	for (let i = 0; i < want.length; i++) {
		const error = Math.abs(got[i]! - want[i]!) / (Math.abs(want[i]!) + 1e-3);
		// Written so that a NaN fails too.
		if (!(error <= TOLERANCE)) {
			throw new BackendError(
				`The backend computes ${name} wrongly (element ${i} is ${got[i]}, should be ${want[i]}); choose another device.`,
				{ operation: name, index: i, got: got[i], want: want[i] },
			);
		}
	}
}

/**
 * Computes a matrix product, a softmax and a logarithm on the current backend and holds them against plain loops:
 * some drivers return zeros or garbage without an error.
 *
 * @throws BackendError naming the operation that came out wrong.
 */
export async function selfTest(): Promise<void> {
	const a = pattern(M * K, 0);
	const b = pattern(K * N, 1);
	const [product, weights, logs] = tidy(() => {
		const y = matMul(tensor2d(a, [M, K]), tensor2d(b, [K, N]));
		return [y, softmax(y), log(y)];
	}) as [ReturnType<typeof tensor2d>, ReturnType<typeof tensor2d>, ReturnType<typeof tensor2d>];
	const y = new Float64Array(M * N);
	const p = new Float64Array(M * N);
	for (let i = 0; i < M; i++) {
		let total = 0;
		for (let j = 0; j < N; j++) {
			for (let k = 0; k < K; k++) y[i * N + j]! += a[i * K + k]! * b[k * N + j]!;
			total += Math.exp(y[i * N + j]!);
		}
		for (let j = 0; j < N; j++) p[i * N + j] = Math.exp(y[i * N + j]!) / total;
	}
	try {
		compare("matMul", await product.data(), y);
		compare("softmax", await weights.data(), p);
		compare("log", await logs.data(), y.map(Math.log));
	} finally {
		product.dispose();
		weights.dispose();
		logs.dispose();
	}
}
