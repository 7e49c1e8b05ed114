import { describe, expect, test } from "vitest";
import { createHeldOut } from "../../../src/nn/mlp/held-out";
import { NO_POSITION } from "../../../src/nn/mlp/inputs";
import { layOut, restoreColumn, type Shape, sliceColumn } from "../../../src/nn/mlp/layout";
import { createLinearMemoryNetwork } from "../../../src/nn/mlp/linear-memory";
import type { Masker } from "../../../src/nn/mlp/masker";
import type { Network } from "../../../src/nn/mlp/network";
import { createRandom } from "../../../src/random";
import type { TokenColumn } from "../../../src/tokens/tokens";

const column = { column: 0, number: -1, code: 0, divisor: 1, remainder: false };

/** Three token columns: levels, bins with a gap, of which a mixture has a part, and many levels. */
function tokens(): TokenColumn[] {
	return [
		{ ...column, states: 3, bins: 0 },
		{ ...column, states: 6, bins: 5, number: 0, scores: Float32Array.of(Number.NaN) },
		{ ...column, states: 19, bins: 0 },
	];
}

const SHAPE: Shape = { tokens: tokens(), width: 16, layers: 2, pieces: 5, residual: [1, 0.5, 1] };
const ROWS = 12;

/** Fills a batch with arbitrary but legal inputs; returns its number of cells. */
function fill({ batch }: Network, seed: number): void {
	const random = createRandom(seed);
	const layout = layOut(SHAPE);
	batch.rows = ROWS;
	layout.rowsOf.forEach(({ first, masked }, f) => {
		for (let b = 0; b < ROWS; b++) batch.codes[b * 3 + f] = first + random.int(masked - first + 1);
	});
	const pieces = layout.numbers[0]!.pieces;
	for (let b = 0; b < ROWS; b++) {
		batch.numbers.set(b % 4 === 0 ? [0, NO_POSITION] : [random.normal(), pieces * random.uniform()], 2 * b);
	}
	let cell = 0;
	SHAPE.tokens.forEach((token, f) => {
		batch.cellStart[f] = cell;
		for (let b = 0; b < ROWS; b += f + 1) {
			batch.cellRow[cell] = b;
			batch.cellState[cell] = random.int(token.states);
			batch.cellValue[cell++] = random.uniform() / ROWS;
		}
	});
	batch.cellStart[3] = cell;
}

function parameters(seed: number): Float32Array {
	const random = createRandom(seed);
	return Float32Array.from({ length: layOut(SHAPE).size }, () => 0.3 * random.normal());
}

const network = (backend: "cpu" | "wasm") =>
	createLinearMemoryNetwork(SHAPE, { backend, batchRows: ROWS, training: true });
const update = (rate: number, dropout = 0) => ({
	rate,
	step: 1,
	decay: 0,
	emaKeep: 0,
	dropout,
	random: createRandom(5),
});

describe("the network", () => {
	test("follows the gradient: each parameter moves against the loss's slope, measured by differences", async () => {
		const cpu = await network("cpu");
		const start = parameters(1);
		cpu.setParameters(start);
		fill(cpu, 2);
		// One AdamW step moves every parameter by ± rate, whatever the size of its slope.
		await cpu.train(update(1e-3), true);
		const moved = await cpu.parameters();
		const random = createRandom(3);
		const h = 3e-3;
		let checked = 0;
		for (let k = 0; k < 400; k++) {
			const i = random.int(start.length);
			const loss = async (value: number) => {
				const changed = start.slice();
				changed[i] = value;
				cpu.setParameters(changed);
				return cpu.evaluate();
			};
			const slope = ((await loss(start[i]! + h)) - (await loss(start[i]! - h))) / (2 * h);
			// Below this, single precision cannot tell the sign.
			if (Math.abs(slope) < 2e-3) continue;
			checked++;
			expect(Math.sign(moved[i]! - start[i]!), `parameter ${i}, slope ${slope}`).toBe(-Math.sign(slope));
		}
		expect(checked).toBeGreaterThan(50);
	});

	test.each([0, 0.25])("trains alike on wasm and on the CPU, dropout %d", async (dropout) => {
		const results = [];
		for (const backend of ["cpu", "wasm"] as const) {
			const made = await network(backend);
			made.setParameters(parameters(1));
			fill(made, 2);
			const losses = [];
			for (let step = 1; step <= 5; step++) {
				losses.push(await made.train({ ...update(1e-2, dropout), step }, true));
			}
			results.push({ losses, loss: await made.evaluate() });
		}
		const [cpu, wasm] = results;
		expect(wasm!.loss).toBeCloseTo(cpu!.loss, 3);
		wasm!.losses.forEach((loss, i) => {
			expect(loss).toBeCloseTo(cpu!.losses[i]!, 3);
		});
		if (dropout === 0) expect(cpu!.losses.at(-1)).toBeLessThan(cpu!.losses[0]!);
	});

	test("takes no notice of inputs that are masked in every row", async () => {
		for (const backend of ["cpu", "wasm"] as const) {
			const losses = [];
			for (const revealed of [1, 3]) {
				const made = await network(backend);
				made.setParameters(parameters(1));
				fill(made, 2);
				// The second column is the one number.
				made.batch.numbers.fill(NO_POSITION);
				made.batch.revealed = revealed;
				await made.train(update(1e-2), true);
				losses.push(await made.evaluate());
			}
			expect(losses[0]).toBe(losses[1]);
		}
	});

	test("of one head is that of all heads while one column is the target, in fewer parameters", async () => {
		const asked = 2;
		const ask = ({ batch }: Network) => {
			batch.revealed = asked;
			batch.cellStart.set([0, 0, 0, ROWS]);
			for (let b = 0; b < ROWS; b++) {
				batch.cellRow[b] = b;
				batch.cellState[b] = b;
				batch.cellValue[b] = 1 / ROWS;
			}
		};
		const oneHead = { ...SHAPE, oneHead: true };
		expect(layOut(oneHead).size).toBeLessThan(layOut(SHAPE).size);
		for (const backend of ["cpu", "wasm"] as const) {
			const slices = [];
			for (const shape of [SHAPE, oneHead]) {
				const made = await createLinearMemoryNetwork(shape, { backend, batchRows: ROWS, training: true });
				const layout = layOut(shape);
				const start = new Float32Array(layout.size);
				restoreColumn(shape, layout, asked, sliceColumn(SHAPE, layOut(SHAPE), asked, parameters(1)), start);
				made.setParameters(start);
				fill(made, 2);
				ask(made);
				for (let step = 1; step <= 3; step++) await made.train({ ...update(1e-2, 0.25), step }, true);
				slices.push(sliceColumn(shape, layout, asked, await made.parameters()));
			}
			expect(slices[1]).toEqual(slices[0]);
		}
	});

	test("draws only allowed states, and the same ones from the same numbers", async () => {
		const wasm = await network("wasm");
		wasm.setParameters(parameters(4));
		fill(wasm, 6);
		const cells = wasm.batch.cellStart[3]!;
		const value = wasm.batch.cellValue.slice(0, cells).map((_, i) => (i + 0.5) / cells);
		const only = Uint8Array.from({ length: 19 }, (_, k) => (k === 7 || k === 11 ? 1 : 0));
		const allowed = Array.from({ length: cells }, (_, i) => (i >= wasm.batch.cellStart[2]! ? only : undefined));
		wasm.batch.cellAllowed = allowed;
		wasm.batch.cellValue.set(value);
		await wasm.draw();
		const first = wasm.batch.cellState.slice(0, cells);
		for (let i = wasm.batch.cellStart[2]!; i < cells; i++) expect([7, 11]).toContain(first[i]);
		wasm.batch.cellValue.set(value);
		await wasm.draw();
		expect(wasm.batch.cellState.slice(0, cells)).toEqual(first);
	});
});

test("the held-out score stops for breath after each batch, and for good where that throws", async () => {
	const own = await network("cpu");
	own.setParameters(parameters(1));
	const batches: number[] = [];
	const masker: Masker = {
		columns: 3,
		carried: new Int32Array(0),
		training: () => {},
		evaluation(rows) {
			batches.push(rows.length);
			fill(own, batches.length);
		},
	};
	const rows = Int32Array.from({ length: 10 }, (_, row) => row);
	const heldOut = createHeldOut(own, masker, rows, createRandom(1));
	let pauses = 0;
	const score = await heldOut.score(async () => void pauses++);
	expect(score).toBeGreaterThan(0);
	// Each of the ten rows is met at each of its three columns, twelve in a batch.
	expect(batches).toEqual([12, 12, 6]);
	expect(pauses).toBe(3);
	const stopped = new Error("stopped");
	await expect(heldOut.score(() => Promise.reject(stopped))).rejects.toBe(stopped);
	expect(batches.length).toBe(4);
	own.dispose();
});
