/**
 * The discrete Fourier transform of complex numbers, in place: radix 2, decimation in time (Cooley and Tukey 1965).
 *
 * @param re Real parts; their number is a power of two.
 * @param im Imaginary parts.
 * @param inverse The inverse transform, divided by the number of values. Default false.
 */
export function fft(re: Float64Array, im: Float64Array, inverse = false): void {
	const n = re.length;
	if (n === 0 || (n & (n - 1)) !== 0) throw new RangeError(`A transform of ${n} values; it must be a power of two.`);
	for (let i = 1, j = 0; i < n; i++) {
		let bit = n >> 1;
		for (; j & bit; bit >>= 1) j ^= bit;
		j ^= bit;
		if (i >= j) continue;
		[re[i], re[j]] = [re[j]!, re[i]!];
		[im[i], im[j]] = [im[j]!, im[i]!];
	}
	const half = n >> 1;
	const cos = new Float64Array(half);
	const sin = new Float64Array(half);
	for (let k = 0; k < half; k++) {
		const angle = (2 * Math.PI * k) / n;
		cos[k] = Math.cos(angle);
		sin[k] = inverse ? Math.sin(angle) : -Math.sin(angle);
	}
	for (let size = 2; size <= n; size *= 2) {
		const step = n / size;
		for (let start = 0; start < n; start += size) {
			for (let k = 0; k < size / 2; k++) {
				const [a, b] = [start + k, start + k + size / 2];
				const [c, s] = [cos[k * step]!, sin[k * step]!];
				const x = re[b]! * c - im[b]! * s;
				const y = re[b]! * s + im[b]! * c;
				re[b] = re[a]! - x;
				im[b] = im[a]! - y;
				re[a]! += x;
				im[a]! += y;
			}
		}
	}
	if (inverse) {
		for (let i = 0; i < n; i++) {
			re[i]! /= n;
			im[i]! /= n;
		}
	}
}
