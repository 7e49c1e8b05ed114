// Numbers that enter as a score and ramps, as `Primitives.ramps` says. T_j[k] is what the ramps of number j add at place k, a
// sum of rows of W; between two places they add what lies between. T_j lies in `sums` as the rows of W lie in the table.

import { addTo } from "./rows";
import { multiplyAdd } from "./math";

/** T of a number of R ramps, from the rows of W behind its score's. */
function sumRamps(sums: usize, table: usize, ramps: i32, w: i32): void {
  const bytes = (<usize>w) << 2;
  memory.fill(sums, 0, bytes);
  for (let k = 1; k <= ramps; k++) {
    const row = table + <usize>k * bytes;
    for (let j: usize = 0; j < bytes; j += 16) v128.store(sums + j, f32x4.sub(v128.load(sums + j), v128.load(row + j)));
  }
  for (let k = 1; k <= ramps; k++) {
    const from = sums + <usize>(k - 1) * bytes;
    const row = table + <usize>k * bytes;
    for (let j: usize = 0; j < bytes; j += 16) {
      const twice = v128.load(row + j);
      v128.store(from + bytes + j, f32x4.add(v128.load(from + j), f32x4.add(twice, twice)));
    }
  }
}

/** x[0…w) += a · b[0…w). */
// @ts-ignore: decorator
@inline
function addScaled(x: usize, a: v128, b: usize, bytes: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) v128.store(x + j, multiplyAdd(a, v128.load(b + j), v128.load(x + j)));
}

/** Adds what all numbers say to the streams or, of a `gradient`, the streams' gradients to what numbers say. */
// @ts-ignore: decorator
@inline
function eachNumber(
  gradient: bool, h: usize, numbers: usize, inputs: usize, table: usize, sums: usize, n: i32, count: i32, stride: i32, w: i32,
): void {
  const bytes = (<usize>w) << 2;
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < count; c++) {
      const place = load<f32>(numbers + (c << 3) + 4);
      if (!(place >= 0)) continue;
      const score = f32x4.splat(load<f32>(numbers + (c << 3)));
      const at = <usize>load<i32>(inputs + (c << 3)) * bytes;
      const ramps = load<i32>(inputs + (c << 3) + 4);
      const row = table + at;
      if (ramps == 0) {
        if (gradient) addScaled(row, score, h, bytes);
        else addScaled(h, score, row, bytes);
        continue;
      }
      const k = min(ramps - 1, <i32>place);
      const after = f32x4.splat(place - <f32>k);
      const before = f32x4.splat(1 - (place - <f32>k));
      const low = sums + at + <usize>k * bytes;
      if (gradient) {
        addScaled(row, score, h, bytes);
        addScaled(low, before, h, bytes);
        addScaled(low + bytes, after, h, bytes);
        continue;
      }
      for (let j: usize = 0; j < bytes; j += 16) {
        let sum = multiplyAdd(score, v128.load(row + j), v128.load(h + j));
        sum = multiplyAdd(before, v128.load(low + j), sum);
        v128.store(h + j, multiplyAdd(after, v128.load(low + bytes + j), sum));
      }
    }
    numbers += (<usize>stride) << 3;
    h += bytes;
  }
}

export function ramps(
  h: usize, numbers: usize, inputs: usize, table: usize, sums: usize, n: i32, count: i32, stride: i32, w: i32,
): void {
  const bytes = (<usize>w) << 2;
  for (let c = 0; c < count; c++) {
    const at = <usize>load<i32>(inputs + (c << 3)) * bytes;
    const ramps = load<i32>(inputs + (c << 3) + 4);
    if (ramps > 0) sumRamps(sums + at, table + at, ramps, w);
  }
  eachNumber(false, h, numbers, inputs, table, sums, n, count, stride, w);
}

/** Adds the gradients of R ramps' rows of W to those behind a score's, from the gradients of T; `sums` is used up. */
function spreadRamps(table: usize, sums: usize, ramps: i32, w: i32): void {
  const bytes = (<usize>w) << 2;
  // Row k of W counts −1 in T[0 … k] and 1 behind: behind, less up to there.
  let all = sums;
  for (let k = 1; k <= ramps; k++) {
    all = sums + <usize>k * bytes;
    addTo(all, all - bytes, w);
  }
  for (let k = 1; k <= ramps; k++) {
    const upTo = sums + <usize>(k - 1) * bytes;
    const row = table + <usize>k * bytes;
    for (let j: usize = 0; j < bytes; j += 16) {
      const twice = v128.load(upTo + j);
      const behind = f32x4.sub(v128.load(all + j), f32x4.add(twice, twice));
      v128.store(row + j, f32x4.add(v128.load(row + j), behind));
    }
  }
}

export function rampsGradient(
  h: usize, numbers: usize, inputs: usize, table: usize, sums: usize, n: i32, count: i32, stride: i32, w: i32,
): void {
  const bytes = (<usize>w) << 2;
  for (let c = 0; c < count; c++) {
    const at = <usize>load<i32>(inputs + (c << 3)) * bytes;
    const ramps = load<i32>(inputs + (c << 3) + 4);
    memory.fill(sums + at, 0, <usize>(ramps + 1) * bytes);
  }
  eachNumber(true, h, numbers, inputs, table, sums, n, count, stride, w);
  for (let c = 0; c < count; c++) {
    const at = <usize>load<i32>(inputs + (c << 3)) * bytes;
    const ramps = load<i32>(inputs + (c << 3) + 4);
    if (ramps > 0) spreadRamps(table + at, sums + at, ramps, w);
  }
}
