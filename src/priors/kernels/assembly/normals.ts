// Normals of Threefry words, with the bits of the causal room's noise in single precision: entry (row, i) is the quantile
// of word i & 1 of counter (row, draw + (i >> 1)), AS 241's PPND16 in double precision, rounded last.

// @ts-ignore: decorator
@inline
function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** The natural logarithm of the twin for normal numbers. */
function log(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let k = <i32>(bits >>> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    k++;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const q = s * s;
  const tail: f64 = 1.0 / 15.0 + q * (1.0 / 17.0 + q * (1.0 / 19.0 + q * (1.0 / 21.0 + q / 23.0)));
  const series: f64 =
    1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * (1.0 / 9.0 + q * (1.0 / 11.0 + q * (1.0 / 13.0 + q * tail)))));
  const twice = 2 * s + 2 * s * q * series;
  return <f64>k * 0.6931471803691238 + (twice + <f64>k * 1.9082149292705877e-10);
}

/** The score with survival `tail` < 0.075. */
function upperScore(tail: f64): f64 {
  const root = sqrt<f64>(-log(tail));
  if (root <= 5) {
    const r = root - 1.6;
    let a: f64 = 0.0007745450142783414;
    a = a * r + 0.022723844989269184;
    a = a * r + 0.2417807251774506;
    a = a * r + 1.2704582524523684;
    a = a * r + 3.6478483247632045;
    a = a * r + 5.769497221460691;
    a = a * r + 4.630337846156546;
    a = a * r + 1.4234371107496835;
    let b: f64 = 1.0507500716444169e-9;
    b = b * r + 0.0005475938084995345;
    b = b * r + 0.015198666563616457;
    b = b * r + 0.14810397642748008;
    b = b * r + 0.6897673349851;
    b = b * r + 1.6763848301838038;
    b = b * r + 2.053191626637759;
    b = b * r + 1;
    return a / b;
  }
  const r = root - 5;
  let a: f64 = 2.0103343992922881e-7;
  a = a * r + 2.7115555687434876e-5;
  a = a * r + 0.0012426609473880784;
  a = a * r + 0.026532189526576124;
  a = a * r + 0.29656057182850487;
  a = a * r + 1.7848265399172913;
  a = a * r + 5.463784911164114;
  a = a * r + 6.657904643501103;
  let b: f64 = 2.0442631033899397e-15;
  b = b * r + 1.421511758316446e-7;
  b = b * r + 1.8463183175100548e-5;
  b = b * r + 0.0007868691311456133;
  b = b * r + 0.014875361290850615;
  b = b * r + 0.1369298809227358;
  b = b * r + 0.599832206555888;
  b = b * r + 1;
  return a / b;
}

// Constants come from memory, see distances.ts.
const C = memory.data<f64>([
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579, 42.31333070160091, 1,
  0.5, 2.3283064365386963e-10, 0.180625,
]);

// @ts-ignore: decorator
@inline
function c(i: usize): v128 {
  return v128.load64_splat(C + (i << 3));
}

// @ts-ignore: decorator
@inline
function step2(a: v128, r: v128, i: usize): v128 {
  return f64x2.add(f64x2.mul(a, r), c(i));
}

/** Quantiles of the first two lanes: the central rational function for both, the tails one by one. */
// @ts-ignore: decorator
@inline
function quantile2(words: v128, to0: usize, to1: usize): void {
  const u = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(words), c(16)), c(17));
  const q = f64x2.sub(u, c(16));
  const r = f64x2.sub(c(18), f64x2.mul(q, q));
  let a = c(0);
  a = step2(a, r, 1);
  a = step2(a, r, 2);
  a = step2(a, r, 3);
  a = step2(a, r, 4);
  a = step2(a, r, 5);
  a = step2(a, r, 6);
  a = step2(a, r, 7);
  let b = c(8);
  b = step2(b, r, 9);
  b = step2(b, r, 10);
  b = step2(b, r, 11);
  b = step2(b, r, 12);
  b = step2(b, r, 13);
  b = step2(b, r, 14);
  b = step2(b, r, 15);
  const z = f64x2.div(f64x2.mul(q, a), b);
  const q0 = f64x2.extract_lane(q, 0);
  const q1 = f64x2.extract_lane(q, 1);
  store<f32>(to0, <f32>f64x2.extract_lane(z, 0));
  store<f32>(to1, <f32>f64x2.extract_lane(z, 1));
  if (!(q0 >= -0.425 && q0 <= 0.425)) store<f32>(to0, <f32>tail(f64x2.extract_lane(u, 0), q0));
  if (!(q1 >= -0.425 && q1 <= 0.425)) store<f32>(to1, <f32>tail(f64x2.extract_lane(u, 1), q1));
}

function tail(u: f64, q: f64): f64 {
  return q < 0 ? -upperScore(u) : upperScore(1 - u);
}

/** rows × width normals at `out`; rows are numbered from `offset`. `out` must have room for a multiple of 4 rows. */
export function normals(out: usize, rows: i32, width: i32, k0: i32, k1: i32, offset: i32, draw: i32): void {
  const ka = i32x4.splat(k0);
  const kb = i32x4.splat(k1);
  const kc = i32x4.splat(0x1bd11bda ^ k0 ^ k1);
  const kc1 = i32x4.add(kc, i32x4.splat(1));
  const ka2 = i32x4.add(ka, i32x4.splat(2));
  const kb3 = i32x4.add(kb, i32x4.splat(3));
  const kc4 = i32x4.add(kc, i32x4.splat(4));
  const ka5 = i32x4.add(ka, i32x4.splat(5));
  const step = (<usize>width) << 2;
  for (let row: i32 = 0; row < rows; row += 4) {
    const start = i32x4.add(i32x4.splat(offset + row), i32x4(0, 1, 2, 3));
    const base = out + <usize>row * step;
    for (let i: i32 = 0; i < width; i += 2) {
      let a = i32x4.add(start, ka);
      let b = i32x4.add(i32x4.splat(draw + (i >> 1)), kb);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 13), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 15), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 26), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 6), a);
      a = i32x4.add(a, kb);
      b = i32x4.add(b, kc1);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 17), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 29), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 16), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 24), a);
      a = i32x4.add(a, kc);
      b = i32x4.add(b, ka2);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 13), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 15), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 26), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 6), a);
      a = i32x4.add(a, ka);
      b = i32x4.add(b, kb3);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 17), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 29), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 16), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 24), a);
      a = i32x4.add(a, kb);
      b = i32x4.add(b, kc4);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 13), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 15), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 26), a);
      a = i32x4.add(a, b);
      b = v128.xor(rotate(b, 6), a);
      a = i32x4.add(a, kc);
      b = i32x4.add(b, ka5);
      const at = base + ((<usize>i) << 2);
      quantile2(a, at, at + step);
      quantile2(v128.shuffle<u64>(a, a, 1, 0), at + 2 * step, at + 3 * step);
      if (i + 1 < width) {
        quantile2(b, at + 4, at + step + 4);
        quantile2(v128.shuffle<u64>(b, b, 1, 0), at + 2 * step + 4, at + 3 * step + 4);
      }
    }
  }
}
