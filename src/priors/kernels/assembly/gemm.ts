// out[r, j] = Σ_k a[r, k] w[k, j], each sum in single precision and in the order of k: the bits of the twin.
// w and out have rows of `ld` floats, a multiple of 8; a has rows of `inner` floats.

export function gemm(a: usize, w: usize, out: usize, rows: i32, inner: i32, ld: i32): void {
  const step = (<usize>ld) << 2;
  const aStep = (<usize>inner) << 2;
  for (let j: i32 = 0; j < ld; j += 8) {
    const panel = w + ((<usize>j) << 2);
    let r: i32 = 0;
    for (; r + 3 < rows; r += 4) {
      let a0 = a + <usize>r * aStep;
      let a1 = a0 + aStep;
      let a2 = a1 + aStep;
      let a3 = a2 + aStep;
      let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
      let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
      let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
      let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
      let p = panel;
      for (let k: i32 = 0; k < inner; k++) {
        const w0 = v128.load(p);
        const w1 = v128.load(p, 16);
        let x = v128.load32_splat(a0);
        c00 = f32x4.add(c00, f32x4.mul(x, w0));
        c01 = f32x4.add(c01, f32x4.mul(x, w1));
        x = v128.load32_splat(a1);
        c10 = f32x4.add(c10, f32x4.mul(x, w0));
        c11 = f32x4.add(c11, f32x4.mul(x, w1));
        x = v128.load32_splat(a2);
        c20 = f32x4.add(c20, f32x4.mul(x, w0));
        c21 = f32x4.add(c21, f32x4.mul(x, w1));
        x = v128.load32_splat(a3);
        c30 = f32x4.add(c30, f32x4.mul(x, w0));
        c31 = f32x4.add(c31, f32x4.mul(x, w1));
        p += step;
        a0 += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
      }
      let o = out + <usize>r * step + ((<usize>j) << 2);
      v128.store(o, c00);
      v128.store(o, c01, 16);
      o += step;
      v128.store(o, c10);
      v128.store(o, c11, 16);
      o += step;
      v128.store(o, c20);
      v128.store(o, c21, 16);
      o += step;
      v128.store(o, c30);
      v128.store(o, c31, 16);
    }
    for (; r < rows; r++) {
      let at = a + <usize>r * aStep;
      let c0 = f32x4.splat(0), c1 = f32x4.splat(0);
      let p = panel;
      for (let k: i32 = 0; k < inner; k++) {
        const x = v128.load32_splat(at);
        c0 = f32x4.add(c0, f32x4.mul(x, v128.load(p)));
        c1 = f32x4.add(c1, f32x4.mul(x, v128.load(p, 16)));
        p += step;
        at += 4;
      }
      const o = out + <usize>r * step + ((<usize>j) << 2);
      v128.store(o, c0);
      v128.store(o, c1, 16);
    }
  }
}
