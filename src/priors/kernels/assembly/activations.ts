// Elementwise activations in place, by their number in activation-kernels.ts, and Gumbel noise of uniforms.

import { c, expm1Single4, expSingle4, log1pSingle4, log4, sinSingle4, tanhSingle4 } from "./elementary";

// @ts-ignore: decorator
@inline
function softplus4(x: v128): v128 {
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), log1pSingle4(expSingle4(f32x4.neg(f32x4.abs(x)))));
}

// @ts-ignore: decorator
@inline
function activation4(kind: i32, x: v128): v128 {
  const zero = f32x4.splat(0);
  switch (kind) {
    case 0:
      return tanhSingle4(x);
    case 1:
      return v128.bitselect(expm1Single4(x), x, f32x4.lt(x, zero));
    case 2: {
      const below = f32x4.mul(f32x4.splat(1.6732632423543772), expm1Single4(x));
      return f32x4.mul(f32x4.splat(1.0507009873554805), v128.bitselect(x, below, f32x4.gt(x, zero)));
    }
    case 3:
      return f32x4.div(x, f32x4.add(c(5), expSingle4(f32x4.neg(x))));
    case 4:
      return softplus4(x);
    case 5:
      return expSingle4(f32x4.neg(f32x4.mul(x, x)));
    case 6:
      return expSingle4(f32x4.min(f32x4.splat(40), x));
    case 7:
      return sinSingle4(x);
    case 8:
      return f32x4.div(c(5), f32x4.add(c(5), expSingle4(f32x4.neg(x))));
    case 9:
      return f32x4.neg(softplus4(f32x4.neg(x)));
    default: {
      // The logarithm reads bits, and would take NaN for a number.
      const near = f32x4.min(f32x4.splat(1000), f32x4.max(f32x4.splat(0.001), f32x4.abs(x)));
      return v128.bitselect(log4(near), x, f32x4.eq(x, x));
    }
  }
}

export function activate(kind: i32, x: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  for (; x < end; x += 16) v128.store(x, activation4(kind, v128.load(x)));
}

/** Uniforms to standard Gumbels, −log(−log u), in place. */
export function gumbels(x: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  for (; x < end; x += 16) v128.store(x, f32x4.neg(log4(f32x4.neg(log4(v128.load(x))))));
}
