import { describe, expect, test } from "vitest";
import { fitEncoder } from "../../../src/encode/encoder";
import { diffusion } from "../../../src/generators/diffusion";
import { hyperparametersFor } from "../../../src/generators/diffusion/hyperparameters";
import { meta } from "../../../src/generators/diffusion/meta";
import { chooseMethod } from "../../../src/generators/diffusion/method";
import { createRandom } from "../../../src/random";
import { createRun } from "../../../src/worker/run";
import { numeric, tableOf, times, worded } from "../../encode/tables";

/** A table of numbers and categories. */
function made(rows: number, numbers: number, categories: number) {
	const random = createRandom(rows);
	return tableOf(
		...times(numbers, (i) =>
			numeric(
				`x${i}`,
				times(rows, () => random.normal()),
			),
		),
		...times(categories, (i) =>
			worded(
				`c${i}`,
				times(rows, () => "abc"[random.int(3)]!),
			),
		),
	);
}

const learned = (rows: number, numbers: number, categories: number) =>
	fitEncoder(made(rows, numbers, categories), { protect: 5, fewValues: 20, maxLevels: 100 }, createRandom("encoder"));

describe("the method", () => {
	test.each([
		["numbers", 300, 3, 1, "columns", "75 % of the columns are numbers"],
		["categories", 300, 1, 3, "masked", "Only 25 % of the columns are numbers"],
		["very many columns", 60, 201, 0, "masked", "201 columns are too many"],
		["few rows", 39, 3, 1, "masked", "39 rows are too few"],
	] as const)("of a table of %s", (_, rows, numbers, categories, name, reason) => {
		const method = chooseMethod(learned(rows, numbers, categories), { method: "auto" });
		expect(method.name).toBe(name);
		expect(method.reason).toContain(reason);
	});

	test.each([
		["masked", 3, 0],
		["columns", 0, 3],
	] as const)(
		"is %s for any table where that is asked for, and is said in the summary",
		async (method, numbers, categories) => {
			const options = { ...meta.defaults, method, steps: 20, width: 8, batchRows: 32 };
			const run = createRun({ random: createRandom(1), device: "cpu" });
			const model = await diffusion.fit(made(100, numbers, categories), options, run);
			expect(model.diagnostics).toMatchObject({ method, columnNetworks: method === "columns" ? 3 : 0 });
			expect(model.diagnostics!.methodReason).toContain(method);
			expect((await model.sample({ rows: 50 }, run)).rows).toBe(50);
			model.dispose();
		},
	);
});

describe("hyperparameters", () => {
	const { columns, levels } = learned(60, 4, 8);
	const of = (rows: number, method: "masked" | "columns") =>
		hyperparametersFor({ columns, levels, numbers: 4, rows } as never, method, meta.defaults);
	const sizes = times(60, (i) => Math.round(40 * 1.15 ** i));

	test("change with the rows by no leap: each row more leaves all within a few per cent", () => {
		for (const method of ["masked", "columns"] as const) {
			for (const rows of sizes) {
				const [now, next] = [of(rows, method), of(Math.ceil(1.02 * rows), method)];
				// What is rounded moves by one step at a time.
				expect(Math.abs(next.width - now.width)).toBeLessThanOrEqual(8);
				expect(Math.abs(next.pieces - now.pieces)).toBeLessThanOrEqual(8);
				expect(Math.abs(next.dropout - now.dropout)).toBeLessThan(0.01);
				expect(next.steps / now.steps).toBeLessThan(1.03);
				const [own, other] = [now.columns?.dropout ?? 0, next.columns?.dropout ?? 0];
				expect(Math.abs(other - own)).toBeLessThan(0.01);
			}
		}
	});

	test("of more rows are wider and drop less", () => {
		const all = sizes.map((rows) => of(rows, "masked"));
		for (let i = 1; i < all.length; i++) {
			expect(all[i]!.width).toBeGreaterThanOrEqual(all[i - 1]!.width);
			expect(all[i]!.dropout).toBeLessThanOrEqual(all[i - 1]!.dropout);
		}
		expect(all[0]!.dropout).toBe(0.25);
		expect(all.at(-1)!.dropout).toBe(0);
	});

	test("hold rows out from 40 on", () => {
		expect(of(39, "columns").heldOutRows).toBe(0);
		expect(of(40, "columns").heldOutRows).toBe(4);
	});
});
