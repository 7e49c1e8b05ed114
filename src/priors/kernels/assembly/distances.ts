// out[r, c] = Σ_i |x[r, i] − centre[c, i]|^p in single precision, in the order of i. Centres are transposed:
// `centres` holds width rows of `ld` floats, ld a multiple of 4; out has rows of `ld` floats.

/** |d|^p for four numbers: 2^(p log2 |d|), both by polynomials; the steps are those of the twin, one for one. */
// @ts-ignore: decorator
@inline
function power4(d: v128, p: v128): v128 {
  const bits = v128.and(d, i32x4.splat(0x7fffffff));
  // |d| = 2^e m with m in [0.75, 1.5): the exponent is taken after a quarter of an octave.
  const shifted = i32x4.sub(bits, i32x4.splat(0x3f400000));
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f400000));
  const t = f32x4.sub(m, f32x4.splat(1.0));
  let q = f32x4.splat(0.0782892933);
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(-0.17446469));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.216370371));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(-0.242702529));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.288185391));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(-0.360576449));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.480902249));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(-0.721348474));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(1.44269503));
  const y = f32x4.mul(p, f32x4.add(e, f32x4.mul(q, t)));
  const z = f32x4.max(f32x4.splat(-125.0), f32x4.min(f32x4.splat(125.0), y));
  const n = f32x4.floor(f32x4.add(z, f32x4.splat(0.5)));
  const r = f32x4.sub(z, n);
  let s = f32x4.splat(0.000154697728);
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(0.00134004794));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(0.00961802548));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(0.055503271));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(0.240226512));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(0.693147207));
  s = f32x4.add(f32x4.mul(s, r), f32x4.splat(1.0));
  // 2^n enters through the exponent's bits.
  return i32x4.add(s, i32x4.shl(i32x4.trunc_sat_f32x4_s(n), 23));
}

export function powerDistances(x: usize, centres: usize, out: usize, rows: i32, width: i32, ld: i32, p: f32): void {
  const step = (<usize>ld) << 2;
  const exponent = f32x4.splat(p);
  for (let r: i32 = 0; r < rows; r++) {
    const row = x + (<usize>(r * width) << 2);
    for (let c: i32 = 0; c < ld; c += 4) {
      let sum = f32x4.splat(0);
      let from = centres + ((<usize>c) << 2);
      let at = row;
      for (let i: i32 = 0; i < width; i++) {
        sum = f32x4.add(sum, power4(f32x4.sub(v128.load32_splat(at), v128.load(from)), exponent));
        from += step;
        at += 4;
      }
      v128.store(out + <usize>r * step + ((<usize>c) << 2), sum);
    }
  }
}
