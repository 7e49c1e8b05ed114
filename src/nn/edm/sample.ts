import { assertBackend } from "../backend";
import { add, dispose, mul, sub, type Tensor2D, tensor2d, tidy } from "../tf";
import { SIGMA_MOST, samplingLevels, TIME_WIDTH, writeTime } from "./edm";

/** D(x; σ), the denoised rows: (B, D) to (B, D). Runs inside `tidy`. */
export type Denoised = (x: Tensor2D, time: Tensor2D, sigma: number) => Tensor2D;

/**
 * Rows from noise by Heun's second-order steps (Karras et al. 2022, algorithm 1, without churn). The last state is left at the least
 * noise: what is read off it is the caller's.
 *
 * @param noise standard normal, (B, D) flat.
 * @param pause is called before each evaluation.
 */
export async function heun(
	noise: Float32Array,
	B: number,
	steps: number,
	denoised: Denoised,
	pause: () => Promise<void>,
): Promise<Tensor2D> {
	const sigmas = samplingLevels(steps);
	let x = tidy(() => mul(tensor2d(noise, [B, noise.length / B]), SIGMA_MOST) as Tensor2D);
	const slope = (at: Tensor2D, sigma: number) => {
		const time = new Float32Array(TIME_WIDTH);
		writeTime(sigma, time, 0);
		const clean = denoised(at, tensor2d(time, [1, TIME_WIDTH]), sigma);
		return mul(sub(at, clean), 1 / sigma) as Tensor2D;
	};
	try {
		for (let i = 0; i + 1 < steps; i++) {
			const [now, next] = [sigmas[i]!, sigmas[i + 1]!];
			await pause();
			assertBackend();
			const [first, guess] = tidy(() => {
				const d = slope(x, now);
				return [d, add(x, mul(d, next - now)) as Tensor2D] as [Tensor2D, Tensor2D];
			});
			try {
				await pause();
				assertBackend();
				const better = tidy(() => add(x, mul(add(first, slope(guess, next)), (next - now) / 2)) as Tensor2D);
				x.dispose();
				x = better;
			} finally {
				dispose([first, guess]);
			}
		}
		return x;
	} catch (error) {
		x.dispose();
		throw error;
	}
}
