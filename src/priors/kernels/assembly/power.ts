// Powers and exponentials by the exponent's bits, four at a time; the twin takes the same steps.
// Constants come from memory: as immediates they would cost three instructions each, every time.

const C = memory.data<f32>([
  0.43872566, -0.23905785, 0.082130325, // log2(1 + f) = f + f (1 − f) (c0 + c1 f + c2 f²), error below 1.2e-4
  0.6932829, 0.24221095, 0.055008933, // 2^r = 1 + r (c3 + r (c4 + r c5)) for |r| ≤ ½, relative error below 1.1e-4
  1.1920928955078125e-7, 12582912.0, 1.0, -126.0, 127.0, 1.4426950408889634, // 2^−23; 1.5 · 2^23; 1; ends; log2 e
]);

// @ts-ignore: decorator
@inline
function c(i: usize): v128 {
  return v128.load32_splat(C + (i << 2));
}

/** 2^y for y clamped to −126 … 127. */
// @ts-ignore: decorator
@inline
export function exp2(y: v128): v128 {
  const z = f32x4.pmax(c(9), f32x4.pmin(c(10), y));
  // z + 1.5 · 2^23 has the integer nearest z in its last bits.
  const t = f32x4.add(z, c(7));
  const r = f32x4.sub(z, f32x4.sub(t, c(7)));
  const p = f32x4.add(c(4), f32x4.mul(r, c(5)));
  const s = f32x4.add(c(8), f32x4.mul(r, f32x4.add(c(3), f32x4.mul(r, p))));
  return i32x4.add(s, i32x4.shl(t, 23));
}

/** log2 |d| + 127. */
// @ts-ignore: decorator
@inline
export function log2Biased(d: v128): v128 {
  const e = f32x4.mul(f32x4.convert_i32x4_s(f32x4.abs(d)), c(6));
  const f = f32x4.sub(e, f32x4.floor(e));
  const g = f32x4.sub(f, f32x4.mul(f, f));
  const h = f32x4.add(f32x4.mul(f32x4.add(f32x4.mul(c(2), f), c(1)), f), c(0));
  return f32x4.add(e, f32x4.mul(g, h));
}

/** |d|^p; `offset` is −127 p. */
// @ts-ignore: decorator
@inline
export function power4(d: v128, p: v128, offset: v128): v128 {
  return exp2(f32x4.add(f32x4.mul(p, log2Biased(d)), offset));
}

/** e^x. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  return exp2(f32x4.mul(x, c(11)));
}
