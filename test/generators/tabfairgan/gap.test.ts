import { grads } from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { softGap } from "../../../src/generators/tabfairgan/gap";
import { type Scalar, type Tensor2D, tensor2d } from "../../../src/nn/tf";
import { startNodeBackend } from "../../nn/node-backend";

beforeAll(() => startNodeBackend("wasm"));

const twice = <T>(rows: readonly T[]) => [...rows, ...rows];
const gapOf = (groups: number[][], good: number[]) => softGap(tensor2d(groups), tensor2d(good, [good.length, 1]));

test("is the difference of shares, whatever the size of the batch", async () => {
	// 6 rows of one group with 3 favourable, 10 of another with 2: |3 / 6 − 2 / 10| = .3, and the same of every row twice.
	const groups = Array.from({ length: 16 }, (_, i) => (i < 6 ? [1, 0] : [0, 1]));
	const good = Array.from({ length: 16 }, (_, i) => Number(i < 3 || (i >= 6 && i < 8)));
	expect((await gapOf(groups, good).data())[0]).toBeCloseTo(0.3, 6);
	expect((await gapOf(twice(groups), twice(good)).data())[0]).toBeCloseTo(0.3, 6);
});

test("lies between the extremes of several groups, without those that hardly a row is of", async () => {
	const groups = [
		...Array(6).fill([1, 0, 0, 0]),
		...Array(6).fill([0, 1, 0, 0]),
		...Array(6).fill([0, 0, 1, 0]),
		[0, 0, 0, 1],
	];
	const good = [1, 1, 1, 0, 0, 0, ...[1, 1, 0, 0, 0, 0], ...[1, 1, 1, 1, 1, 0], 0];
	expect((await gapOf(groups, good).data())[0]).toBeCloseTo(5 / 6 - 2 / 6, 6);
	expect((await gapOf(Array(8).fill([1, 0]), Array(8).fill(1)).data())[0]).toBe(0);
});

test("has the gradient that differences of it show", async () => {
	const s = Array.from({ length: 24 }, (_, i) => [0.2 + 0.5 * ((i * 7) % 3 === 0 ? 1 : 0), 0.3, 0.6 - 0.02 * i]);
	const y = Array.from({ length: 24 }, (_, i) => ((i * 5) % 11) / 10);
	const [ds, dy] = grads((a, b) => softGap(a as Tensor2D, b as Tensor2D) as Scalar)([
		tensor2d(s),
		tensor2d(y, [24, 1]),
	]);
	const h = 1e-2;
	const at = async (row: number, k: number, by: number) =>
		(
			await gapOf(
				s.map((own, i) => own.map((value, j) => (i === row && j === k ? value + by : value))),
				y.map((value, i) => (i === row && k < 0 ? value + by : value)),
			).data()
		)[0]!;
	for (const [row, k] of [
		[3, 0],
		[7, 2],
		[11, 1],
	] as const) {
		const slope = ((await at(row, k, h)) - (await at(row, k, -h))) / (2 * h);
		expect(((await ds!.array()) as number[][])[row]![k]).toBeCloseTo(slope, 3);
	}
	const slope = ((await at(5, -1, h)) - (await at(5, -1, -h))) / (2 * h);
	expect(((await dy!.array()) as number[][])[5]![0]).toBeCloseTo(slope, 3);
});
