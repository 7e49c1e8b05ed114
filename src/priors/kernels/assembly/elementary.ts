// Elementary functions in single precision, four at a time, in the steps of the twins in elementary-single.ts and of
// logSingle. Constants come from memory, see power.ts.

const C = memory.data<f32>([
  0.6931471805599453, 0.3333333333333333, 0.2, 0.14285714285714285, 2.0, 1.0, // 0: logarithm
  -86.0, 88.0, 1.4426950408889634, 0.5, 0.693359375, -2.12194440e-4, // 6: exponential
  0.001388888888888889, 0.008333333333333333, 0.041666666666666664, 0.16666666666666666, // 12: its series, 1 / 6! …
  0.1111111111111111, 0.09090909090909091, // 16: 1/9, 1/11
  0.3183098861837907, 3.140625, 9.675025939941406e-4, 1.509957991e-7, 1.5707963, // 18: 1/π, π in parts, π/2
  -2.505210838544172e-8, 2.7557319223985893e-6, -1.984126984126984e-4, 0.008333333333333333, -0.16666666666666666, // 23
  0.1, 0.25, 0.13333333333333333, -20.0, 20.0, // 28: small arguments, the hyperbolic tangent
]);

// @ts-ignore: decorator
@inline
export function c(i: usize): v128 {
  return v128.load32_splat(C + (i << 2));
}

/** Natural logarithms of positive normal numbers. */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const half = i32x4.splat(0x3f3504f3);
  const shifted = i32x4.sub(x, half);
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x7fffff)), half);
  const f = f32x4.sub(m, c(5));
  const s = f32x4.div(f, f32x4.add(c(4), f));
  const z = f32x4.mul(s, s);
  const tail = f32x4.add(c(2), f32x4.mul(z, c(3)));
  const series = f32x4.mul(z, f32x4.add(c(1), f32x4.mul(z, tail)));
  const twice = f32x4.add(s, s);
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  return f32x4.add(f32x4.mul(e, c(0)), f32x4.add(twice, f32x4.mul(twice, series)));
}

/** e^x of x clamped to −86 … 88. */
// @ts-ignore: decorator
@inline
export function expSingle4(x: v128): v128 {
  const y = f32x4.min(c(7), f32x4.max(c(6), x));
  const k = f32x4.floor(f32x4.add(f32x4.mul(y, c(8)), c(9)));
  const r = f32x4.sub(f32x4.sub(y, f32x4.mul(k, c(10))), f32x4.mul(k, c(11)));
  let p = f32x4.add(c(13), f32x4.mul(r, c(12)));
  p = f32x4.add(c(14), f32x4.mul(r, p));
  p = f32x4.add(c(15), f32x4.mul(r, p));
  p = f32x4.add(c(9), f32x4.mul(r, p));
  p = f32x4.add(c(5), f32x4.mul(r, p));
  p = f32x4.add(c(5), f32x4.mul(r, p));
  return i32x4.add(p, i32x4.shl(i32x4.trunc_sat_f32x4_s(k), 23));
}

/** e^x − 1, by its series near 0. */
// @ts-ignore: decorator
@inline
export function expm1Single4(x: v128): v128 {
  let p = f32x4.add(c(1), f32x4.mul(x, f32x4.mul(c(1), c(29))));
  p = f32x4.mul(x, f32x4.add(c(5), f32x4.mul(f32x4.mul(x, c(9)), f32x4.add(c(5), f32x4.mul(x, p)))));
  return v128.bitselect(p, f32x4.sub(expSingle4(x), c(5)), f32x4.lt(f32x4.abs(x), c(28)));
}

/** log(1 + t) for t in 0 … 1. */
// @ts-ignore: decorator
@inline
export function log1pSingle4(t: v128): v128 {
  const s = f32x4.div(t, f32x4.add(c(4), t));
  const z = f32x4.mul(s, s);
  let p = f32x4.add(c(16), f32x4.mul(z, c(17)));
  p = f32x4.add(c(3), f32x4.mul(z, p));
  p = f32x4.add(c(2), f32x4.mul(z, p));
  p = f32x4.add(c(1), f32x4.mul(z, p));
  p = f32x4.add(c(5), f32x4.mul(z, p));
  return f32x4.mul(f32x4.add(s, s), p);
}

// @ts-ignore: decorator
@inline
export function tanhSingle4(x: v128): v128 {
  const y = f32x4.min(c(32), f32x4.max(c(31), x));
  const z = f32x4.mul(y, y);
  const small = f32x4.sub(y, f32x4.mul(f32x4.mul(y, z), f32x4.sub(c(1), f32x4.mul(z, c(30)))));
  const e = expSingle4(f32x4.add(y, y));
  const large = f32x4.sub(c(5), f32x4.div(c(4), f32x4.add(e, c(5))));
  return v128.bitselect(small, large, f32x4.lt(f32x4.abs(x), c(28)));
}

// @ts-ignore: decorator
@inline
export function sinSingle4(x: v128): v128 {
  const k = f32x4.floor(f32x4.add(f32x4.mul(x, c(18)), c(9)));
  let r = f32x4.sub(f32x4.sub(f32x4.sub(x, f32x4.mul(k, c(19))), f32x4.mul(k, c(20))), f32x4.mul(k, c(21)));
  r = f32x4.min(c(22), f32x4.max(f32x4.neg(c(22)), r));
  const z = f32x4.mul(r, r);
  let p = f32x4.add(c(24), f32x4.mul(z, c(23)));
  p = f32x4.add(c(25), f32x4.mul(z, p));
  p = f32x4.add(c(26), f32x4.mul(z, p));
  p = f32x4.add(c(27), f32x4.mul(z, p));
  p = f32x4.add(r, f32x4.mul(f32x4.mul(r, z), p));
  // Odd k turns the sign: k / 2 is not whole.
  const half = f32x4.mul(k, c(9));
  const odd = f32x4.ne(half, f32x4.floor(half));
  return v128.xor(p, i32x4.shl(odd, 31));
}
