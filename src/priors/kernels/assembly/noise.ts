// Threefry words and what is made of them, with the bits of the causal room's noise in single precision.

import { log4 } from "./elementary";

// @ts-ignore: decorator
@inline
function turn(b: v128, bits: i32, a: v128): v128 {
  return v128.xor(v128.or(i32x4.shl(b, bits), i32x4.shr_u(b, 32 - bits)), a);
}

/**
 * rows × width words at `out`: entry (row, i) is word i & 1 of counter (offset + row, draw + (i >> 1)). `out` must have
 * room for a multiple of 4 rows. Unrolled: shifts by a variable cost twice.
 */
export function words(out: usize, rows: i32, width: i32, k0: i32, k1: i32, offset: i32, draw: i32): void {
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
    const start = i32x4.add(i32x4.add(i32x4.splat(offset + row), i32x4(0, 1, 2, 3)), ka);
    let to = out + <usize>row * step;
    for (let i: i32 = 0; i < width; i += 2) {
      let b = i32x4.add(i32x4.splat(draw + (i >> 1)), kb);
      let a = i32x4.add(start, b);
      b = turn(b, 13, a);
      a = i32x4.add(a, b);
      b = turn(b, 15, a);
      a = i32x4.add(a, b);
      b = turn(b, 26, a);
      a = i32x4.add(a, b);
      b = i32x4.add(turn(b, 6, a), kc1);
      a = i32x4.add(i32x4.add(a, kb), b);
      b = turn(b, 17, a);
      a = i32x4.add(a, b);
      b = turn(b, 29, a);
      a = i32x4.add(a, b);
      b = turn(b, 16, a);
      a = i32x4.add(a, b);
      b = i32x4.add(turn(b, 24, a), ka2);
      a = i32x4.add(i32x4.add(a, kc), b);
      b = turn(b, 13, a);
      a = i32x4.add(a, b);
      b = turn(b, 15, a);
      a = i32x4.add(a, b);
      b = turn(b, 26, a);
      a = i32x4.add(a, b);
      b = i32x4.add(turn(b, 6, a), kb3);
      a = i32x4.add(i32x4.add(a, ka), b);
      b = turn(b, 17, a);
      a = i32x4.add(a, b);
      b = turn(b, 29, a);
      a = i32x4.add(a, b);
      b = turn(b, 16, a);
      a = i32x4.add(a, b);
      b = i32x4.add(turn(b, 24, a), kc4);
      a = i32x4.add(i32x4.add(a, kb), b);
      b = turn(b, 13, a);
      a = i32x4.add(a, b);
      b = turn(b, 15, a);
      a = i32x4.add(a, b);
      b = turn(b, 26, a);
      a = i32x4.add(a, b);
      b = i32x4.add(turn(b, 6, a), ka5);
      a = i32x4.add(a, kc);
      if (i + 1 < width) {
        const low = i32x4.shuffle(a, b, 0, 4, 1, 5);
        const high = i32x4.shuffle(a, b, 2, 6, 3, 7);
        v128.store64_lane(to, low, 0);
        v128.store64_lane(to + step, low, 1);
        v128.store64_lane(to + 2 * step, high, 0);
        v128.store64_lane(to + 3 * step, high, 1);
      } else {
        v128.store32_lane(to, a, 0);
        v128.store32_lane(to + step, a, 1);
        v128.store32_lane(to + 2 * step, a, 2);
        v128.store32_lane(to + 3 * step, a, 3);
      }
      to += 8;
    }
  }
}

// Constants come from memory, see power.ts.
const C = memory.data<f32>([
  0.5, 1.1920928955078125e-7, 4.656612873077393e-10, 2.3283064365386963e-10, // ½, 2^−23, 2^−31, 2^−32
  4.0, 1.0, -2.5, -3.4, 5.0,
]);
const CENTRE = memory.data<f32>([
  4.4637249629886355e-7, -4.5055203372612596e-6, -5.790067916677799e-6, 0.00030735955806449056, -0.0017743168864399195,
  -0.005906121805310249, 0.34880363941192627, 2.1233131885528564,
]);
const TAIL = memory.data<f32>([
  -0.00023881421657279134, 0.0009671319276094437, -0.0016269776970148087, 0.002086746273562312, -0.0035409051924943924,
  0.005621719174087048, 1.423600673675537, 4.574674606323242,
]);

// @ts-ignore: decorator
@inline
function c(i: usize): v128 {
  return v128.load32_splat(C + (i << 2));
}

// @ts-ignore: decorator
@inline
function term(p: v128, v: v128, from: usize, i: usize): v128 {
  return f32x4.add(v128.load32_splat(from + (i << 2)), f32x4.mul(p, v));
}

// @ts-ignore: decorator
@inline
function polynomial(from: usize, v: v128): v128 {
  const p = term(term(term(v128.load32_splat(from), v, from, 1), v, from, 2), v, from, 3);
  return term(term(term(term(p, v, from, 4), v, from, 5), v, from, 6), v, from, 7);
}

/** Words to uniforms in (0, 1), in place. */
export function uniforms(x: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  for (; x < end; x += 16) {
    const u = f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(x), 9));
    v128.store(x, f32x4.mul(f32x4.add(u, c(0)), c(1)));
  }
}

/** Words to normals, in place. */
export function normals(x: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  for (; x < end; x += 16) {
    const word = v128.load(x);
    const centred = f32x4.convert_i32x4_s(v128.xor(word, i32x4.splat(0x80000000)));
    const u = f32x4.mul(f32x4.add(centred, c(0)), c(2));
    const nearest = i32x4.min_u(word, v128.not(word));
    const p = f32x4.mul(f32x4.add(f32x4.convert_i32x4_u(nearest), c(0)), c(3));
    const w = f32x4.neg(log4(f32x4.mul(f32x4.mul(c(4), p), f32x4.sub(c(5), p))));
    let ratio = polynomial(CENTRE, f32x4.add(w, c(6)));
    const far = f32x4.ge(w, c(8));
    if (v128.any_true(far)) {
      ratio = v128.bitselect(polynomial(TAIL, f32x4.add(f32x4.sqrt(w), c(7))), ratio, far);
    }
    v128.store(x, f32x4.mul(u, ratio));
  }
}
