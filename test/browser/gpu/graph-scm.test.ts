import { beforeAll, expect, test } from "vitest";
import { compareGraphs, type GraphComparison } from "../../../bench/graphs";
import { quantile } from "../../../bench/networks";
import { sharedDevice } from "../../../src/nn/gpu-device";
import { ELEMENTWISE, ROW_WISE, type Shape } from "../../../src/priors/graph-scm/activation";
import { CATEGORY_MODES } from "../../../src/priors/graph-scm/converters";
import { type FunctionPlan, fixFunction, planFunction } from "../../../src/priors/graph-scm/functions/functions";
import { addFunction, addJoin } from "../../../src/priors/graph-scm/gpu/functions";
import { copy } from "../../../src/priors/graph-scm/gpu/moving";
import { type Matrix, Program } from "../../../src/priors/graph-scm/gpu/program";
import { Programs, startPrograms } from "../../../src/priors/graph-scm/gpu/programs";
import { FUNCTION_FAMILIES } from "../../../src/priors/graph-scm/meta";
import { join, OPERATIONS } from "../../../src/priors/graph-scm/node";
import { createScalars } from "../../../src/priors/graph-scm/scalars";
import { loadKernels } from "../../../src/priors/kernels/kernels";
import { drawNormals } from "../../../src/priors/kernels/noise";
import { createRandom } from "../../../src/random";
import { relativeError } from "./device";

beforeAll(loadKernels);

const random = createRandom("graphs on a GPU");
const [ROWS, INPUTS] = [70, 7];
/** Rows that fill no workgroup; the last input is a constant. */
const x = drawNormals(random.stream("x"), ROWS * INPUTS).map((v, i) => (i % INPUTS === INPUTS - 1 ? 12_345.678 : v));

/** What programs compute, each from an upload of its own. */
async function results(programs: readonly ((program: Program, upload: typeof uploaded) => Matrix)[]) {
	const built = programs.map((build) => {
		const program = new Program();
		const y = build(program, uploaded);
		const { rows, width, line } = y;
		program.add(copy, { rows, width, x: y, line, y: program.result(rows, width), lineOut: width }, 1);
		return program;
	});
	return (await startPrograms()).run(built);
}

function uploaded(program: Program, values: Float32Array, width: number): Matrix {
	return { ...program.upload(values), rows: values.length / width, width, line: width };
}

/** Relative errors of functions on x. */
async function errors(plans: readonly FunctionPlan[]): Promise<number[]> {
	const got = await results(plans.map((plan) => (program) => addFunction(program, plan, uploaded(program, x, INPUTS))));
	return plans.map((plan, i) => relativeError(got[i]!, fixFunction(plan, x).y));
}

test.each(FUNCTION_FAMILIES)("functions of the family %s are the CPU's", async (family) => {
	const plans = Array.from({ length: 12 }, (_, i) => {
		const source = { random: random.stream(`${family}/${i}`), scalars: createScalars(random.stream(`scalars/${i}`)) };
		return planFunction(source, ROWS, INPUTS, 1 + 5 * (i % 8), [family]);
	});
	const all = await errors(plans);
	expect(quantile(all, 0.5)).toBeLessThan(5e-6);
	// The rest are steep or saturated: rounding alone moves them.
	expect(all.filter((error) => error < 1e-3).length).toBeGreaterThan(9);
});

test("every activation is the CPU's, of varied columns and of a constant one", async () => {
	const shapes: Shape[] = [...ELEMENTWISE, ...ROW_WISE];
	for (const exponent of [0.1, 1, 3.3]) for (const signed of [true, false]) shapes.push({ exponent, signed });
	const all = await errors(
		shapes.map((shape) => ({
			family: "mlp",
			inputs: INPUTS,
			outputs: INPUTS,
			plan: { inputs: INPUTS, steps: [{ activation: { shape, scale: 1.7, row: 13 }, width: INPUTS }] },
		})),
	);
	// Powers are polynomials with steps of 1e-4 at powers of two, where the last bit decides.
	const wrong = shapes.filter((shape, i) => !(all[i]! < (typeof shape === "object" ? 5e-4 : 4e-6)));
	expect(wrong).toEqual([]);
});

test.each(OPERATIONS)("parents are joined as on the CPU by %s", async (operation) => {
	const parts = [0, 1, 2].map((i) => drawNormals(random.stream(`part/${i}`), ROWS * 5));
	const [got] = await results([
		(program) =>
			addJoin(
				program,
				operation,
				parts.map((part) => uploaded(program, part, 5)),
			),
	]);
	const want = join(
		operation,
		parts.map((part) => part.slice()),
	);
	expect(relativeError(got!, want)).toBeLessThan(1e-5);
});

const numbers = (all: readonly GraphComparison[]) => all.map(({ gpu }) => gpu.numbers);

test("numbers are about as far from the CPU's as the CPU's are from themselves with other last bits", async () => {
	const all = await compareGraphs(40, 64, { maxNodes: 8, categoryShare: 0, task: "regression" }, { features: 6 });
	expect(quantile(numbers(all), 0.5)).toBeLessThan(1e-5);
	expect(numbers(all).filter((most) => most < 1e-3).length / all.length).toBeGreaterThan(0.8);
	const ratios = all.map(({ gpu, nudged }) => gpu.numbers / Math.max(1e-7, nudged.numbers));
	expect(quantile(ratios, 0.5)).toBeLessThan(5);
});

test.each([
	["off", "children"],
	["on", "column"],
] as const)("levels of all modes are the CPU's but for single cells; noise %s, warped %s", async (noise, warp) => {
	const options = { maxNodes: 8, categoryShare: 0.8, functions: ["linear", "tree"], noise, warp } as const;
	const all = await compareGraphs(30, 64, options, { features: 8 });
	expect(new Set(all.flatMap(({ modes }) => modes)).size).toBe(CATEGORY_MODES.length);
	const share = all.reduce((sum, { gpu }) => sum + gpu.levels, 0) / all.length;
	expect(share).toBeLessThan(1e-3);
	expect(quantile(numbers(all), 0.8)).toBeLessThan(1e-3);
});

test("jobs of many tables share their calls, and a batch that is too large is halved", async () => {
	const gpu = await sharedDevice();
	const [alone, together, halved] = [new Programs(gpu), new Programs(gpu), new Programs(gpu, 1 << 16)];
	const options = { maxNodes: 4 };
	const one: GraphComparison[] = [];
	for (let from = 0; from < 16; from++) {
		one.push(...(await compareGraphs(1, 40, options, { programs: alone, features: 5, from })));
	}
	const many = await compareGraphs(16, 40, options, { programs: together, features: 5 });
	expect(many).toEqual(one);
	expect(together.dispatches).toBeLessThan(alone.dispatches / 3);
	expect(await compareGraphs(16, 40, options, { programs: halved, features: 5 })).toEqual(many);
	expect(halved.dispatches).toBeGreaterThan(together.dispatches);
});

test("a number that is not finite is told, whatever the arithmetic makes of it", async () => {
	const { addMoments } = await import("../../../src/priors/graph-scm/gpu/functions");
	const values = Float32Array.of(1, 2, Number.NaN, 3, Number.POSITIVE_INFINITY, 4, 5, 6, 7);
	const [got] = await results([
		(program) => ({ ...addMoments(program, uploaded(program, values, 3)), rows: 1, width: 12, line: 12 }),
	]);
	expect([...got!.slice(9)]).toEqual([0, 1, 1]);
});
