// out[r, c] = Σ_i |x[r, i] − centre[c, i]|^p in single precision, in the order of i. Centres are transposed:
// `centres` holds width rows of `ld` floats, ld a multiple of 8; out has rows of `ld` floats.
// Constants come from memory: as immediates they would cost three instructions each, every time.

const C = memory.data<f32>([
0.200015047, -0.372536849, 0.488319523, -0.721297537, 1.44262121,
  0.00967608499, 0.0559224516, 0.240221065, 0.693120982, 1.0,
]);

// @ts-ignore: decorator
@inline
function c(i: usize): v128 {
  return v128.load32_splat(C + (i << 2));
}

/** |d|^p for four numbers: 2^(p log2 |d|), both by polynomials; the steps are those of the twin, one for one. */
// @ts-ignore: decorator
@inline
function power4(d: v128, p: v128, low: v128, high: v128, half: v128, base: v128): v128 {
  // |d| = 2^e m with m in [0.75, 1.5): the exponent is taken after half an octave.
  const shifted = i32x4.sub(i32x4.shr_u(i32x4.shl(d, 1), 1), base);
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const t = f32x4.sub(i32x4.add(i32x4.shr_u(i32x4.shl(shifted, 9), 9), base), c(9));
  let q = c(0);
  q = f32x4.add(f32x4.mul(q, t), c(1));
  q = f32x4.add(f32x4.mul(q, t), c(2));
  q = f32x4.add(f32x4.mul(q, t), c(3));
  q = f32x4.add(f32x4.mul(q, t), c(4));
  const y = f32x4.mul(p, f32x4.add(e, f32x4.mul(q, t)));
  const z = f32x4.pmax(low, f32x4.pmin(high, y));
  const n = f32x4.floor(f32x4.add(z, half));
  const r = f32x4.sub(z, n);
  let s = c(5);
  s = f32x4.add(f32x4.mul(s, r), c(6));
  s = f32x4.add(f32x4.mul(s, r), c(7));
  s = f32x4.add(f32x4.mul(s, r), c(8));
  s = f32x4.add(f32x4.mul(s, r), c(9));
  // 2^n enters through the exponent's bits: n + 1.5 · 2^23 has n in its last bits.
  return i32x4.add(s, i32x4.shl(f32x4.add(n, f32x4.splat(12582912.0)), 23));
}

export function powerDistances(x: usize, centres: usize, out: usize, rows: i32, width: i32, ld: i32, p: f32): void {
  const step = (<usize>ld) << 2;
  const exponent = f32x4.splat(p);
  const low = f32x4.splat(-125.0);
  const high = f32x4.splat(125.0);
  const half = f32x4.splat(0.5);
  const base = i32x4.splat(0x3f400000);
  for (let r: i32 = 0; r < rows; r++) {
    const row = x + (<usize>(r * width) << 2);
    const to = out + <usize>r * step;
    let col: i32 = 0;
    for (; col < ld; col += 8) {
      let sum0 = f32x4.splat(0);
      let sum1 = f32x4.splat(0);
      let from = centres + ((<usize>col) << 2);
      let at = row;
      for (let i: i32 = 0; i < width; i++) {
        const v = v128.load32_splat(at);
        sum0 = f32x4.add(sum0, power4(f32x4.sub(v, v128.load(from)), exponent, low, high, half, base));
        sum1 = f32x4.add(sum1, power4(f32x4.sub(v, v128.load(from, 16)), exponent, low, high, half, base));
        from += step;
        at += 4;
      }
      v128.store(to + ((<usize>col) << 2), sum0);
      v128.store(to + ((<usize>col) << 2), sum1, 16);
    }
  }
}
