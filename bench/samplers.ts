/**
 * Whether the samplers of the privacy noise follow their exact distributions, and how long they take:
 * `npm run bench -- samplers [draws]`. Noise comes from the platform's secure source. Writes results/samplers.json and .md.
 */
import { cpus } from "node:os";
import { exactly } from "../src/dp/rational";
import { discreteGaussian, discreteLaplace } from "../src/dp/samplers";
import { platformRandom } from "../src/dp/secure-random";
import { goodnessOfFit } from "../test/dp/goodness-of-fit";
import { openResults, printResults } from "./browser/results";

/** Variances of the discrete Gaussian: below one, whole, a fraction with a long denominator, large. */
const VARIANCES = [0.25, 1, 4, 100.2, 1e4 / 3];
const SCALES = [0.5, 1, 2, 10.1, 100];
/** The chance below which a p-value is called a deviation: ten distributions, two tests each. */
const LEAST_P = 0.001;
const TIMED = 100_000;

export async function run([given = "1000000"]: string[]): Promise<void> {
	const draws = Number(given);
	const machine = { processor: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "samplers", machine);
	const random = platformRandom();
	const samplers = [
		...VARIANCES.map((variance) => ({
			name: "discrete Gaussian, variance",
			parameter: variance,
			weight: (k: number) => Math.exp((-k * k) / (2 * variance)),
			reach: Math.ceil(12 * Math.sqrt(variance)) + 2,
			draw: discreteGaussian,
		})),
		...SCALES.map((scale) => ({
			name: "discrete Laplace, scale",
			parameter: scale,
			weight: (k: number) => Math.exp(-Math.abs(k) / scale),
			reach: Math.ceil(40 * scale) + 2,
			draw: discreteLaplace,
		})),
	];
	for (const { name, parameter, weight, reach, draw } of samplers) {
		const exact = exactly(parameter);
		const start = performance.now();
		const values = Int32Array.from({ length: draws }, () => Number(draw(random, exact)));
		const seconds = (performance.now() - start) / 1000;
		const { cells, chiSquare, chiSquareP, distance, distanceP } = goodnessOfFit(values, weight, reach);
		kept.record("Distributions", {
			sampler: name,
			parameter,
			draws,
			cells,
			"chi-square": chiSquare,
			"its p": chiSquareP,
			"Kolmogorov-Smirnov": distance,
			"its p at most": distanceP,
			verdict: Math.min(chiSquareP, distanceP) < LEAST_P ? "deviates" : "as it should be",
			seconds,
		});
	}
	kept.note(
		"Distributions",
		`Against exact probabilities; a p-value below ${LEAST_P} counts as a deviation, of which 20 tests show one in 50 runs by chance. The p-value of Kolmogorov and Smirnov is that of a continuous distribution, hence too large for whole numbers.`,
	);
	for (const variance of [1, 100.2, 1e6]) {
		const exact = exactly(variance);
		const start = performance.now();
		for (let i = 0; i < TIMED; i++) discreteGaussian(random, exact);
		const seconds = (performance.now() - start) / 1000;
		kept.record("Time", { sampler: "discrete Gaussian, variance", parameter: variance, draws: TIMED, seconds });
	}
	kept.note("Time", "One thread, the platform's secure source.");
	printResults(kept.results);
}
