import { beforeAll, describe, expect, test } from "vitest";
import { batchNorm, columnMoments, normalise } from "../../../src/nn/adversarial/batch-norm";
import {
	criticLayout,
	criticPasses,
	criticScores,
	criticSlopes,
	gradientPenalty,
	meanScore,
} from "../../../src/nn/adversarial/critic";
import { exampleNorms, weightedGradients } from "../../../src/nn/ghost-clipping";
import { startParameters, viewParameters } from "../../../src/nn/parameters";
import {
	mean,
	mul,
	reshape,
	type Scalar,
	sum,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	tensor1d,
	tensor2d,
	valueAndGrads,
} from "../../../src/nn/tf";
import { createRandom } from "../../../src/random";
import { startNodeBackend } from "../node-backend";

const [P, I, LAYERS] = [5, 4, [6, 3]] as const;
const LAMBDA = 10;
const random = createRandom("critic");
const normals = (n: number) => Float32Array.from({ length: n }, () => random.normal());
const layout = criticLayout(I, LAYERS);
const flat = startParameters(layout, random.stream("parameters"));
const rows = normals(P * I);
/** Half of the units are left out, as dropout does. */
const kept = LAYERS.map((H) => Float32Array.from({ length: P * H }, () => (random.uniform() < 0.5 ? 0 : 2)));

const dropouts = () => kept.map((own, l) => tensor2d(own, [P, LAYERS[l]!]));
const weights = (of: Float32Array) => viewParameters(layout, tensor1d(of));

/** λ · mean (‖∂D/∂x‖ − target)² in double precision, the derivative of every input by hand. */
function slowPenalty(of: Float32Array, target: number): number {
	const views = weights(of).map((view) => ({ data: view.dataSync(), shape: view.shape }));
	let total = 0;
	for (let p = 0; p < P; p++) {
		// jacobian[i][h] = ∂h/∂x_i, carried forward layer by layer.
		let values = Array.from({ length: I }, (_, i) => rows[p * I + i]!);
		let jacobian: number[][] = values.map((_, i) => values.map((__, j) => (i === j ? 1 : 0)));
		for (let l = 0; l <= LAYERS.length; l++) {
			const [w, b] = [views[2 * l]!, views[2 * l + 1]!];
			const H = w.shape[1]!;
			const a = Array.from({ length: H }, (_, h) =>
				values.reduce((sum, v, i) => sum + v * w.data[i * H + h]!, b.data[h]!),
			);
			const m = a.map((v, h) => (l === LAYERS.length ? 1 : (v > 0 ? 1 : 0.2) * kept[l]![p * H + h]!));
			jacobian = jacobian.map((row) =>
				m.map((slope, h) => slope * row.reduce((sum, v, i) => sum + v * w.data[i * H + h]!, 0)),
			);
			values = a.map((v, h) => v * m[h]!);
		}
		total += (Math.sqrt(jacobian.reduce((sum, row) => sum + row[0]! ** 2, 0)) - target) ** 2;
	}
	return (LAMBDA * total) / P;
}

function penaltyOf(parameters: readonly Tensor[], target: number): Scalar {
	const { slopes } = criticSlopes(tensor2d(rows, [P, I]), parameters, dropouts());
	return gradientPenalty(parameters, slopes, LAMBDA, target);
}

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
	beforeAll(() => startNodeBackend(backend));

	test.each([1, 0])("the penalty in closed form is the squared distance of the gradient's norm from %d", (target) => {
		expect(penaltyOf(weights(flat), target).dataSync()[0]).toBeCloseTo(slowPenalty(flat, target), 4);
	});

	test("what passed through the layers makes each row's gradient, and its norm", async () => {
		const parameters = weights(flat);
		const passes = criticPasses(tensor2d(rows, [P, I]), parameters, dropouts());
		const norms = await exampleNorms(passes, 1).data();
		for (let p = 0; p < P; p++) {
			const only = tensor2d(
				Array.from({ length: P }, (_, i) => (i === p ? 1 : 0)),
				[P, 1],
			);
			const own = weightedGradients(passes, only).flatMap((g) => [...g.dataSync()]);
			const { grads } = valueAndGrads((...w: Tensor[]) => {
				return sum(mul(criticScores(tensor2d(rows, [P, I]), w, dropouts()), only)) as Scalar;
			})(parameters);
			const taped = grads.flatMap((g) => [...g.dataSync()]);
			for (const [i, value] of taped.entries()) expect(own[i]).toBeCloseTo(value, 5);
			expect(norms[p]).toBeCloseTo(
				taped.reduce((total, value) => total + value * value, 0),
				3,
			);
		}
	});

	test.each([1, 0])("its gradient by every weight agrees with finite differences, towards %d", (target) => {
		const start = weights(flat);
		const { slopes } = criticSlopes(tensor2d(rows, [P, I]), start, dropouts());
		// A bias moves no slope but at a kink: the penalty knows the weights alone.
		const isWeight = (_: unknown, i: number) => i % 2 === 0;
		const { grads } = valueAndGrads((...weights: Tensor[]) => {
			return gradientPenalty(
				start.map((view, i) => (isWeight(view, i) ? weights[i / 2]! : view)),
				slopes,
				LAMBDA,
				target,
			);
		})(start.filter(isWeight));
		const analytic = start.flatMap((view, i) =>
			isWeight(view, i) ? [...grads[i / 2]!.dataSync()] : new Array<number>(view.size).fill(0),
		);
		const step = 1e-3;
		flat.forEach((_, i) => {
			const moved = (by: number) =>
				slowPenalty(
					flat.map((value, j) => (j === i ? value + by : value)),
					target,
				);
			const numeric = (moved(step) - moved(-step)) / (2 * step);
			expect(Math.abs(analytic[i]! - numeric)).toBeLessThan(2e-3 * (1 + Math.abs(numeric)));
		});
	});

	test("a mean score's gradient by the rows is that of the taped network", () => {
		const parameters = weights(flat);
		const x = tensor2d(rows, [P, I]);
		const { value, grads } = valueAndGrads((x) => meanScore(x as Tensor2D, parameters, dropouts()))([x]);
		const scores = criticScores(x, parameters, dropouts());
		expect(value.dataSync()[0]).toBeCloseTo(mean(scores).dataSync()[0]!, 5);
		const step = 1e-2;
		rows.forEach((_, i) => {
			const at = (by: number) =>
				mean(
					criticScores(
						tensor2d(
							rows.map((v, j) => (j === i ? v + by : v)),
							[P, I],
						),
						parameters,
						dropouts(),
					),
				).dataSync()[0]!;
			expect(Math.abs(grads[0]!.dataSync()[i]! - (at(step) - at(-step)) / (2 * step))).toBeLessThan(2e-3);
		});
	});

	test("batch normalisation has the gradient of its formula, and with fixed moments the same values", () => {
		const [B, H] = [7, 3];
		const [x, dy] = [tensor2d(normals(B * H), [B, H]), tensor2d(normals(B * H), [B, H])];
		const [gamma, beta] = [tensor1d(normals(H)), tensor1d(normals(H))];
		const fixed = normalise(x, columnMoments(x), gamma, beta).dataSync();
		batchNorm(x, gamma, beta)
			.dataSync()
			.forEach((value, i) => {
				expect(value).toBeCloseTo(fixed[i]!, 5);
			});
		const loss = (x: Tensor, gamma: Tensor, beta: Tensor) =>
			sum(mul(normalise(x as Tensor2D, columnMoments(x as Tensor2D), gamma as Tensor1D, beta as Tensor1D), dy));
		const own = valueAndGrads((x, gamma, beta) =>
			sum(mul(batchNorm(x as Tensor2D, gamma as Tensor1D, beta as Tensor1D), dy)),
		);
		const inputs = [x, gamma, beta];
		const analytic = own(inputs).grads;
		inputs.forEach((input, which) => {
			const values = input.dataSync();
			values.forEach((_, i) => {
				const at = (by: number) => {
					const moved = reshape(tensor1d(Float32Array.from(values, (v, j) => (j === i ? v + by : v))), input.shape);
					const [a, b, c] = inputs.map((one, k) => (k === which ? moved : one));
					return loss(a!, b!, c!).dataSync()[0]!;
				};
				const numeric = (at(0.01) - at(-0.01)) / 0.02;
				expect(Math.abs(analytic[which]!.dataSync()[i]! - numeric)).toBeLessThan(5e-3 * (1 + Math.abs(numeric)));
			});
		});
	});
});
