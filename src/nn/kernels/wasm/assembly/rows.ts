// Work on rows of row-major f32 matrices: gathering, scattering, sums. W is a row's width, a multiple of 4.

/** to[i, :] = from[index[i], :] for i < n. */
export function gatherRows(to: usize, from: usize, index: usize, n: i32, w: i32): void {
  const bytes = (<usize>w) << 2;
  for (let i = 0; i < n; i++) memory.copy(to + <usize>i * bytes, from + (<usize>load<i32>(index + (i << 2))) * bytes, bytes);
}

/** to[0…n) += from[0…n); n a multiple of 4. */
export function addTo(to: usize, from: usize, n: i32): void {
  const end = to + ((<usize>n) << 2);
  while (to < end) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
}

/** to[0…n) *= from[0…n). */
export function multiplyTo(to: usize, from: usize, n: i32): void {
  const end = to + ((<usize>n) << 2);
  while (to < end) {
    v128.store(to, f32x4.mul(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
}

/** Every row of x[n, w] becomes `row`. */
export function fillRows(x: usize, row: usize, n: i32, w: i32): void {
  const bytes = (<usize>w) << 2;
  for (let i = 0; i < n; i++) memory.copy(x + <usize>i * bytes, row, bytes);
}

/** Every row of x[n, w] gains `row`. */
export function addRow(x: usize, row: usize, n: i32, w: i32): void {
  const bytes = (<usize>w) << 2;
  for (let i = 0; i < n; i++) addTo(x + <usize>i * bytes, row, w);
}

/** to[:] += sum over rows of x[n, w]. */
export function sumRows(to: usize, x: usize, n: i32, w: i32): void {
  const bytes = (<usize>w) << 2;
  for (let i = 0; i < n; i++) addTo(to, x + <usize>i * bytes, w);
}

/** h[i, :] += sum over f < F of table[codes[i, f], :]. */
export function embed(h: usize, codes: usize, table: usize, n: i32, f: i32, w: i32): void {
  const bytes = (<usize>w) << 2;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < f; j++) {
      addTo(h, table + (<usize>load<i32>(codes)) * bytes, w);
      codes += 4;
    }
    h += bytes;
  }
}

/** table[codes[i, f], :] += h[i, :] for every i, f: the gradient of `embed`. */
export function embedGradient(table: usize, codes: usize, h: usize, n: i32, f: i32, w: i32): void {
  const bytes = (<usize>w) << 2;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < f; j++) {
      addTo(table + (<usize>load<i32>(codes)) * bytes, h, w);
      codes += 4;
    }
    h += bytes;
  }
}
