// Cosines of turns (radians / 2π), in place, eight at a time: reduced to [−½, ½], then a polynomial in single precision;
// the steps are those of the twin. Constants come from memory, see distances.ts.

const C = memory.data<f32>([-25.0064391, 60.14802, -85.4538087, 64.9393526, -19.7392086, 1.0]);

// @ts-ignore: decorator
@inline
function c(i: usize): v128 {
  return v128.load32_splat(C + (i << 2));
}

// @ts-ignore: decorator
@inline
function cosine4(t: v128, half: v128, quarter: v128): v128 {
  const a = f32x4.abs(f32x4.sub(t, f32x4.floor(f32x4.add(t, half))));
  // cos 2πa = −cos(2π(½ − a)) halves the range once more: |u| ≤ ¼ either way.
  const far = f32x4.gt(a, quarter);
  const u = v128.bitselect(f32x4.sub(half, a), a, far);
  const z = f32x4.mul(u, u);
  let p = c(0);
  p = f32x4.add(f32x4.mul(p, z), c(1));
  p = f32x4.add(f32x4.mul(p, z), c(2));
  p = f32x4.add(f32x4.mul(p, z), c(3));
  p = f32x4.add(f32x4.mul(p, z), c(4));
  p = f32x4.add(f32x4.mul(p, z), c(5));
  // The sign's bit is set where far.
  return v128.xor(p, i32x4.shl(far, 31));
}

/** `x` must have room for a multiple of 8. */
export function cosines(x: usize, count: i32): void {
  const half = f32x4.splat(0.5);
  const quarter = f32x4.splat(0.25);
  const end = x + ((<usize>count) << 2);
  for (let at = x; at < end; at += 32) {
    const a = cosine4(v128.load(at), half, quarter);
    const b = cosine4(v128.load(at, 16), half, quarter);
    v128.store(at, a);
    v128.store(at, b, 16);
  }
}
