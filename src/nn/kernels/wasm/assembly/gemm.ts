// Matrix products on packed panels, after Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication" (ACM TOMS 2008): a 6×8 tile of C lives in twelve vector registers while A and a packed panel of B
// stream past it. A is read where it lies, along its rows or across them: it is broadcast value by value anyway, and
// heads of few columns would spend as long packing it as multiplying.
// M, N rows and columns of C; K depth; all matrices row-major f32.

import { multiplyAdd } from "./math";

const MR: i32 = 6;
const NR: i32 = 8;
/** Depth of a panel: a 256 × 8 panel of B is 8 KB and stays in the first-level cache. */
const KC: i32 = 256;
/** Rows of A taken at a time: 96 × 256 floats, 96 KB, stay in the second-level cache. */
const MC: i32 = 96;

/** Bytes of scratch that `gemm` needs for N columns. */
export function gemmScratch(n: i32): i32 {
  return (KC * ((n + NR - 1) / NR) * NR + MR * NR) << 2;
}

/** Packs B[k0…k0+kc, 0…n) as panels of 8 columns; element (k, j) of B is at b + 4 (k·rowStride + j·colStride). */
function packB(dst: usize, b: usize, k0: i32, kc: i32, n: i32, rowStride: i32, colStride: i32): void {
  for (let j = 0; j < n; j += NR) {
    const width = min(NR, n - j);
    if (colStride == 1 && width == NR) {
      let src = b + ((<usize>(k0 * rowStride + j)) << 2);
      for (let k = 0; k < kc; k++) {
        v128.store(dst, v128.load(src));
        v128.store(dst, v128.load(src, 16), 16);
        src += (<usize>rowStride) << 2;
        dst += 32;
      }
    } else {
      for (let k = 0; k < kc; k++) {
        for (let q = 0; q < width; q++) {
          store<f32>(dst + (q << 2), load<f32>(b + ((<usize>((k0 + k) * rowStride + (j + q) * colStride)) << 2)));
        }
        for (let q = width; q < NR; q++) store<f32>(dst + (q << 2), 0);
        dst += 32;
      }
    }
  }
}

/** Where row i of a matrix with `ld` floats a row begins: row `rows[i]`, or i where `rows` is 0. */
// @ts-ignore: decorator
@inline
function rowAt(base: usize, ld: i32, rows: usize, i: i32): usize {
  return base + ((<usize>((rows ? load<i32>(rows + (i << 2)) : i) * ld)) << 2);
}

/**
 * C tile (6×8) += six rows of A · panel of B over kc. A's rows lie `aRow` bytes apart, their elements `aCol`; the last of
 * `height` rows stands for those that are missing.
 */
function tile(
  c: usize, ldc: i32, rows: usize, a: usize, aRow: usize, aCol: usize, height: i32, b: usize, kc: i32,
): void {
  let a1 = height > 1 ? a + aRow : a;
  let a2 = height > 2 ? a1 + aRow : a1;
  let a3 = height > 3 ? a2 + aRow : a2;
  let a4 = height > 4 ? a3 + aRow : a3;
  let a5 = height > 5 ? a4 + aRow : a4;
  const c0 = rowAt(c, ldc, rows, 0), c1 = rowAt(c, ldc, rows, 1), c2 = rowAt(c, ldc, rows, 2);
  const c3 = rowAt(c, ldc, rows, 3), c4 = rowAt(c, ldc, rows, 4), c5 = rowAt(c, ldc, rows, 5);
  let x00 = v128.load(c0), x01 = v128.load(c0, 16);
  let x10 = v128.load(c1), x11 = v128.load(c1, 16);
  let x20 = v128.load(c2), x21 = v128.load(c2, 16);
  let x30 = v128.load(c3), x31 = v128.load(c3, 16);
  let x40 = v128.load(c4), x41 = v128.load(c4, 16);
  let x50 = v128.load(c5), x51 = v128.load(c5, 16);
  for (let k = 0; k < kc; k++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load_splat<f32>(a);
    x00 = multiplyAdd(s, b0, x00);
    x01 = multiplyAdd(s, b1, x01);
    s = v128.load_splat<f32>(a1);
    x10 = multiplyAdd(s, b0, x10);
    x11 = multiplyAdd(s, b1, x11);
    s = v128.load_splat<f32>(a2);
    x20 = multiplyAdd(s, b0, x20);
    x21 = multiplyAdd(s, b1, x21);
    s = v128.load_splat<f32>(a3);
    x30 = multiplyAdd(s, b0, x30);
    x31 = multiplyAdd(s, b1, x31);
    s = v128.load_splat<f32>(a4);
    x40 = multiplyAdd(s, b0, x40);
    x41 = multiplyAdd(s, b1, x41);
    s = v128.load_splat<f32>(a5);
    x50 = multiplyAdd(s, b0, x50);
    x51 = multiplyAdd(s, b1, x51);
    a += aCol;
    a1 += aCol;
    a2 += aCol;
    a3 += aCol;
    a4 += aCol;
    a5 += aCol;
    b += 32;
  }
  v128.store(c0, x00); v128.store(c0, x01, 16);
  v128.store(c1, x10); v128.store(c1, x11, 16);
  v128.store(c2, x20); v128.store(c2, x21, 16);
  v128.store(c3, x30); v128.store(c3, x31, 16);
  v128.store(c4, x40); v128.store(c4, x41, 16);
  v128.store(c5, x50); v128.store(c5, x51, 16);
}

/** C[height, width] += a full tile that was computed in `scratch`. */
function addCells(c: usize, ldc: i32, rows: usize, height: i32, width: i32, scratch: usize): void {
  for (let i = 0; i < height; i++) {
    const row = rowAt(c, ldc, rows, i);
    for (let j = 0; j < width; j++) {
      const to = row + (j << 2);
      store<f32>(to, load<f32>(to) + load<f32>(scratch + ((i * NR + j) << 2)));
    }
  }
}

/**
 * C[M, N] += A[M, K] · B[K, N], where element (i, k) of A is at a + 4 (i·aRow + k·aCol), likewise B. C has `ldc` floats
 * a row; its row i is row `cRows[i]` of what lies at c, all different, unless `cRows` is 0. `scratch` holds
 * `gemmScratch(N)` bytes.
 */
export function gemm(
  c: usize, ldc: i32, a: usize, aRow: i32, aCol: i32, b: usize, bRow: i32, bCol: i32, m: i32, n: i32, k: i32, scratch: usize,
  cRows: usize,
): void {
  const panels = (n + NR - 1) / NR;
  const spare = scratch + ((KC * panels * NR) << 2);
  const rowBytes = (<usize>aRow) << 2;
  const colBytes = (<usize>aCol) << 2;
  for (let k0 = 0; k0 < k; k0 += KC) {
    const kc = min(KC, k - k0);
    packB(scratch, b, k0, kc, n, bRow, bCol);
    for (let i0 = 0; i0 < m; i0 += MC) {
      const mc = min(MC, m - i0);
      for (let p = 0; p < panels; p++) {
        const width = min(NR, n - p * NR);
        const panelB = scratch + ((p * NR * kc) << 2);
        for (let i = 0; i < mc; i += MR) {
          const height = min(MR, mc - i);
          const whole = height == MR && width == NR;
          const first = i0 + i;
          const rows = cRows ? cRows + ((<usize>first) << 2) : 0;
          const cells = c + ((<usize>((cRows ? 0 : first * ldc) + p * NR)) << 2);
          const from = a + ((<usize>(first * aRow + k0 * aCol)) << 2);
          const to = whole ? cells : spare;
          const ld = whole ? ldc : NR;
          const at = whole ? rows : 0;
          if (!whole) memory.fill(spare, 0, (MR * NR) << 2);
          tile(to, ld, at, from, rowBytes, colBytes, height, panelB, kc);
          if (!whole) addCells(cells, ldc, rows, height, width, spare);
        }
      }
    }
  }
}
