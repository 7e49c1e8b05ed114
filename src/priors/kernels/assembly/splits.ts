// The best split of some rows by one of many byte-valued inputs, one random threshold each: rows are gathered once and
// all inputs handled sixteen at a time. The steps are those of the twin in split-search.ts.

/**
 * @param cells Bytes, row by row, `stride` (a multiple of 16) a row.
 * @param members Rows of the node as i32, `count` of them.
 * @param slots What a row's value is added to, i32; @param values and @param weights f32, all by row.
 * @param random One byte an input: how far the threshold is from the least to the largest value.
 * @param sums Scratch of (outputs + 1) × stride floats.
 * @param totals Sum of the values a slot, f32, then the sum of the weights.
 * @param thresholds `stride` bytes: those tried.
 * @returns The input whose split has the largest Σ (sums left)² / n left + Σ (sums right)² / n right, if above `best`; −1.
 */
export function split(
  cells: usize,
  stride: i32,
  members: usize,
  count: i32,
  slots: usize,
  values: usize,
  weights: usize,
  random: usize,
  sums: usize,
  totals: usize,
  thresholds: usize,
  outputs: i32,
  classes: i32,
  best: f32,
): i32 {
  const end = members + ((<usize>count) << 2);
  for (let block: i32 = 0; block < stride; block += 16) {
    let low = i8x16.splat(-1);
    let high = i8x16.splat(0);
    const from = cells + block;
    for (let at = members; at < end; at += 4) {
      const x = v128.load(from + <usize>(load<i32>(at) * stride));
      low = i8x16.min_u(low, x);
      high = i8x16.max_u(high, x);
    }
    // low + ⌊(high − low) · random / 256⌋.
    const range = i8x16.sub(high, low);
    const r = v128.load(random + block);
    const first = i16x8.shr_u(i16x8.extmul_low_i8x16_u(range, r), 8);
    const second = i16x8.shr_u(i16x8.extmul_high_i8x16_u(range, r), 8);
    v128.store(thresholds + block, i8x16.add(low, i8x16.narrow_i16x8_u(first, second)));
  }
  const step = (<usize>stride) << 2;
  const counts = sums + <usize>outputs * step;
  memory.fill(sums, 0, step * <usize>(outputs + 1));
  for (let at = members; at < end; at += 4) {
    const row = <usize>load<i32>(at);
    const x = cells + row * <usize>stride;
    const to = sums + <usize>load<i32>(slots + (row << 2)) * step;
    const value = v128.load32_splat(values + (row << 2));
    addLeft(x, thresholds, to, value, stride);
    if (!classes) addLeft(x, thresholds, counts, v128.load32_splat(weights + (row << 2)), stride);
  }
  const n = v128.load32_splat(totals + ((<usize>outputs) << 2));
  let chosen = -1;
  for (let k: i32 = 0; k < stride; k += 4) {
    const at = sums + ((<usize>k) << 2);
    let left = f32x4.splat(0);
    let right = left;
    let nLeft = classes ? left : v128.load(counts + ((<usize>k) << 2));
    for (let o: i32 = 0; o < outputs; o++) {
      const sum = v128.load(at + <usize>o * step);
      const rest = f32x4.sub(v128.load32_splat(totals + ((<usize>o) << 2)), sum);
      left = f32x4.add(left, f32x4.mul(sum, sum));
      right = f32x4.add(right, f32x4.mul(rest, rest));
      if (classes) nLeft = f32x4.add(nLeft, sum);
    }
    const score = f32x4.add(f32x4.div(left, nLeft), f32x4.div(right, f32x4.sub(n, nLeft)));
    // An input that is constant here has nobody on the right, and NaN for a score.
    if (!v128.any_true(f32x4.gt(score, f32x4.splat(best)))) continue;
    let s = f32x4.extract_lane(score, 0);
    if (s > best) { best = s; chosen = k; }
    s = f32x4.extract_lane(score, 1);
    if (s > best) { best = s; chosen = k + 1; }
    s = f32x4.extract_lane(score, 2);
    if (s > best) { best = s; chosen = k + 2; }
    s = f32x4.extract_lane(score, 3);
    if (s > best) { best = s; chosen = k + 3; }
  }
  return chosen;
}

/** Adds `value` to the sums of the inputs at or below their thresholds. */
// @ts-ignore: decorator
@inline
function addLeft(x: usize, thresholds: usize, to: usize, value: v128, stride: i32): void {
  for (let block: i32 = 0; block < stride; block += 16) {
    const left = i8x16.le_u(v128.load(x + block), v128.load(thresholds + block));
    const low = i16x8.extend_low_i8x16_s(left);
    const high = i16x8.extend_high_i8x16_s(left);
    v128.store(to, f32x4.add(v128.load(to), v128.and(value, i32x4.extend_low_i16x8_s(low))));
    v128.store(to, f32x4.add(v128.load(to, 16), v128.and(value, i32x4.extend_high_i16x8_s(low))), 16);
    v128.store(to, f32x4.add(v128.load(to, 32), v128.and(value, i32x4.extend_low_i16x8_s(high))), 32);
    v128.store(to, f32x4.add(v128.load(to, 48), v128.and(value, i32x4.extend_high_i16x8_s(high))), 48);
    to += 64;
  }
}
