// Sums of the leaves of oblivious trees: out[r] = Σ_t leaves[t][leaf of row r], in the order of the trees, in single
// precision. Leaves and out have rows of `ld` floats, a multiple of 4. Every tree's splits and leaves follow the last's.

export function trees(
  x: usize,
  out: usize,
  dims: usize,
  thresholds: usize,
  depths: usize,
  leaves: usize,
  rows: i32,
  inputs: i32,
  count: i32,
  ld: i32,
): void {
  const step = (<usize>ld) << 2;
  for (let r: i32 = 0; r < rows; r++) {
    const row = x + ((<usize>(r * inputs)) << 2);
    const to = out + <usize>r * step;
    let d = dims;
    let th = thresholds;
    let base = leaves;
    for (let t: i32 = 0; t < count; t++) {
      const depth = load<i32>(depths + ((<usize>t) << 2));
      let leaf: i32 = 0;
      for (let level: i32 = 0; level < depth; level++) {
        const value = load<f32>(row + ((<usize>load<i32>(d)) << 2));
        leaf = leaf * 2 + (value > load<f32>(th) ? 1 : 0);
        d += 4;
        th += 4;
      }
      const from = base + <usize>leaf * step;
      for (let j: usize = 0; j < step; j += 16) {
        v128.store(to + j, f32x4.add(v128.load(to + j), v128.load(from + j)));
      }
      base += step << depth;
    }
  }
}
