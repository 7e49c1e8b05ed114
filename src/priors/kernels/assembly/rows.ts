// Rows of `width` floats column by column, in double precision and in the order of the rows: the bits of the twins in
// moments.ts. Vectors reach over the end of a row, so arrays of floats need room for eight more, those of doubles too.

// @ts-ignore: decorator
@inline
function low(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

// @ts-ignore: decorator
@inline
function high(v: v128): v128 {
  return f64x2.promote_low_f32x4(i32x4.shuffle(v, v, 2, 3, 2, 3));
}

/** Means, and sums of squared distances from them, of every column. */
export function moments(x: usize, means: usize, squares: usize, rows: i32, width: i32): void {
  const step = (<usize>width) << 2;
  const n = f64x2.splat(<f64>rows);
  for (let k: i32 = 0; k < width; k += 8) {
    const first = x + ((<usize>k) << 2);
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let at = first;
    for (let r: i32 = 0; r < rows; r++) {
      const v = v128.load(at);
      const w = v128.load(at, 16);
      a = f64x2.add(a, low(v));
      b = f64x2.add(b, high(v));
      c = f64x2.add(c, low(w));
      d = f64x2.add(d, high(w));
      at += step;
    }
    const ma = f64x2.div(a, n);
    const mb = f64x2.div(b, n);
    const mc = f64x2.div(c, n);
    const md = f64x2.div(d, n);
    a = f64x2.splat(0);
    b = a;
    c = a;
    d = a;
    at = first;
    for (let r: i32 = 0; r < rows; r++) {
      const v = v128.load(at);
      const w = v128.load(at, 16);
      const da = f64x2.sub(low(v), ma);
      const db = f64x2.sub(high(v), mb);
      const dc = f64x2.sub(low(w), mc);
      const dd = f64x2.sub(high(w), md);
      a = f64x2.add(a, f64x2.mul(da, da));
      b = f64x2.add(b, f64x2.mul(db, db));
      c = f64x2.add(c, f64x2.mul(dc, dc));
      d = f64x2.add(d, f64x2.mul(dd, dd));
      at += step;
    }
    const to = (<usize>k) << 3;
    v128.store(means + to, ma);
    v128.store(means + to, mb, 16);
    v128.store(means + to, mc, 32);
    v128.store(means + to, md, 48);
    v128.store(squares + to, a);
    v128.store(squares + to, b, 16);
    v128.store(squares + to, c, 32);
    v128.store(squares + to, d, 48);
  }
}

/** out = (x − shift) · scale + plus, rounded last; constants are doubles, one a column; `out` is not x. */
export function shiftScale(
  x: usize,
  out: usize,
  shift: usize,
  scale: usize,
  plus: usize,
  rows: i32,
  width: i32,
): void {
  const step = (<usize>width) << 2;
  for (let r: i32 = 0; r < rows; r++) {
    for (let k: usize = 0; k < step; k += 16) {
      const v = v128.load(x + k);
      const at = k << 1;
      const a = f64x2.mul(f64x2.sub(low(v), v128.load(shift + at)), v128.load(scale + at));
      const b = f64x2.mul(f64x2.sub(high(v), v128.load(shift + at, 16)), v128.load(scale + at, 16));
      const below = f32x4.demote_f64x2_zero(f64x2.add(a, v128.load(plus + at)));
      const above = f32x4.demote_f64x2_zero(f64x2.add(b, v128.load(plus + at, 16)));
      v128.store(out + k, i32x4.shuffle(below, above, 0, 1, 4, 5));
    }
    x += step;
    out += step;
  }
}

/**
 * Copies rows of `width` floats that are `fromStep` bytes apart to where they are `toStep` bytes apart. Vectors reach up to
 * three floats over the end of a row, so `to` needs room for them; what is copied may overlap if it moves down, by 16 bytes
 * or more, and does not grow.
 */
export function copyRows(from: usize, fromStep: usize, to: usize, toStep: usize, rows: i32, width: i32): void {
  const step = (<usize>width) << 2;
  for (let r: i32 = 0; r < rows; r++) {
    for (let k: usize = 0; k < step; k += 16) v128.store(to + k, v128.load(from + k));
    from += fromStep;
    to += toStep;
  }
}
