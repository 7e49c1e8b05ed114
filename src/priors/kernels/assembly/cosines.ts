// Cosines of turns (radians / 2π), in place, four at a time: reduced to [−½, ½], then the Taylor polynomial in single
// precision; the steps are those of the twin.

export function cosines(x: usize, count: i32): void {
  for (let i: i32 = 0; i < count; i += 4) {
    const at = x + ((<usize>i) << 2);
    const t = v128.load(at);
    const r = f32x4.sub(t, f32x4.floor(f32x4.add(t, f32x4.splat(0.5))));
    // cos 2πr = −cos(2π(½ − |r|)) halves the range once more: |u| ≤ ¼ either way.
    const a = f32x4.abs(r);
    const far = f32x4.gt(a, f32x4.splat(0.25));
    const u = v128.bitselect(f32x4.sub(f32x4.splat(0.5), a), a, far);
    const z = f32x4.mul(u, u);
    let c = f32x4.splat(-25.0064391);
    c = f32x4.add(f32x4.mul(c, z), f32x4.splat(60.14802));
    c = f32x4.add(f32x4.mul(c, z), f32x4.splat(-85.4538087));
    c = f32x4.add(f32x4.mul(c, z), f32x4.splat(64.9393526));
    c = f32x4.add(f32x4.mul(c, z), f32x4.splat(-19.7392086));
    c = f32x4.add(f32x4.mul(c, z), f32x4.splat(1.0));
    v128.store(at, v128.bitselect(f32x4.neg(c), c, far));
  }
}
