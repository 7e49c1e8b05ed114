// Elementwise work: activation, softmax, optimiser.

import { exp4, log, multiplyAdd, sumLanes } from "./math";

/** a = silu(x), d = silu'(x) over n values; silu(x) = x σ(x), silu'(x) = σ(x) (1 + x (1 − σ(x))). */
export function silu(a: usize, d: usize, x: usize, n: i32): void {
  const one = f32x4.splat(1);
  const end = x + ((<usize>n) << 2);
  while (x < end) {
    const v = v128.load(x);
    const s = f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(v))));
    v128.store(a, f32x4.mul(v, s));
    if (d) v128.store(d, f32x4.mul(s, multiplyAdd(v, f32x4.sub(one, s), one)));
    x += 16;
    a += 16;
    d = d ? d + 16 : 0;
  }
}

/**
 * Sets a[i] and d[i] to 0 where byte (offset + i) mod `bank` of `bytes` is below `threshold`, and multiplies the others
 * by `scale`. `bank` is a power of two, n and offset multiples of 4.
 */
export function dropout(a: usize, d: usize, n: i32, bytes: usize, bank: i32, offset: i32, threshold: i32, scale: f32): void {
  const limit = i8x16.splat(<i8>threshold);
  const gain = f32x4.splat(scale);
  for (let i = 0; i < n; i += 4) {
    const drawn = v128.load32_zero(bytes + <usize>((offset + i) & (bank - 1)));
    const drop = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(i8x16.lt_u(drawn, limit)));
    const keep = v128.andnot(gain, drop);
    const at = (<usize>i) << 2;
    v128.store(a + at, f32x4.mul(keep, v128.load(a + at)));
    v128.store(d + at, f32x4.mul(keep, v128.load(d + at)));
  }
}

/** Softmax of one row of `k` logits in a row of `stride` floats (a multiple of 4); padding becomes 0. Returns log Σ exp. */
function softmaxRow(row: usize, k: i32, stride: i32): f32 {
  let top = load<f32>(row);
  for (let j = 1; j < k; j++) top = max(top, load<f32>(row + (j << 2)));
  for (let j = k; j < stride; j++) store<f32>(row + (j << 2), -1e30);
  const shift = f32x4.splat(top);
  let total = f32x4.splat(0);
  for (let j = 0; j < stride; j += 4) {
    const e = exp4(f32x4.sub(v128.load(row + (j << 2)), shift));
    v128.store(row + (j << 2), e);
    total = f32x4.add(total, e);
  }
  for (let j = k; j < stride; j++) store<f32>(row + (j << 2), 0);
  // The padding contributed exp(−87) each: below one part in 10³⁷.
  const sum = sumLanes(total);
  const inverse = f32x4.splat(<f32>1 / sum);
  for (let j = 0; j < stride; j += 4) v128.store(row + (j << 2), f32x4.mul(inverse, v128.load(row + (j << 2))));
  return top + log(sum);
}

/**
 * Cross-entropy of n rows of logits against `targets`, each weighted; logits become the gradient
 * weight · (softmax − onehot). Returns the weighted sum of losses.
 */
export function crossEntropy(logits: usize, targets: usize, weights: usize, n: i32, k: i32, stride: i32): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < n; i++) {
    const target = load<i32>(targets + (i << 2));
    const weight = load<f32>(weights + (i << 2));
    const scored = load<f32>(logits + (target << 2));
    loss += <f64>(weight * (softmaxRow(logits, k, stride) - scored));
    const w = f32x4.splat(weight);
    for (let j = 0; j < stride; j += 4) v128.store(logits + (j << 2), f32x4.mul(w, v128.load(logits + (j << 2))));
    const at = logits + (target << 2);
    store<f32>(at, load<f32>(at) - weight);
    logits += (<usize>stride) << 2;
  }
  return loss;
}

/** Draws one level a row from softmax(logits) by inverting its cumulative sum at uniforms[i] in (0, 1). */
export function drawLevels(levels: usize, logits: usize, uniforms: usize, n: i32, k: i32, stride: i32): void {
  for (let i = 0; i < n; i++) {
    softmaxRow(logits, k, stride);
    let left = load<f32>(uniforms + (i << 2));
    let pick = -1;
    let last = 0;
    for (let j = 0; j < k; j++) {
      const p = load<f32>(logits + (j << 2));
      if (p > 0) last = j;
      left -= p;
      if (left < 0) {
        pick = j;
        break;
      }
    }
    store<i32>(levels + (i << 2), pick < 0 ? last : pick);
    logits += (<usize>stride) << 2;
  }
}

/** Sum of squares. */
export function sumSquares(x: usize, n: i32): f64 {
  let total: f64 = 0;
  const end = x + ((<usize>n) << 2);
  while (x < end) {
    let part = f32x4.splat(0);
    const stop = min(end, x + 16384);
    while (x < stop) {
      const v = v128.load(x);
      part = multiplyAdd(v, v, part);
      x += 16;
    }
    total += <f64>sumLanes(part);
  }
  return total;
}

/**
 * AdamW (Loshchilov and Hutter 2019, algorithm 2) and the exponential moving average of the parameters in one pass.
 * `rate` already carries the bias correction of m; `rootCorrection` is 1/sqrt(1 − β₂ᵗ). The gradient is scaled by
 * `scale` (norm clipping) and cleared for the next step.
 */
export function adamw(
  p: usize, g: usize, m: usize, v: usize, ema: usize, n: i32,
  rate: f32, b1: f32, b2: f32, epsilon: f32, decay: f32, emaKeep: f32, rootCorrection: f32, scale: f32,
): void {
  const zero = f32x4.splat(0);
  const end = p + ((<usize>n) << 2);
  const B1 = f32x4.splat(b1), B2 = f32x4.splat(b2), C1 = f32x4.splat(1 - b1), C2 = f32x4.splat(1 - b2);
  const R = f32x4.splat(-rate), D = f32x4.splat(1 - decay), E = f32x4.splat(epsilon), Q = f32x4.splat(rootCorrection);
  const S = f32x4.splat(scale), K = f32x4.splat(1 - emaKeep);
  while (p < end) {
    const grad = f32x4.mul(S, v128.load(g));
    const first = multiplyAdd(C1, grad, f32x4.mul(B1, v128.load(m)));
    const second = multiplyAdd(f32x4.mul(C2, grad), grad, f32x4.mul(B2, v128.load(v)));
    const step = f32x4.div(first, multiplyAdd(f32x4.sqrt(second), Q, E));
    const value = multiplyAdd(R, step, f32x4.mul(D, v128.load(p)));
    const mean = v128.load(ema);
    v128.store(p, value);
    v128.store(m, first);
    v128.store(v, second);
    v128.store(ema, multiplyAdd(K, f32x4.sub(value, mean), mean));
    v128.store(g, zero);
    p += 16; g += 16; m += 16; v += 16; ema += 16;
  }
}
