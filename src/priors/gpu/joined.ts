/** Declares the sum, or the largest, of the numbers of a workgroup's 256 threads that agree modulo `columns`. */
export const joined = (columns: number) => `
var<workgroup> lanes: array<f32, 256>;
fn joined(t: u32, x: f32, largest: bool) -> f32 {
	lanes[t] = x;
	workgroupBarrier();
	for (var half = 128u; half >= ${columns}u; half /= 2u) {
		if (t < half) {
			let other = lanes[t + half];
			lanes[t] = select(lanes[t] + other, max(lanes[t], other), largest);
		}
		workgroupBarrier();
	}
	let result = lanes[t % ${columns}u];
	workgroupBarrier();
	return result;
}`;
