/** What a fit takes of memory is known, and said, before it begins. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import type { GeneratorMeta } from "../src/generators/generator";
import { fitMemory, generatorMetas, OptionError, type Table } from "../src/index";
import { checkMemory } from "../src/page/fit-memory";

const GIB = 2 ** 30;
const metas: Readonly<Record<string, GeneratorMeta>> = generatorMetas;

/** A table of that many rows whose cells were never made. */
function huge(rows: number, columns: number): Table {
	const column = { kind: "number", values: new Float64Array(0) } as const;
	return { rows, columns: Array.from({ length: columns }, (_, i) => ({ ...column, name: `x${i}` })) };
}

const roomFor = (bytes: number) => vi.spyOn(process, "availableMemory").mockReturnValue(bytes);
afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

test("a fit takes a copy of the table, what was measured for each cell, and what any fit takes", async () => {
	const codes = Int32Array.from({ length: 1000 }, (_, i) => i % 2);
	const values = new Float64Array(1000);
	const table: Table = {
		rows: 1000,
		columns: [
			{ name: "x", kind: "number", values },
			{ name: "y", kind: "category", codes, levels: ["a", "b"] },
		],
	};
	roomFor(3 * GIB);
	const { least, most, available } = await fitMemory(table, "diffusion");
	expect(least).toBe(1000 * (8 + 4) + 2 * 40);
	expect(most).toBe(least + 2000 * metas.diffusion!.cellBytes + GIB / 4);
	expect(available).toBe(3 * GIB);
	await expect(fitMemory(table, "difusion" as never)).rejects.toThrow('did you mean "diffusion"');
});

test("what does not fit in any case is refused with the figures, and with what would fit", () => {
	roomFor(4 * GIB);
	expect(checkMemory(huge(1e6, 20), metas.diffusion!).least).toBe(160e6);
	const refused = () => checkMemory(huge(1e8, 20), metas.diffusion!);
	expect(refused).toThrow(OptionError);
	expect(refused).toThrow(/100000000 rows of 20 columns takes 15 GB to 90 GB of memory, and there are about 4 GB/);
	expect(refused).toThrow(/set "maxTrainingRows" to 4100000, or leave columns out/);
	expect(refused).toThrow(
		expect.objectContaining({ details: expect.objectContaining({ remedy: { maxTrainingRows: 4_100_000 } }) }),
	);
	expect(checkMemory(huge(4_100_000, 20), metas.diffusion!).most).toBeLessThanOrEqual(4 * GIB);
});

test("rows that fit are all of them, or as many as take the memory there is at the most", () => {
	roomFor(4 * GIB);
	expect(checkMemory(huge(1e6, 20), metas.diffusion!).fittingRows).toBe(1e6);
	expect(checkMemory(huge(1e7, 20), metas.diffusion!).fittingRows).toBe(4_100_000);
	roomFor(GIB / 8);
	expect(checkMemory(huge(2, 20), metas.diffusion!).fittingRows).toBe(1);
});

test("a tab has 4 GiB, or half of the device's memory where that is less", async () => {
	for (const [deviceMemory, available] of [
		[undefined, 4],
		[0.5, 0.25],
		[2, 1],
		[32, 4],
	] as const) {
		vi.stubGlobal("process", undefined);
		vi.stubGlobal("navigator", { deviceMemory });
		expect(checkMemory(huge(1, 1), metas.diffusion!).available / GIB).toBe(available);
	}
});

test("what metas say of memory is what the bench measured, rounded up to tens", () => {
	const { sections } = JSON.parse(readFileSync("bench/results/memory.json", "utf8"));
	const measured: Record<string, number> = {};
	for (const row of sections.Fits.rows) {
		measured[row.generator] = Math.max(measured[row.generator] ?? 0, row["bytes a cell"]);
		expect(row["any fit, MiB"]).toBeLessThan(256);
	}
	for (const [name, { cellBytes }] of Object.entries(metas)) {
		expect([name, cellBytes]).toEqual([name, 10 * Math.ceil((measured[name] as number) / 10)]);
	}
});
