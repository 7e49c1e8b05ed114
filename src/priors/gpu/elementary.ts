import { CENTRE, TAIL } from "../../statistics/quantile/normal-single";
import type { Activation } from "../activations";

/**
 * Elementary functions in WGSL, step by step those of `../elementary-single.ts`: WGSL lets its own be as rough as 2⁻¹¹
 * (sine) and 1e-5 (hyperbolic tangent).
 */
export const ELEMENTARY = `
fn expOf(x: f32) -> f32 {
	let y = clamp(x, -86.0, 88.0);
	let k = floor(y * ${Math.LOG2E} + 0.5);
	let r = (y - k * 0.693359375) - k * -2.1219444e-4;
	let p = 1.0 + r * (0.5 + r * (${1 / 6} + r * (${1 / 24} + r * (${1 / 120} + r * ${1 / 720}))));
	return bitcast<f32>(bitcast<i32>(1.0 + r * p) + (i32(k) << 23u));
}
fn expm1Of(x: f32) -> f32 {
	if (abs(x) >= 0.1) { return expOf(x) - 1.0; }
	return x * (1.0 + x * 0.5 * (1.0 + x * (${1 / 3} + x * ${1 / 12})));
}
fn log1pOf(t: f32) -> f32 {
	let s = t / (2.0 + t);
	let z = s * s;
	return 2.0 * s * (1.0 + z * (${1 / 3} + z * (0.2 + z * (${1 / 7} + z * (${1 / 9} + z * ${1 / 11})))));
}
fn tanhOf(x: f32) -> f32 {
	let y = clamp(x, -20.0, 20.0);
	if (abs(x) < 0.1) {
		let z = y * y;
		return y - y * z * (${1 / 3} - z * ${2 / 15});
	}
	return 1.0 - 2.0 / (expOf(2.0 * y) + 1.0);
}
fn sineNear(r: f32) -> f32 {
	let z = r * r;
	return r + r * z * (${-1 / 6} + z * (${1 / 120} + z * (${-1 / 5040} + z * (${1 / 362880} + z * ${-1 / 39916800}))));
}
fn sinOf(x: f32) -> f32 {
	let k = floor(x * ${1 / Math.PI} + 0.5);
	let r = ((x - k * 3.140625) - k * 9.675025939941406e-4) - k * 1.509957991e-7;
	let p = sineNear(clamp(r, -1.5707963, 1.5707963));
	return select(-p, p, floor(k / 2.0) == k / 2.0);
}
fn softplusOf(x: f32) -> f32 { return max(x, 0.0) + log1pOf(expOf(-abs(x))); }
fn logOf(x: f32) -> f32 {
	let shifted = bitcast<i32>(x) - 0x3f3504f3;
	let f = bitcast<f32>((shifted & 0x7fffff) + 0x3f3504f3) - 1.0;
	let s = f / (2.0 + f);
	let z = s * s;
	return f32(shifted >> 23u) * ${Math.LN2} + 2.0 * s * (1.0 + z * (${1 / 3} + z * (0.2 + z * ${1 / 7})));
}`;

function horner(coefficients: readonly number[]): string {
	return coefficients.map(String).reduce((inner, next) => `(${next} + v * ${inner})`);
}

/** Declares `normalOf(word)`: the quantile of `causal/quantile/normal-single.ts`. */
export const NORMAL = `${ELEMENTARY}
fn normalOf(word: u32) -> f32 {
	let x = (f32(bitcast<i32>(word ^ 0x80000000u)) + 0.5) * ${2 ** -31};
	let p = (f32(select(word, ~word, word > 0x7fffffffu)) + 0.5) * ${2 ** -32};
	let w = -logOf(4.0 * p * (1.0 - p));
	if (w < 5.0) { let v = w - 2.5; return x * ${horner(CENTRE)}; }
	let v = sqrt(w) - 3.4;
	return x * ${horner(TAIL)};
}`;

/** What each activation makes of x, by the functions of `ELEMENTARY`. */
const EXPRESSIONS: Readonly<Record<Activation, string>> = {
	tanh: "tanhOf(x)",
	"leaky-relu": "select(x, 0.01 * x, x < 0.0)",
	elu: "select(x, expm1Of(x), x < 0.0)",
	identity: "x",
	selu: "1.0507009873554805 * select(1.6732632423543772 * expm1Of(x), x, x > 0.0)",
	silu: "x / (1.0 + expOf(-x))",
	relu: "max(x, 0.0)",
	softplus: "softplusOf(x)",
	relu6: "clamp(x, 0.0, 6.0)",
	hardtanh: "clamp(x, -1.0, 1.0)",
	sign: "select(-1.0, 1.0, x >= 0.0)",
	rbf: "expOf(-x * x)",
	exp: "expOf(min(40.0, x))",
	"sqrt-abs": "sqrt(abs(x))",
	indicator: "select(0.0, 1.0, abs(x) <= 1.0)",
	sin: "sinOf(x)",
	square: "min(1e15, x * x)",
	abs: "abs(x)",
	heaviside: "select(0.0, 1.0, x >= 0.0)",
	"log-abs": "logOf(clamp(abs(x), 1e-3, 1e3))",
	sigmoid: "1.0 / (1.0 + expOf(-x))",
	round: "floor(x + 0.5)",
	fraction: "x - floor(x)",
	"log-sigmoid": "-softplusOf(-x)",
};

/** Cases of a switch over the place of an activation in a list: each returns its value at x. */
export function activationCases(list: readonly Activation[]): string {
	return list.map((name, i) => `\t\tcase ${i}u: { return ${EXPRESSIONS[name]}; }`).join("\n");
}
