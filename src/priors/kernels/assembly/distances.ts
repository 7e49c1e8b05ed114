// out[r, c] = Σ_i |x[r, i] − centre[c, i]|^p in single precision, in the order of i. Centres are transposed:
// `centres` holds width rows of `ld` floats, ld a multiple of 8; out has rows of `ld` floats.

import { exp4, log2Biased, power4 } from "./power";

export function powerDistances(x: usize, centres: usize, out: usize, rows: i32, width: i32, ld: i32, p: f32, offset: f32): void {
  const step = (<usize>ld) << 2;
  const exponent = f32x4.splat(p);
  const shift = f32x4.splat(offset);
  for (let r: i32 = 0; r < rows; r++) {
    const row = x + (<usize>(r * width) << 2);
    const to = out + <usize>r * step;
    for (let col: usize = 0; col < step; col += 32) {
      let sum0 = f32x4.splat(0);
      let sum1 = f32x4.splat(0);
      let from = centres + col;
      let at = row;
      for (let i: i32 = 0; i < width; i++) {
        const v = v128.load32_splat(at);
        sum0 = f32x4.add(sum0, power4(f32x4.sub(v, v128.load(from)), exponent, shift));
        sum1 = f32x4.add(sum1, power4(f32x4.sub(v, v128.load(from, 16)), exponent, shift));
        from += step;
        at += 4;
      }
      v128.store(to + col, sum0);
      v128.store(to + col, sum1, 16);
    }
  }
}

/**
 * Rows of Σ|x − c|^p to their softmax over centres, in place: logit = −sum^e · factor − logScale. `constants` holds the
 * factors, then the log scales (infinite where there is no centre), each `ld` floats, ld a multiple of 4.
 */
export function softAssign(x: usize, constants: usize, rows: i32, ld: i32, e: f32, offset: f32): void {
  const step = (<usize>ld) << 2;
  const exponent = f32x4.splat(e);
  const shift = f32x4.splat(offset);
  for (let r: i32 = 0; r < rows; r++) {
    const row = x + <usize>r * step;
    let top = f32x4.splat(-Infinity);
    for (let at: usize = 0; at < step; at += 16) {
      const z = f32x4.mul(power4(v128.load(row + at), exponent, shift), v128.load(constants + at));
      const logit = f32x4.sub(f32x4.neg(z), v128.load(constants + step + at));
      v128.store(row + at, logit);
      top = f32x4.pmax(top, logit);
    }
    const most = max(
      max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
      max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
    );
    const base = f32x4.splat(most);
    let total = f32x4.splat(0);
    for (let at: usize = 0; at < step; at += 16) {
      const w = exp4(f32x4.sub(v128.load(row + at), base));
      v128.store(row + at, w);
      total = f32x4.add(total, w);
    }
    const sum =
      f32x4.extract_lane(total, 0) + f32x4.extract_lane(total, 1) + (f32x4.extract_lane(total, 2) + f32x4.extract_lane(total, 3));
    const whole = f32x4.splat(sum);
    for (let at: usize = 0; at < step; at += 16) v128.store(row + at, f32x4.div(v128.load(row + at), whole));
  }
}

/** min(max(x, 0)^a, limit) in place, or sign(x) min(|x|^a, limit) where `signed`; 0 stays 0. */
export function powers(x: usize, count: i32, a: f32, offset: f32, limit: f32, signed: i32): void {
  const exponent = f32x4.splat(a);
  const shift = f32x4.splat(offset);
  const most = f32x4.splat(limit);
  const zero = f32x4.splat(0);
  const end = x + ((<usize>count) << 2);
  for (let at = x; at < end; at += 16) {
    const v = v128.load(at);
    const y = f32x4.pmin(most, power4(v, exponent, shift));
    const positive = v128.and(y, f32x4.gt(v, zero));
    const negative = signed ? v128.and(f32x4.neg(y), f32x4.lt(v, zero)) : zero;
    v128.store(at, v128.or(positive, negative));
  }
}

/** Dimensions between two looks at whether a block of centres can still win. */
const CHUNK: i32 = 4;

/**
 * Index of each row's nearest centre, the first of equals, as i32 at `codes`. Sums run over the dimensions in the order
 * of `order` (offsets into a row, in bytes), the same in which `centres` has its rows; centres may stand in any order,
 * `ids` has their indices. The block of eight centres that is ahead after the first dimensions is finished first; a
 * block is given up once all its sums are above the best: terms are never negative. Centres beyond the last are far
 * away. `partial` is scratch of `ld` floats.
 */
export function nearest(
  x: usize,
  order: usize,
  ids: usize,
  centres: usize,
  partial: usize,
  codes: usize,
  rows: i32,
  width: i32,
  ld: i32,
  p: f32,
  offset: f32,
): void {
  const step = (<usize>ld) << 2;
  const exponent = f32x4.splat(p);
  const shift = f32x4.splat(offset);
  const end = order + ((<usize>width) << 2);
  const first = order + ((<usize>min(CHUNK, width)) << 2);
  for (let r: i32 = 0; r < rows; r++) {
    const row = x + (<usize>(r * width) << 2);
    let least = f32x4.splat(Infinity);
    for (let col: usize = 0; col < step; col += 32) {
      let sum0 = f32x4.splat(0);
      let sum1 = f32x4.splat(0);
      let from = centres + col;
      for (let at = order; at < first; at += 4) {
        const v = v128.load32_splat(row + <usize>load<i32>(at));
        sum0 = f32x4.add(sum0, power4(f32x4.sub(v, v128.load(from)), exponent, shift));
        sum1 = f32x4.add(sum1, power4(f32x4.sub(v, v128.load(from, 16)), exponent, shift));
        from += step;
      }
      v128.store(partial + col, sum0);
      v128.store(partial + col, sum1, 16);
      least = f32x4.pmin(least, f32x4.pmin(sum0, sum1));
    }
    least = f32x4.pmin(least, i32x4.shuffle(least, least, 2, 3, 0, 1));
    least = f32x4.pmin(least, i32x4.shuffle(least, least, 1, 0, 3, 2));
    let ahead: usize = 0;
    while (
      ahead + 32 < step &&
      !v128.any_true(
        v128.or(f32x4.eq(v128.load(partial + ahead), least), f32x4.eq(v128.load(partial + ahead, 16), least)),
      )
    ) {
      ahead += 32;
    }
    let best: f32 = Infinity;
    let code: i32 = 0;
    for (let block: usize = 0; block < step; block += 32) {
      // The block that is ahead, then those before and after it.
      const col = block == 0 ? ahead : block <= ahead ? block - 32 : block;
      const bound = f32x4.splat(best);
      let sum0 = v128.load(partial + col);
      let sum1 = v128.load(partial + col, 16);
      if (!v128.any_true(v128.or(f32x4.le(sum0, bound), f32x4.le(sum1, bound)))) continue;
      let from = centres + col + <usize>(first - order) / 4 * step;
      let at = first;
      let wins = true;
      while (at < end && wins) {
        const stop = min(end, at + (CHUNK << 2));
        for (; at < stop; at += 4) {
          const v = v128.load32_splat(row + <usize>load<i32>(at));
          sum0 = f32x4.add(sum0, power4(f32x4.sub(v, v128.load(from)), exponent, shift));
          sum1 = f32x4.add(sum1, power4(f32x4.sub(v, v128.load(from, 16)), exponent, shift));
          from += step;
        }
        wins = v128.any_true(v128.or(f32x4.le(sum0, bound), f32x4.le(sum1, bound)));
      }
      if (!wins) continue;
      v128.store(partial + col, sum0);
      v128.store(partial + col, sum1, 16);
      for (let at = col; at < col + 32; at += 4) {
        const d = load<f32>(partial + at);
        const id = load<i32>(ids + at);
        if (d < best || (d == best && id < code)) {
          best = d;
          code = id;
        }
      }
    }
    store<i32>(codes + ((<usize>r) << 2), code);
  }
}

/** y = log(e^y + e^x), number by number. */
export function logSumExp(y: usize, x: usize, count: i32): void {
  const ln2 = f32x4.splat(0.6931472);
  const bias = f32x4.splat(127.0);
  const one = f32x4.splat(1.0);
  for (let k: usize = 0; k < (<usize>count) << 2; k += 16) {
    const a = v128.load(y + k);
    const b = v128.load(x + k);
    const e = exp4(f32x4.neg(f32x4.abs(f32x4.sub(a, b))));
    const l = f32x4.mul(f32x4.sub(log2Biased(f32x4.add(one, e)), bias), ln2);
    v128.store(y + k, f32x4.add(f32x4.pmax(a, b), l));
  }
}
