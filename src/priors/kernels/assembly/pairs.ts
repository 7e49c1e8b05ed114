// Products of the chosen numbers of each row and a last 1: zᵃ zᵇ for a ≤ b, a by a. `chosen` holds the chosen numbers'
// offsets into a row, in bytes; `z` is scratch of n floats and three more, `out` needs room for three more as well.

export function pairs(x: usize, chosen: usize, z: usize, out: usize, rows: i32, inputs: i32, n: i32): void {
  const step = (<usize>inputs) << 2;
  const last = (<usize>(n - 1)) << 2;
  const end = (<usize>n) << 2;
  store<f32>(z + last, 1);
  for (let r: i32 = 0; r < rows; r++) {
    for (let k: usize = 0; k < last; k += 4) store<f32>(z + k, load<f32>(x + <usize>load<i32>(chosen + k)));
    for (let a: usize = 0; a < end; a += 4) {
      const v = v128.load32_splat(z + a);
      // Vectors that reach over the end are overwritten by the next.
      for (let b = a; b < end; b += 16) v128.store(out + b - a, f32x4.mul(v, v128.load(z + b)));
      out += end - a;
    }
    x += step;
  }
}
