/**
 * The distributions of the language, each as the quantile of one keyed uniform or normal draw. A unit therefore keeps
 * its rank within its distribution when an intervention changes the parameters, and continuous draws can be undone.
 * Parameters follow R's and Stan's conventions: `exponential` and `gamma` take rates.
 */
import { atan, exp, expm1, log, log1p, pow, sigmoid, tan } from "../statistics/elementary";
import { betaCdf, betaQuantile, studentCdf, studentQuantile } from "../statistics/quantile/beta";
import {
	binomialQuantile,
	negativeBinomialQuantile,
	poissonQuantile,
	tabulateCounts,
} from "../statistics/quantile/discrete";
import { gammaP, gammaQuantile } from "../statistics/quantile/gamma";
import { tabulateQuantile } from "../statistics/quantile/tabulated";
import { truncatedNormalCdf, truncatedNormalQuantile } from "../statistics/quantile/truncated-normal";

export interface Distribution {
	/** Names of the parameters, for labelled arguments and messages. */
	readonly parameters: readonly string[];
	/** Values of the last parameters where left out. */
	readonly defaults?: readonly number[];
	/** What a draw is made from. */
	readonly noise: "uniform" | "normal";
	readonly result: "number" | "integer" | "boolean";
	valid(a: number, b: number, c: number, d: number): boolean;
	/** What `valid` asks for, for the message. */
	readonly requires: string;
	/** The draw for noise `e`. */
	quantile(e: number, a: number, b: number, c: number, d: number): number;
	/** A faster `quantile` for parameters that never change. */
	prepare?(a: number, b: number, c: number, d: number): (e: number) => number;
	/** The noise that gives `x`; absent for discrete distributions, whose noise the value does not determine. */
	score?(x: number, a: number, b: number, c: number, d: number): number;
}

const logit = (x: number) => log(x / (1 - x));
const MAX_COUNT = 1e15;
const isCount = (n: number) => Number.isInteger(n) && n >= 0 && n <= MAX_COUNT;
const isProbability = (p: number) => p >= 0 && p <= 1;

export const DISTRIBUTIONS: Readonly<Record<string, Distribution>> = {
	normal: {
		parameters: ["mean", "sd"],
		defaults: [0, 1],
		noise: "normal",
		result: "number",
		valid: (_, sd) => sd >= 0,
		requires: "sd ≥ 0",
		quantile: (z, mean, sd) => mean + sd * z,
		score: (x, mean, sd) => (x - mean) / sd,
	},
	lognormal: {
		parameters: ["meanlog", "sdlog"],
		defaults: [0, 1],
		noise: "normal",
		result: "number",
		valid: (_, sd) => sd >= 0,
		requires: "sdlog ≥ 0",
		quantile: (z, mean, sd) => exp(mean + sd * z),
		score: (x, mean, sd) => (log(x) - mean) / sd,
	},
	truncnormal: {
		parameters: ["mean", "sd", "low", "high"],
		noise: "uniform",
		result: "number",
		valid: (_, sd, low, high) => sd > 0 && low < high,
		requires: "sd > 0 and low < high",
		quantile: (u, mean, sd, low, high) =>
			Math.min(high, Math.max(low, mean + sd * truncatedNormalQuantile(u, (low - mean) / sd, (high - mean) / sd))),
		score: (x, mean, sd, low, high) => truncatedNormalCdf((x - mean) / sd, (low - mean) / sd, (high - mean) / sd),
	},
	uniform: {
		parameters: ["low", "high"],
		defaults: [0, 1],
		noise: "uniform",
		result: "number",
		valid: (low, high) => low <= high,
		requires: "low ≤ high",
		quantile: (u, low, high) => low + (high - low) * u,
		score: (x, low, high) => (x - low) / (high - low),
	},
	beta: {
		parameters: ["a", "b"],
		noise: "uniform",
		result: "number",
		valid: (a, b) => a > 0 && b > 0,
		requires: "a > 0 and b > 0",
		quantile: (u, a, b) => betaQuantile(u, 1 - u, a, b),
		prepare: (a, b) => tabulateQuantile((p, q) => betaQuantile(p, q, a, b), logit, sigmoid),
		score: (x, a, b) => betaCdf(x, a, b),
	},
	gamma: {
		parameters: ["shape", "rate"],
		defaults: [1],
		noise: "uniform",
		result: "number",
		valid: (shape, rate) => shape > 0 && rate > 0,
		requires: "shape > 0 and rate > 0",
		quantile: (u, shape, rate) => gammaQuantile(u, 1 - u, shape) / rate,
		prepare: (shape, rate) => {
			const standard = tabulateQuantile((p, q) => gammaQuantile(p, q, shape), log, exp);
			return (u) => standard(u) / rate;
		},
		score: (x, shape, rate) => gammaP(shape, x * rate),
	},
	chisquare: {
		parameters: ["df"],
		noise: "uniform",
		result: "number",
		valid: (df) => df > 0,
		requires: "df > 0",
		quantile: (u, df) => 2 * gammaQuantile(u, 1 - u, df / 2),
		prepare: (df) => tabulateQuantile((p, q) => 2 * gammaQuantile(p, q, df / 2), log, exp),
		score: (x, df) => gammaP(df / 2, x / 2),
	},
	exponential: {
		parameters: ["rate"],
		defaults: [1],
		noise: "uniform",
		result: "number",
		valid: (rate) => rate > 0,
		requires: "rate > 0",
		quantile: (u, rate) => -log1p(-u) / rate,
		score: (x, rate) => -expm1(-x * rate),
	},
	weibull: {
		parameters: ["shape", "scale"],
		defaults: [1],
		noise: "uniform",
		result: "number",
		valid: (shape, scale) => shape > 0 && scale > 0,
		requires: "shape > 0 and scale > 0",
		quantile: (u, shape, scale) => scale * pow(-log1p(-u), 1 / shape),
		score: (x, shape, scale) => -expm1(-pow(x / scale, shape)),
	},
	studentt: {
		parameters: ["df", "location", "scale"],
		defaults: [0, 1],
		noise: "uniform",
		result: "number",
		valid: (df, _, scale) => df > 0 && scale >= 0,
		requires: "df > 0 and scale ≥ 0",
		quantile: (u, df, location, scale) => location + scale * studentQuantile(u, 1 - u, df),
		prepare: (df, location, scale) => {
			const arsinh = (t: number) => (t < 0 ? -1 : 1) * log(Math.abs(t) + Math.sqrt(t * t + 1));
			const sinh = (g: number) => (exp(g) - exp(-g)) / 2;
			const standard = tabulateQuantile((p, q) => studentQuantile(p, q, df), arsinh, sinh);
			return (u) => location + scale * standard(u);
		},
		score: (x, df, location, scale) => studentCdf((x - location) / scale, df),
	},
	cauchy: {
		parameters: ["location", "scale"],
		defaults: [0, 1],
		noise: "uniform",
		result: "number",
		valid: (_, scale) => scale >= 0,
		requires: "scale ≥ 0",
		quantile: (u, location, scale) => location + scale * tan(Math.PI * (u - 0.5)),
		score: (x, location, scale) => 0.5 + atan((x - location) / scale) / Math.PI,
	},
	laplace: {
		parameters: ["location", "scale"],
		defaults: [0, 1],
		noise: "uniform",
		result: "number",
		valid: (_, scale) => scale >= 0,
		requires: "scale ≥ 0",
		quantile: (u, location, scale) => location + scale * (u < 0.5 ? log(2 * u) : -log(2 * (1 - u))),
		score: (x, location, scale) => {
			const t = (x - location) / scale;
			return t < 0 ? exp(t) / 2 : 1 - exp(-t) / 2;
		},
	},
	logistic: {
		parameters: ["location", "scale"],
		defaults: [0, 1],
		noise: "uniform",
		result: "number",
		valid: (_, scale) => scale >= 0,
		requires: "scale ≥ 0",
		quantile: (u, location, scale) => location + scale * logit(u),
		score: (x, location, scale) => sigmoid((x - location) / scale),
	},
	gumbel: {
		parameters: ["location", "scale"],
		defaults: [0, 1],
		noise: "uniform",
		result: "number",
		valid: (_, scale) => scale >= 0,
		requires: "scale ≥ 0",
		quantile: (u, location, scale) => location - scale * log(-log(u)),
		score: (x, location, scale) => exp(-exp(-(x - location) / scale)),
	},
	pareto: {
		parameters: ["minimum", "shape"],
		noise: "uniform",
		result: "number",
		valid: (minimum, shape) => minimum > 0 && shape > 0,
		requires: "minimum > 0 and shape > 0",
		quantile: (u, minimum, shape) => minimum * exp(-log1p(-u) / shape),
		score: (x, minimum, shape) => 1 - pow(minimum / x, shape),
	},
	triangular: {
		parameters: ["low", "mode", "high"],
		noise: "uniform",
		result: "number",
		valid: (low, mode, high) => low <= mode && mode <= high && low < high,
		requires: "low ≤ mode ≤ high and low < high",
		quantile: (u, low, mode, high) => {
			const width = high - low;
			return u * width < mode - low
				? low + Math.sqrt(u * width * (mode - low))
				: high - Math.sqrt((1 - u) * width * (high - mode));
		},
		score: (x, low, mode, high) =>
			x < mode
				? ((x - low) * (x - low)) / ((high - low) * (mode - low))
				: 1 - ((high - x) * (high - x)) / ((high - low) * (high - mode)),
	},
	bernoulli: {
		parameters: ["p"],
		noise: "uniform",
		result: "boolean",
		valid: isProbability,
		requires: "0 ≤ p ≤ 1",
		quantile: (u, p) => (u < p ? 1 : 0),
	},
	binomial: {
		parameters: ["n", "p"],
		noise: "uniform",
		result: "integer",
		valid: (n, p) => isCount(n) && isProbability(p),
		requires: "a whole n ≥ 0 and 0 ≤ p ≤ 1",
		quantile: binomialQuantile,
		prepare: (n, p) => tabulateCounts((u) => binomialQuantile(u, n, p)),
	},
	poisson: {
		parameters: ["mean"],
		noise: "uniform",
		result: "integer",
		valid: (mean) => mean >= 0 && mean <= MAX_COUNT,
		requires: "mean ≥ 0",
		quantile: poissonQuantile,
		prepare: (mean) => tabulateCounts((u) => poissonQuantile(u, mean)),
	},
	geometric: {
		parameters: ["p"],
		noise: "uniform",
		result: "integer",
		valid: (p) => p > 0 && p <= 1,
		requires: "0 < p ≤ 1",
		quantile: (u, p) => (p === 1 ? 0 : Math.floor(log1p(-u) / log1p(-p))),
	},
	negbinomial: {
		parameters: ["size", "p"],
		noise: "uniform",
		result: "integer",
		valid: (size, p) => size > 0 && p > 0 && p <= 1,
		requires: "size > 0 and 0 < p ≤ 1",
		quantile: negativeBinomialQuantile,
		prepare: (size, p) => tabulateCounts((u) => negativeBinomialQuantile(u, size, p)),
	},
	randint: {
		parameters: ["low", "high"],
		noise: "uniform",
		result: "integer",
		valid: (low, high) => Number.isInteger(low) && Number.isInteger(high) && low <= high,
		requires: "whole low ≤ high",
		quantile: (u, low, high) => Math.min(high, low + Math.floor(u * (high - low + 1))),
	},
};
