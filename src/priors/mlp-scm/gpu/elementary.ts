import { CENTRE, TAIL } from "../../../causal/quantile/normal-single";
import { SIMPLE_ACTIVATIONS, type SimpleActivation } from "../activation";
import { SINES, STEPS, STEPS_A_UNIT } from "../random-function";

/**
 * Elementary functions in WGSL, step by step those of `elementary-single.ts`: WGSL lets its own be as rough as 2⁻¹¹
 * (sine) and 1e-5 (hyperbolic tangent).
 */
const ELEMENTARY = `
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

/** What each fixed activation makes of x. */
const EXPRESSIONS: Readonly<Record<SimpleActivation, string>> = {
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
};

/** Number of the random function among the kinds of `activated`. */
export const RANDOM_KIND = SIMPLE_ACTIVATIONS.length;

/**
 * Declares `activated(kind, f, x)`. The random function lies at `parameters[f]`: its table, then four numbers a sine
 * (frequency / 2π as a sum of two, of which the first has few enough digits for exact products; phase / 2π; weight).
 */
export const ACTIVATED = `${ELEMENTARY}
fn randomOf(f: u32, x: f32) -> f32 {
	let scaled = floor(x * ${STEPS_A_UNIT}.0);
	let cell = i32(scaled) + ${STEPS / 2};
	if (cell >= 0 && cell < ${STEPS}) {
		let t = x * ${STEPS_A_UNIT}.0 - scaled;
		let at = f + u32(cell);
		let near = (t + 1.0) * (t - 2.0) * ((t - 1.0) * parameters[at + 1u] - t * parameters[at + 2u]) * 0.5;
		let far = t * (t - 1.0) * ((t + 1.0) * parameters[at + 3u] - (t - 2.0) * parameters[at]) * ${1 / 6};
		return near + far;
	}
	let high = bitcast<f32>(bitcast<u32>(x) & 0xfffff000u);
	var sum = 0.0;
	for (var k = 0u; k < ${SINES}u; k++) {
		let at = f + ${STEPS + 3}u + 4u * k;
		let whole = parameters[at] * high;
		let turn = (whole - floor(whole)) + (parameters[at] * (x - high) + parameters[at + 1u] * x) + parameters[at + 2u];
		let halves = floor(2.0 * turn + 0.5);
		let s = sineNear(${Math.PI} * (2.0 * turn - halves));
		sum += parameters[at + 3u] * select(-s, s, floor(halves / 2.0) == halves / 2.0);
	}
	return sum;
}
fn activated(kind: u32, f: u32, x: f32) -> f32 {
	switch (kind) {
${SIMPLE_ACTIVATIONS.map((name, i) => `		case ${i}u: { return ${EXPRESSIONS[name]}; }`).join("\n")}
		default: { return randomOf(f, x); }
	}
}`;
