// Numbers' bins as a mixture of logistics: see `primitives.ts`.
// n rows, K bins, M components

import { exp4, log4, multiplyAdd, sumLanes } from "./math";

/** What a bin's probability under the mixture is at least, as a share of its mass. */
const LEAST: f32 = 1e-4;
/** Bounds of log 1/s. */
const STEEPEST: f32 = 5;

// @ts-ignore: decorator
@inline
function exp(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

// @ts-ignore: decorator
@inline
function sigmoid4(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(x))));
}

/** Lanes of those of four neighbouring bins that there are. */
// @ts-ignore: decorator
@inline
function real(k: i32, bins: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(bins - k));
}

/** The components' weights, places and steepnesses, from `raw` to `kept`. */
function readComponents(raw: usize, kept: usize, components: i32): void {
  const bytes = (<usize>components) << 2;
  let top: f32 = -1e30;
  for (let m: usize = 0; m < bytes; m += 4) top = max(top, load<f32>(raw + m));
  let sum: f32 = 0;
  for (let m: usize = 0; m < bytes; m += 4) {
    const w = exp(load<f32>(raw + m) - top);
    sum += w;
    store<f32>(kept + m, w);
    store<f32>(kept + bytes + m, load<f32>(raw + bytes + m));
    store<f32>(kept + 2 * bytes + m, exp(max(-STEEPEST, min(STEEPEST, load<f32>(raw + 2 * bytes + m)))));
  }
  for (let m: usize = 0; m < bytes; m += 4) store<f32>(kept + m, load<f32>(kept + m) / sum);
}

export function mixBins(
  logits: usize, kept: usize, cuts: usize, n: i32, bins: i32, at: i32, components: i32, stride: i32, free: f32,
): void {
  const padded = (bins + 3) & ~3;
  const mass = f32x4.splat(<f32>1 / <f32>bins);
  const keptStride = (<usize>(stride + components * padded)) << 2;
  for (let i = 0; i < n; i++) {
    const own = kept + ((<usize>at) << 2);
    readComponents(logits + ((<usize>at) << 2), own, components);
    for (let k = 0; k < padded; k += 4) v128.store(kept + (k << 2), f32x4.splat(0));
    for (let m = 0; m < components; m++) {
      const one = own + ((<usize>m) << 2);
      const weight = f32x4.splat(load<f32>(one));
      const place = f32x4.splat(load<f32>(one + ((<usize>components) << 2)));
      const steep = f32x4.splat(load<f32>(one + ((<usize>components) << 3)));
      const shares = kept + ((<usize>(stride + m * padded)) << 2);
      let before = f32x4.splat(0);
      for (let k = 0; k < padded; k += 4) {
        const share = sigmoid4(f32x4.mul(steep, f32x4.sub(v128.load(cuts + (k << 2)), place)));
        v128.store(shares + (k << 2), share);
        const below = v128.shuffle<f32>(before, share, 3, 4, 5, 6);
        const to = kept + (k << 2);
        v128.store(to, multiplyAdd(weight, f32x4.sub(share, below), v128.load(to)));
        before = share;
      }
    }
    for (let k = 0; k < padded; k += 4) {
      const to = kept + (k << 2);
      const p = multiplyAdd(mass, f32x4.splat(LEAST), v128.load(to));
      v128.store(to, p);
      const raw = v128.load(logits + (k << 2));
      const mixed = multiplyAdd(raw, f32x4.splat(free), log4(f32x4.div(p, mass)));
      v128.store(logits + (k << 2), v128.bitselect(mixed, raw, real(k, bins)));
    }
    logits += (<usize>stride) << 2;
    kept += keptStride;
  }
}

export function mixBinsGradient(
  logits: usize, kept: usize, cuts: usize, n: i32, bins: i32, at: i32, components: i32, stride: i32, free: f32,
): void {
  const padded = (bins + 3) & ~3;
  const keptStride = (<usize>(stride + components * padded)) << 2;
  for (let i = 0; i < n; i++) {
    const own = kept + ((<usize>at) << 2);
    const to = logits + ((<usize>at) << 2);
    const bytes = (<usize>components) << 2;
    for (let k = 0; k < padded; k += 4) {
      const lanes = real(k, bins);
      const g = v128.load(logits + (k << 2));
      v128.store(kept + (k << 2), v128.and(lanes, f32x4.div(g, v128.load(kept + (k << 2)))));
      v128.store(logits + (k << 2), v128.bitselect(f32x4.mul(g, f32x4.splat(free)), g, lanes));
    }
    let mean: f32 = 0;
    for (let m: usize = 0; m < bytes; m += 4) {
      const weight = load<f32>(own + m);
      const place = f32x4.splat(load<f32>(own + bytes + m));
      const steep = load<f32>(own + 2 * bytes + m);
      const shares = kept + ((<usize>stride) << 2) + m * (<usize>padded);
      let before = f32x4.splat(0);
      let inside = f32x4.splat(0);
      let moved = f32x4.splat(0);
      let widened = f32x4.splat(0);
      for (let k = 0; k < padded; k += 4) {
        const u = f32x4.mul(f32x4.splat(steep), f32x4.sub(v128.load(cuts + (k << 2)), place));
        const share = v128.load(shares + (k << 2));
        const below = v128.shuffle<f32>(before, share, 3, 4, 5, 6);
        const g = v128.load(kept + (k << 2));
        inside = multiplyAdd(g, f32x4.sub(share, below), inside);
        const slope = f32x4.mul(share, f32x4.sub(f32x4.splat(1), share));
        const edge = f32x4.mul(f32x4.sub(g, v128.load(kept + (k << 2) + 4)), slope);
        moved = f32x4.add(edge, moved);
        widened = multiplyAdd(edge, u, widened);
        before = share;
      }
      const q = sumLanes(inside);
      mean += weight * q;
      store<f32>(to + m, q);
      const within = steep > exp(-STEEPEST) && steep < exp(STEEPEST);
      store<f32>(to + bytes + m, -weight * steep * sumLanes(moved));
      store<f32>(to + 2 * bytes + m, within ? weight * sumLanes(widened) : 0);
    }
    for (let m: usize = 0; m < bytes; m += 4) store<f32>(to + m, load<f32>(own + m) * (load<f32>(to + m) - mean));
    logits += (<usize>stride) << 2;
    kept += keptStride;
  }
}
