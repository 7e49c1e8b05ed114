// Matrix products on packed panels, after Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication" (ACM TOMS 2008): a 6×8 tile of C lives in twelve vector registers while panels of A and B
// stream past it. Packing makes every product, transposed or not, the same inner loop.
// M, N rows and columns of C; K depth; all matrices row-major f32.

import { multiplyAdd } from "./math";

const MR: i32 = 6;
const NR: i32 = 8;
/** Depth of a panel: a 256 × 8 panel of B is 8 KB and stays in the first-level cache. */
const KC: i32 = 256;
/** Rows of A packed at a time: 96 × 256 floats, 96 KB, stay in the second-level cache. */
const MC: i32 = 96;

/** Bytes of scratch that `gemm` needs for N columns. */
export function gemmScratch(n: i32): i32 {
  return (KC * ((n + NR - 1) / NR) * NR + KC * MC + MR * NR) << 2;
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

/** Packs A[i0…i0+mc, k0…k0+kc) as panels of 6 rows. */
function packA(dst: usize, a: usize, i0: i32, mc: i32, k0: i32, kc: i32, rowStride: i32, colStride: i32): void {
  for (let i = 0; i < mc; i += MR) {
    const height = min(MR, mc - i);
    const panel = dst;
    for (let q = 0; q < height; q++) {
      let src = a + ((<usize>((i0 + i + q) * rowStride + k0 * colStride)) << 2);
      let to = panel + (q << 2);
      const step = (<usize>colStride) << 2;
      for (let k = 0; k < kc; k++) {
        store<f32>(to, load<f32>(src));
        src += step;
        to += MR << 2;
      }
    }
    for (let q = height; q < MR; q++) {
      let to = panel + (q << 2);
      for (let k = 0; k < kc; k++) {
        store<f32>(to, 0);
        to += MR << 2;
      }
    }
    dst += (kc * MR) << 2;
  }
}

/** C tile (6×8, row stride `ldc` floats) += panel of A · panel of B over kc. */
function tile(c: usize, ldc: i32, a: usize, b: usize, kc: i32): void {
  const stride = (<usize>ldc) << 2;
  const c1 = c + stride;
  const c2 = c1 + stride;
  const c3 = c2 + stride;
  const c4 = c3 + stride;
  const c5 = c4 + stride;
  let x00 = v128.load(c), x01 = v128.load(c, 16);
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
    s = v128.load_splat<f32>(a, 4);
    x10 = multiplyAdd(s, b0, x10);
    x11 = multiplyAdd(s, b1, x11);
    s = v128.load_splat<f32>(a, 8);
    x20 = multiplyAdd(s, b0, x20);
    x21 = multiplyAdd(s, b1, x21);
    s = v128.load_splat<f32>(a, 12);
    x30 = multiplyAdd(s, b0, x30);
    x31 = multiplyAdd(s, b1, x31);
    s = v128.load_splat<f32>(a, 16);
    x40 = multiplyAdd(s, b0, x40);
    x41 = multiplyAdd(s, b1, x41);
    s = v128.load_splat<f32>(a, 20);
    x50 = multiplyAdd(s, b0, x50);
    x51 = multiplyAdd(s, b1, x51);
    a += 24;
    b += 32;
  }
  v128.store(c, x00); v128.store(c, x01, 16);
  v128.store(c1, x10); v128.store(c1, x11, 16);
  v128.store(c2, x20); v128.store(c2, x21, 16);
  v128.store(c3, x30); v128.store(c3, x31, 16);
  v128.store(c4, x40); v128.store(c4, x41, 16);
  v128.store(c5, x50); v128.store(c5, x51, 16);
}

/** Tile at the edge of C: computed in a full 6×8 scratch tile, then added where C has cells. */
function edgeTile(c: usize, ldc: i32, height: i32, width: i32, a: usize, b: usize, kc: i32, scratch: usize): void {
  memory.fill(scratch, 0, (MR * NR) << 2);
  tile(scratch, NR, a, b, kc);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const to = c + ((<usize>(i * ldc + j)) << 2);
      store<f32>(to, load<f32>(to) + load<f32>(scratch + ((i * NR + j) << 2)));
    }
  }
}

/**
 * C[M, N] += A[M, K] · B[K, N], where element (i, k) of A is at a + 4 (i·aRow + k·aCol), likewise B, and C has
 * `ldc` floats a row. `scratch` holds `gemmScratch(N)` bytes.
 */
export function gemm(
  c: usize, ldc: i32, a: usize, aRow: i32, aCol: i32, b: usize, bRow: i32, bCol: i32, m: i32, n: i32, k: i32, scratch: usize,
): void {
  const packedB = scratch;
  const panels = (n + NR - 1) / NR;
  const packedA = packedB + ((KC * panels * NR) << 2);
  const spare = packedA + ((KC * MC) << 2);
  for (let k0 = 0; k0 < k; k0 += KC) {
    const kc = min(KC, k - k0);
    packB(packedB, b, k0, kc, n, bRow, bCol);
    for (let i0 = 0; i0 < m; i0 += MC) {
      const mc = min(MC, m - i0);
      packA(packedA, a, i0, mc, k0, kc, aRow, aCol);
      for (let p = 0; p < panels; p++) {
        const width = min(NR, n - p * NR);
        const panelB = packedB + ((p * NR * kc) << 2);
        for (let i = 0; i < mc; i += MR) {
          const height = min(MR, mc - i);
          const to = c + ((<usize>((i0 + i) * ldc + p * NR)) << 2);
          const panelA = packedA + ((i * kc) << 2);
          if (height == MR && width == NR) tile(to, ldc, panelA, panelB, kc);
          else edgeTile(to, ldc, height, width, panelA, panelB, kc, spare);
        }
      }
    }
  }
}
