// Powers and exponentials by the exponent's bits, four at a time; the twin takes the same steps.
// Constants come from memory: as immediates they would cost three instructions each, every time.

const C = memory.data<f32>([
  0.43872566, -0.23905785, 0.082130325, // log2(1 + f) = f + f (1 − f) (c0 + c1 f + c2 f²), error below 1.2e-4
  0.30410989, 0.079244904, // 2^r = 1 + r − r (1 − r) (c3 + c4 r), error below 1.5e-4
  1.1920928955078125e-7, 12582912.0, 1.0, 254.0, // 2^−23; 1.5 · 2^23; ends of the exponent
  1.4426950408889634, 127.0,
]);

// @ts-ignore: decorator
@inline
function c(i: usize): v128 {
  return v128.load32_splat(C + (i << 2));
}

/** 2^(y − 127) for y clamped to 1 … 254. */
// @ts-ignore: decorator
@inline
export function exp2Biased(y: v128): v128 {
  const z = f32x4.pmax(c(7), f32x4.pmin(c(8), y));
  const n = f32x4.floor(z);
  const r = f32x4.sub(z, n);
  const g = f32x4.sub(r, f32x4.mul(r, r));
  const s = f32x4.add(c(7), f32x4.sub(r, f32x4.mul(g, f32x4.add(c(3), f32x4.mul(c(4), r)))));
  // n + 1.5 · 2^23 has n in its last bits; s has 127 in its exponent already.
  return i32x4.add(i32x4.sub(s, c(7)), i32x4.shl(f32x4.add(n, c(6)), 23));
}

/** log2 |d| + 127. */
// @ts-ignore: decorator
@inline
export function log2Biased(d: v128): v128 {
  const e = f32x4.mul(f32x4.convert_i32x4_s(f32x4.abs(d)), c(5));
  const f = f32x4.sub(e, f32x4.floor(e));
  const g = f32x4.sub(f, f32x4.mul(f, f));
  const h = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(c(2), f), c(1)), f), c(0));
  return f32x4.add(e, f32x4.mul(g, h));
}

/** |d|^p; `offset` is 127 (1 − p). */
// @ts-ignore: decorator
@inline
export function power4(d: v128, p: v128, offset: v128): v128 {
  return exp2Biased(f32x4.add(f32x4.mul(p, log2Biased(d)), offset));
}

/** e^x. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  return exp2Biased(f32x4.add(f32x4.mul(x, c(9)), c(10)));
}
