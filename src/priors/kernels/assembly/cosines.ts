// Cosines of turns (radians / 2π) plus phases, in place, eight at a time: reduced to [−½, ½], then a polynomial in single
// precision; the steps are those of the twin. Constants come from memory, see power.ts.

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

/** `rows` rows of `width` turns, a multiple of 8, each row plus `phases`. */
export function cosines(x: usize, phases: usize, rows: i32, width: i32): void {
  const half = f32x4.splat(0.5);
  const quarter = f32x4.splat(0.25);
  const step = (<usize>width) << 2;
  for (let r: i32 = 0; r < rows; r++) {
    for (let k: usize = 0; k < step; k += 32) {
      const at = x + k;
      const a = cosine4(f32x4.add(v128.load(at), v128.load(phases + k)), half, quarter);
      const b = cosine4(f32x4.add(v128.load(at, 16), v128.load(phases + k, 16)), half, quarter);
      v128.store(at, a);
      v128.store(at, b, 16);
    }
    x += step;
  }
}
