import { EXP2_SERIES, LOG2_SERIES } from "../power";

const [L0, L1, L2] = LOG2_SERIES;
const [E1, E2, E3] = EXP2_SERIES;

/** Declares `exp2Of`, `log2Biased`, `powerOf(d, p)` (|d|^p) and `logSumExpOf(a, b)`: in WGSL, step by step, those of `../power.ts`. */
export const POWER = `
fn exp2Of(y: f32) -> f32 {
	let z = clamp(y, -126.0, 127.0);
	let n = round(z);
	let r = z - n;
	return bitcast<f32>(bitcast<i32>(1.0 + r * (${E1} + r * (${E2} + r * ${E3}))) + (i32(n) << 23u));
}
fn log2Biased(d: f32) -> f32 {
	let e = f32(bitcast<u32>(d) & 0x7fffffffu) * ${2 ** -23};
	let f = e - floor(e);
	return e + (f - f * f) * ((${L2} * f + ${L1}) * f + ${L0});
}
fn powerOf(d: f32, p: f32) -> f32 { return exp2Of(p * log2Biased(d) - 127.0 * p); }
fn logSumExpOf(a: f32, b: f32) -> f32 {
	let e = exp2Of(-abs(a - b) * ${Math.LOG2E});
	return max(a, b) + (log2Biased(1.0 + e) - 127.0) * ${Math.LN2};
}`;
