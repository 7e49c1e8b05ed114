import { loadedKernels, START } from "../kernels/kernels";

const round = Math.fround;
// cos 2πu in u², |u| ≤ ¼, highest power first; the kernel has the same.
const COS = [-25.0064391, 60.14802, -85.4538087, 64.9393526, -19.7392086, 1].map(round);

/** Cosines of the first `count` turns (radians / 2π), in place, absolute error below 1e-6 for turns below 1. */
export function cosines(turns: Float32Array, count: number): void {
	const kernels = loadedKernels();
	if (kernels) {
		const at = START >> 2;
		const memory = kernels.view(at + count + 8);
		memory.set(turns.subarray(0, count), at);
		kernels.cosines(START, count);
		turns.set(memory.subarray(at, at + count));
		return;
	}
	const [c5, c4, c3, c2, c1, c0] = COS as [number, number, number, number, number, number];
	for (let i = 0; i < count; i++) {
		const t = turns[i]!;
		const a = Math.abs(round(t - Math.floor(round(t + 0.5))));
		const far = a > 0.25;
		const u = far ? round(0.5 - a) : a;
		const z = round(u * u);
		let c = round(round(c5 * z) + c4);
		c = round(round(c * z) + c3);
		c = round(round(c * z) + c2);
		c = round(round(c * z) + c1);
		c = round(round(c * z) + c0);
		turns[i] = far ? -c : c;
	}
}
