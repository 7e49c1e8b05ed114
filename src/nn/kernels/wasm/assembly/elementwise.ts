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

/** Greatest logit of the row that `expRow` was last called with. */
let top: f32 = 0;

/**
 * Logits of one row become exp(logit − greatest), its padding up to `stride` (a multiple of 4) 0. Returns their sum and
 * leaves the greatest in `top`.
 */
function expRow(row: usize, k: i32, stride: i32): f32 {
  const lanes = i32x4(0, 1, 2, 3);
  const least = f32x4.splat(-1e30);
  let most = least;
  for (let j = 0; j < stride; j += 4) {
    const real = i32x4.lt_s(lanes, i32x4.splat(k - j));
    most = f32x4.pmax(most, v128.bitselect(v128.load(row + (j << 2)), least, real));
  }
  top = max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  const shift = f32x4.splat(top);
  let total = f32x4.splat(0);
  for (let j = 0; j < stride; j += 4) {
    // Masked, not overwritten one by one: loads would wait for such stores.
    const real = i32x4.lt_s(lanes, i32x4.splat(k - j));
    const e = v128.and(real, exp4(f32x4.sub(v128.load(row + (j << 2)), shift)));
    v128.store(row + (j << 2), e);
    total = f32x4.add(total, e);
  }
  return sumLanes(total);
}

/**
 * Cross-entropy of n rows of logits against `targets`, each weighted; logits become the gradient
 * weight · (softmax − onehot). Returns the weighted sum of losses.
 */
export function crossEntropy(logits: usize, targets: usize, weights: usize, n: i32, k: i32, stride: i32): f64 {
  let loss: f64 = 0;
  for (let i = 0; i < n; i++) {
    const target = logits + ((<usize>load<i32>(targets + (i << 2))) << 2);
    const weight = load<f32>(weights + (i << 2));
    const scored = load<f32>(target);
    const sum = expRow(logits, k, stride);
    loss += <f64>(weight * (top + log(sum) - scored));
    const w = f32x4.splat(weight / sum);
    const end = logits + ((<usize>stride) << 2);
    for (; logits < end; logits += 16) v128.store(logits, f32x4.mul(w, v128.load(logits)));
    store<f32>(target, load<f32>(target) - weight);
  }
  return loss;
}

/** Draws one level a row from softmax(logits) by inverting its cumulative sum at uniforms[i] in (0, 1). */
export function drawLevels(levels: usize, logits: usize, uniforms: usize, n: i32, k: i32, stride: i32): void {
  for (let i = 0; i < n; i++) {
    let left = load<f32>(uniforms + (i << 2)) * expRow(logits, k, stride);
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
