/**
 * The primitives as plain loops: the specification that faster modules are tested against, and the last resort where
 * WebAssembly is forbidden.
 */
import { type Compute, LEAST_SHARE, type Primitives, STEEPEST } from "./primitives";

const ramp = (x: number) => 2 * Math.min(1, Math.max(0, x)) - 1;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The primitives on a buffer of their own. @param bytes size of the memory. */
export function createCpu(bytes: number): Compute {
	const buffer = new ArrayBuffer(Math.ceil(bytes / 4) * 4);
	return {
		name: "cpu",
		buffer,
		ops: createPrimitives(new Float32Array(buffer), new Int32Array(buffer), new Uint8Array(buffer)),
	};
}

function createPrimitives(f: Float32Array, i32: Int32Array, u8: Uint8Array): Primitives {
	const softmaxRow = (row: number, k: number, stride: number): number => {
		let top = f[row]!;
		for (let j = 1; j < k; j++) top = Math.max(top, f[row + j]!);
		let sum = 0;
		for (let j = 0; j < k; j++) sum += Math.exp(f[row + j]! - top);
		for (let j = 0; j < k; j++) f[row + j] = Math.exp(f[row + j]! - top) / sum;
		f.fill(0, row + k, row + stride);
		return top + Math.log(sum);
	};
	const eachRow = (n: number, width: number, visit: (row: number, column: number, at: number) => void) => {
		for (let i = 0; i < n; i++) for (let j = 0; j < width; j++) visit(i, j, i * width + j);
	};
	const eachNumber = (
		numbers: number,
		inputs: number,
		n: number,
		count: number,
		stride: number,
		visit: (row: number, score: number, at: number, ramps: number, place: number) => void,
	) => {
		eachRow(n, count, (i, j) => {
			const [number, input] = [(numbers >> 2) + 2 * (i * stride + j), (inputs >> 2) + 2 * j];
			const place = f[number + 1]!;
			if (place >= 0) visit(i, f[number]!, i32[input]!, i32[input + 1]!, place);
		});
	};
	return {
		gemmScratch: () => 0,
		gemm(c, a, b, { m, n, k }) {
			const [A, B] = [a.at >> 2, b.at >> 2];
			for (let i = 0; i < m; i++) {
				const C = (c.at >> 2) + (c.rows ? i32[(c.rows >> 2) + i]! : i) * c.row;
				for (let q = 0; q < k; q++) {
					const left = f[A + i * a.row + q * a.column]!;
					if (left === 0) continue;
					for (let j = 0; j < n; j++) f[C + j]! += left * f[B + q * b.row + j * b.column]!;
				}
			}
		},
		addTo(to, from, n) {
			for (let i = 0; i < n; i++) f[(to >> 2) + i]! += f[(from >> 2) + i]!;
		},
		multiplyTo(to, from, n) {
			for (let i = 0; i < n; i++) f[(to >> 2) + i]! *= f[(from >> 2) + i]!;
		},
		fillRows(x, row, n, width) {
			eachRow(n, width, (_i, j, at) => {
				f[(x >> 2) + at] = f[(row >> 2) + j]!;
			});
		},
		addRow(x, row, n, width) {
			eachRow(n, width, (_i, j, at) => {
				f[(x >> 2) + at]! += f[(row >> 2) + j]!;
			});
		},
		sumRows(to, x, n, width) {
			eachRow(n, width, (_i, j, at) => {
				f[(to >> 2) + j]! += f[(x >> 2) + at]!;
			});
		},
		gatherRows(to, from, index, n, width) {
			eachRow(n, width, (i, j, at) => {
				f[(to >> 2) + at] = f[(from >> 2) + i32[(index >> 2) + i]! * width + j]!;
			});
		},
		embed(h, codes, table, n, fields, width) {
			eachRow(n, fields, (i, _f, at) => {
				const row = (table >> 2) + i32[(codes >> 2) + at]! * width;
				for (let j = 0; j < width; j++) f[(h >> 2) + i * width + j]! += f[row + j]!;
			});
		},
		embedGradient(table, codes, h, n, fields, width) {
			eachRow(n, fields, (i, _f, at) => {
				const row = (table >> 2) + i32[(codes >> 2) + at]! * width;
				for (let j = 0; j < width; j++) f[row + j]! += f[(h >> 2) + i * width + j]!;
			});
		},
		ramps(h, numbers, inputs, table, _sums, n, count, stride, width) {
			eachNumber(numbers, inputs, n, count, stride, (i, z, at, ramps, place) => {
				for (let j = 0; j < width; j++) {
					const row = (table >> 2) + at * width + j;
					let sum = z * f[row]!;
					for (let k = 0; k < ramps; k++) sum += ramp(place - k) * f[row + (1 + k) * width]!;
					f[(h >> 2) + i * width + j]! += sum;
				}
			});
		},
		rampsGradient(h, numbers, inputs, table, _sums, n, count, stride, width) {
			eachNumber(numbers, inputs, n, count, stride, (i, z, at, ramps, place) => {
				for (let j = 0; j < width; j++) {
					const row = (table >> 2) + at * width + j;
					const d = f[(h >> 2) + i * width + j]!;
					f[row]! += z * d;
					for (let k = 0; k < ramps; k++) f[row + (1 + k) * width]! += ramp(place - k) * d;
				}
			});
		},
		silu(a, d, x, n) {
			for (let i = 0; i < n; i++) {
				const v = f[(x >> 2) + i]!;
				const s = 1 / (1 + Math.exp(-v));
				f[(a >> 2) + i] = v * s;
				if (d) f[(d >> 2) + i] = s * (1 + v * (1 - s));
			}
		},
		dropout(a, d, n, { bytes, bank, offset, threshold, scale }) {
			for (let i = 0; i < n; i++) {
				const keep = u8[bytes + ((offset + i) & (bank - 1))]! < threshold ? 0 : scale;
				f[(a >> 2) + i]! *= keep;
				f[(d >> 2) + i]! *= keep;
			}
		},
		crossEntropy(logits, targets, weights, n, k, stride) {
			let loss = 0;
			for (let i = 0; i < n; i++) {
				const row = (logits >> 2) + i * stride;
				const target = i32[(targets >> 2) + i]!;
				const weight = f[(weights >> 2) + i]!;
				const scored = f[row + target]!;
				loss += weight * (softmaxRow(row, k, stride) - scored);
				for (let j = 0; j < k; j++) f[row + j]! *= weight;
				f[row + target]! -= weight;
			}
			return loss;
		},
		drawLevels(levels, logits, uniforms, n, k, stride) {
			for (let i = 0; i < n; i++) {
				const row = (logits >> 2) + i * stride;
				softmaxRow(row, k, stride);
				let left = f[(uniforms >> 2) + i]!;
				let last = 0;
				let pick = -1;
				for (let j = 0; j < k && pick < 0; j++) {
					if (f[row + j]! > 0) last = j;
					left -= f[row + j]!;
					if (left < 0) pick = j;
				}
				i32[(levels >> 2) + i] = pick < 0 ? last : pick;
			}
		},
		mixBins(logits, kept, cuts, n, bins, at, components, stride, free) {
			const padded = 4 * Math.ceil(bins / 4);
			const mass = Math.fround(1 / bins);
			for (let i = 0; i < n; i++) {
				const row = (logits >> 2) + i * stride;
				const to = (kept >> 2) + i * (stride + components * padded);
				const [weight, place, steep] = [to + at, to + at + components, to + at + 2 * components];
				f.copyWithin(weight, row + at, row + at + 3 * components);
				softmaxRow(weight, components, components);
				for (let m = 0; m < components; m++) {
					f[steep + m] = Math.exp(Math.min(STEEPEST, Math.max(-STEEPEST, f[steep + m]!)));
				}
				f.fill(0, to, to + bins);
				for (let m = 0; m < components; m++) {
					let below = 0;
					for (let k = 0; k < bins; k++) {
						const share = sigmoid(f[steep + m]! * (f[(cuts >> 2) + k]! - f[place + m]!));
						f[to + k]! += f[weight + m]! * (share - below);
						below = share;
					}
				}
				for (let k = 0; k < bins; k++) {
					f[to + k]! += LEAST_SHARE * mass;
					f[row + k] = free * f[row + k]! + Math.log(f[to + k]! / mass);
				}
			}
		},
		mixBinsGradient(logits, kept, cuts, n, bins, at, components, stride, free) {
			for (let i = 0; i < n; i++) {
				const row = (logits >> 2) + i * stride;
				const from = (kept >> 2) + i * (stride + components * 4 * Math.ceil(bins / 4));
				const [weight, place, steep] = [from + at, from + at + components, from + at + 2 * components];
				const slope = Float64Array.from({ length: bins + 1 }, (_, k) => (k < bins ? f[row + k]! / f[from + k]! : 0));
				for (let k = 0; k < bins; k++) f[row + k]! *= free;
				let mean = 0;
				for (let m = 0; m < components; m++) {
					const [w, s] = [f[weight + m]!, f[steep + m]!];
					let [below, inside, moved, widened] = [0, 0, 0, 0];
					for (let k = 0; k < bins; k++) {
						const u = s * (f[(cuts >> 2) + k]! - f[place + m]!);
						const share = sigmoid(u);
						inside += slope[k]! * (share - below);
						const edge = (slope[k]! - slope[k + 1]!) * share * (1 - share);
						moved += edge;
						widened += edge * u;
						below = share;
					}
					mean += w * inside;
					f[row + at + m] = inside;
					f[row + at + components + m] = -w * s * moved;
					f[row + at + 2 * components + m] = Math.abs(Math.log(s)) < STEEPEST - 1e-5 ? w * widened : 0;
				}
				for (let m = 0; m < components; m++) f[row + at + m] = f[weight + m]! * (f[row + at + m]! - mean);
			}
		},
		sumSquares(x, n) {
			let total = 0;
			for (let i = 0; i < n; i++) total += f[(x >> 2) + i]! ** 2;
			return total;
		},
		adamw({ p, g, m, v, ema }, n, { rate, b1, b2, epsilon, decay, emaKeep, rootCorrection, scale }) {
			for (let i = 0; i < n; i++) {
				const [P, G, M, V, E] = [(p >> 2) + i, (g >> 2) + i, (m >> 2) + i, (v >> 2) + i, (ema >> 2) + i];
				const gradient = scale * f[G]!;
				f[M] = b1 * f[M]! + (1 - b1) * gradient;
				f[V] = b2 * f[V]! + (1 - b2) * gradient * gradient;
				f[P] = (1 - decay) * f[P]! - (rate * f[M]!) / (Math.sqrt(f[V]!) * rootCorrection + epsilon);
				f[E] = f[E]! + (1 - emaKeep) * (f[P]! - f[E]!);
				f[G] = 0;
			}
		},
	};
}
