// Four-lane arithmetic the kernels share.

/** a·b + c; fused where the module is compiled with relaxed SIMD, else rounded twice. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Added to a number of moderate size, 1.5 · 2²³ leaves its nearest whole number in the lowest bits. */
const ROUND: f32 = 12582912.0;

/**
 * exp by range reduction to r = x − n·ln 2 with |r| ≤ ln 2 / 2 (Cody and Waite 1980) and a Taylor polynomial of
 * degree 6; relative error below 2e-7 in [−87, 88], clamped outside; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // The pseudo-minimum and -maximum, and rounding by addition, are one instruction each where the exact ones are eight.
  x = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88.0)), f32x4.splat(-87.0));
  const whole = multiplyAdd(x, f32x4.splat(1.4426950408889634), f32x4.splat(ROUND));
  const n = f32x4.sub(whole, f32x4.splat(ROUND));
  let r = multiplyAdd(n, f32x4.splat(-0.693145751953125), x);
  r = multiplyAdd(n, f32x4.splat(-1.42860682030941723e-6), r);
  let p = f32x4.splat(1.0 / 720.0);
  p = multiplyAdd(p, r, f32x4.splat(1.0 / 120.0));
  p = multiplyAdd(p, r, f32x4.splat(1.0 / 24.0));
  p = multiplyAdd(p, r, f32x4.splat(1.0 / 6.0));
  p = multiplyAdd(p, r, f32x4.splat(0.5));
  p = multiplyAdd(p, r, f32x4.splat(1.0));
  p = multiplyAdd(p, r, f32x4.splat(1.0));
  // p · 2ⁿ by adding n to p's exponent.
  return i32x4.add(p, i32x4.shl(whole, 23));
}

/** Sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  return (f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/**
 * Natural logarithm of a positive finite number or NaN: 2 atanh((m − 1) / (m + 1)) + n ln 2 with m in [√½, √2), absolute error
 * below 1e-7. AssemblyScript's own reads a table from memory, which here belongs to the caller.
 */
export function log(x: f32): f32 {
  if (x != x) return x;
  const bits = reinterpret<i32>(x);
  let n = (bits >> 23) - 127;
  let m = reinterpret<f32>((bits & 0x7fffff) | 0x3f800000);
  if (m > 1.41421356) {
    m *= 0.5;
    n += 1;
  }
  const s = (m - 1) / (m + 1);
  const q = s * s;
  const series = s * (2 + q * (<f32>(2.0 / 3.0) + q * (<f32>(2.0 / 5.0) + q * (<f32>(2.0 / 7.0) + q * <f32>(2.0 / 9.0)))));
  return series + <f32>n * <f32>0.6931471805599453;
}

/** Natural logarithm of four positive finite numbers, by the same series as `log`. */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const one = f32x4.splat(1);
  const m = v128.or(v128.and(x, i32x4.splat(0x7fffff)), one);
  const high = f32x4.gt(m, f32x4.splat(1.41421356));
  const n = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(x, 23), i32x4.splat(127)));
  const reduced = v128.bitselect(f32x4.mul(m, f32x4.splat(0.5)), m, high);
  const s = f32x4.div(f32x4.sub(reduced, one), f32x4.add(reduced, one));
  const q = f32x4.mul(s, s);
  let series = f32x4.splat(2.0 / 9.0);
  series = multiplyAdd(series, q, f32x4.splat(2.0 / 7.0));
  series = multiplyAdd(series, q, f32x4.splat(2.0 / 5.0));
  series = multiplyAdd(series, q, f32x4.splat(2.0 / 3.0));
  series = multiplyAdd(series, q, f32x4.splat(2.0));
  const whole = f32x4.add(n, v128.and(high, one));
  return multiplyAdd(whole, f32x4.splat(0.6931471805599453), f32x4.mul(s, series));
}
