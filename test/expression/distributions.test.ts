import { describe, expect, test } from "vitest";
import { causalModel } from "../../src/causal";
import { DISTRIBUTIONS } from "../../src/expression/distributions";
import { createRandom } from "../../src/random";
import { codes, mean, numbers, variance } from "../causal/statistics";

const EULER = 0.5772156649015329;
const ROWS = 40_000;

/** Mean, variance and fourth central moment over variance² (kurtosis) in closed form; Johnson, Kotz, Balakrishnan. */
const MOMENTS: [expression: string, mean: number, variance: number, kurtosis: number][] = [
	["normal(3, 2)", 3, 4, 3],
	["uniform(-1, 5)", 2, 3, 1.8],
	["beta(2, 3)", 0.4, 0.04, 2.3571428571428572],
	["beta(0.5, 0.4)", 0.5 / 0.9, 0.2 / (0.81 * 1.9), 1.4],
	["gamma(2.5, 0.5)", 5, 10, 5.4],
	["gamma(0.3, 2)", 0.15, 0.075, 23],
	["chisquare(4)", 4, 8, 6],
	["exponential(0.25)", 4, 16, 9],
	["lognormal(0.5, 0.4)", Math.exp(0.58), (Math.exp(0.16) - 1) * Math.exp(1.16), 6.26],
	["studentt(9, 1, 2)", 1, (4 * 9) / 7, 4.2],
	["weibull(2, 3)", (3 * Math.sqrt(Math.PI)) / 2, 9 * (1 - Math.PI / 4), 3.245],
	["laplace(1, 2)", 1, 8, 6],
	["logistic(1, 2)", 1, (4 * Math.PI ** 2) / 3, 4.2],
	["gumbel(1, 2)", 1 + 2 * EULER, (4 * Math.PI ** 2) / 6, 5.4],
	["pareto(2, 9)", 18 / 8, (4 * 9) / (64 * 7), 14.5],
	["triangular(0, 1, 4)", 5 / 3, 13 / 18, 2.4],
	["truncnormal(0, 1, 0, 20)", Math.sqrt(2 / Math.PI), 1 - 2 / Math.PI, 3.87],
	["binomial(20, 0.3)", 6, 4.2, 2.94],
	["poisson(3.5)", 3.5, 3.5, 3.29],
	["poisson(400)", 400, 400, 3],
	["geometric(0.4)", 1.5, 3.75, 9.27],
	["negbinomial(2.5, 0.4)", 3.75, 9.375, 5.5],
	["randint(1, 6)", 3.5, 35 / 12, 1.73],
];

describe("moments match their closed forms", () => {
	test.each(MOMENTS)("%s", (expression, expectedMean, expectedVariance, kurtosis) => {
		// Once with constant parameters (tabulated), once with parameters read from a column (direct).
		const name = expression.slice(0, expression.indexOf("("));
		const varying = expression.replace("(", "(_zero + ");
		const rows = DISTRIBUTIONS[name]!.prepare ? [ROWS, 8000] : [ROWS, ROWS];
		for (const [i, text] of [expression, varying].entries()) {
			const table = causalModel({ _zero: "0 * row()", x: text }).sample({ rows: rows[i]!, seed: 11 });
			const x = numbers(table, "x");
			expect(Math.abs(mean(x) - expectedMean) / Math.sqrt(expectedVariance / x.length)).toBeLessThan(4);
			const error = Math.sqrt((kurtosis - 1) / x.length);
			expect(Math.abs(variance(x) / expectedVariance - 1) / error).toBeLessThan(4.5);
		}
	});

	test("cauchy has its median and quartiles", () => {
		const x = numbers(causalModel({ x: "cauchy(2, 3)" }).sample({ rows: ROWS, seed: 1 }), "x").sort();
		for (const [share, quantile] of [
			[0.25, -1],
			[0.5, 2],
			[0.75, 5],
		] as const)
			expect(Math.abs(x[Math.floor(share * ROWS)]! - quantile)).toBeLessThan(0.15);
	});

	test("bernoulli and category have their probabilities", () => {
		const table = causalModel({
			yes: "bernoulli(0.03)",
			group: "category(a: 1, b: 2, c: 0, d: 5)",
			given: "category(x: if(yes, 0, 1), y: 3)",
		}).sample({ rows: ROWS, seed: 4 });
		const share = (name: string, code: number) => mean(Array.from(codes(table, name), (c) => (c === code ? 1 : 0)));
		for (const [name, code, p] of [
			["yes", 1, 0.03],
			["group", 0, 0.125],
			["group", 1, 0.25],
			["group", 2, 0],
			["group", 3, 0.625],
			["given", 0, 0.97 * 0.25],
		] as const)
			expect(Math.abs(share(name, code) - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / ROWS));
	});
});

test("noise found from a value gives the value back", () => {
	const random = createRandom(3);
	const parameters: Record<string, number[]> = {
		beta: [2, 3],
		gamma: [2.5, 0.5],
		chisquare: [4],
		exponential: [2],
		weibull: [2, 3],
		studentt: [5, 1, 2],
		pareto: [2, 3],
		triangular: [0, 1, 4],
		truncnormal: [0, 1, 0.5, 3],
	};
	for (const [name, d] of Object.entries(DISTRIBUTIONS)) {
		if (!d.score) continue;
		const [a = 0, b = 1, c = 1, e = 0] = parameters[name] ?? [];
		for (let i = 0; i < 50; i++) {
			const noise = d.noise === "normal" ? random.normal() : random.uniform();
			expect(d.score(d.quantile(noise, a, b, c, e), a, b, c, e), name).toBeCloseTo(noise, 8);
		}
	}
});
