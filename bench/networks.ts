/** The units of random networks on a GPU against the CPU's. */
import type { NodeValues } from "../src/causal/scm";
import { CAUSES } from "../src/priors/causes";
import { createDrawing } from "../src/priors/drawing";
import { type Forward, startForward } from "../src/priors/mlp-scm/gpu/forward";
import { LAYER } from "../src/priors/mlp-scm/layer";
import { type MlpScmOptions, mlpScmMeta } from "../src/priors/mlp-scm/meta";
import { drawPlan, type NetworkPlan } from "../src/priors/mlp-scm/plan";
import { component } from "../src/priors/reading";
import { createRandom, type Random } from "../src/random";

/** Moves every number but 0 by −1, 0 or 1 in its last bit, equal numbers alike. */
export function nudge(values: Float32Array): void {
	const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
	for (let i = 0; i < bits.length; i++) {
		const mixed = Math.imul(bits[i]! ^ (bits[i]! >>> 15), 0x2c1b3c6d);
		if ((bits[i]! & 0x7fffffff) !== 0) bits[i]! += ((mixed >>> 8) % 3) - 1;
	}
}

/** All units of a network, computed on the CPU. */
function computeOnCpu(plan: NetworkPlan, noise: Random, rows: number, nudged: boolean): readonly NodeValues[] {
	const drawing = createDrawing(noise, rows);
	drawing.add("causes", plan.causes.length, [], ["causes", CAUSES], plan.causes);
	if (nudged) nudge(drawing.values[0]!.values as Float32Array);
	plan.layers.forEach((layer, i) => {
		drawing.add(`layer${i + 1}`, layer.bias.length, [i], ["layer", LAYER], layer);
	});
	return drawing.values;
}

/** What became of one network. */
export interface Comparison {
	/** Its layers' activations. */
	readonly activations: readonly string[];
	/** Largest distance of a unit that is read, GPU from CPU, in the unit's standard deviations. */
	readonly gpu: number;
	/** The same of the CPU from itself, with the last bits of the causes moved. */
	readonly nudged: number;
}

/** Draws networks and computes the units that are read on the CPU, there once more from other last bits, and on a GPU. */
export async function compareNetworks(
	count: number,
	rows: number,
	options: Partial<MlpScmOptions>,
	{ forward, features, from = 0 }: { forward?: Forward; features?: number; from?: number } = {},
): Promise<Comparison[]> {
	const on = forward ?? (await startForward());
	const root = createRandom("networks");
	const drawn = Array.from({ length: count }, (_, i) => {
		const index = from + i;
		const random = root.stream(index);
		const plan = drawPlan({ ...mlpScmMeta.defaults, ...options }, { root, random, index, attempt: 0, rows, features });
		const noise = random.stream("noise");
		const read = plan.read.flatMap(({ layer, unit }) =>
			layer > 0 ? [{ layer, unit: plan.kept[layer]!.indexOf(unit) }] : [],
		);
		return { plan, noise, read, cpu: computeOnCpu(plan, noise, rows, false) };
	});
	const units = await on.compute(
		drawn.map(({ plan, noise, read, cpu }) => ({
			rows,
			causes: cpu[0]!.values as Float32Array,
			layers: plan.layers.map((layer, i) => ({ plan: layer, key: noise.stream(`node/layer${i + 1}`).key })),
			read,
		})),
	);
	return drawn.map(({ plan, noise, read, cpu }, i) => {
		const again = computeOnCpu(plan, noise, rows, true);
		const gpu = { values: units[i]!, width: read.length };
		let most = 0;
		let mostNudged = 0;
		read.forEach(({ layer, unit }, column) => {
			const want = component(cpu[layer]!, unit);
			most = Math.max(most, distance(component(gpu, column), want));
			mostNudged = Math.max(mostNudged, distance(component(again[layer]!, unit), want));
		});
		return { activations: plan.activations.slice(1), gpu: most, nudged: mostNudged };
	});
}

/** Standard deviation, 1 of a constant. */
export function deviationOf(x: Float64Array): number {
	const mean = x.reduce((a, b) => a + b, 0) / x.length;
	return Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (x.length - 1)) || 1;
}

/** Largest distance of two columns, in standard deviations of the second. */
export function distance(got: ArrayLike<number>, want: Float64Array): number {
	let most = 0;
	want.forEach((x, i) => {
		const d = Math.abs(got[i]! - x);
		if (!(d <= most)) most = d;
	});
	return most / deviationOf(want);
}

/** The value below which a share of the numbers lies. */
export function quantile(x: readonly number[], share: number): number {
	const sorted = [...x].sort((a, b) => a - b);
	return sorted[Math.min(x.length - 1, Math.floor(share * x.length))]!;
}
