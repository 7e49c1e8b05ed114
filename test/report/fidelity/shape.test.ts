import { expect, test } from "vitest";
import { shape } from "../../../src/report/fidelity/shape";
import { fixture, tableOf } from "../tables";

test("shape gives SDMetrics 0.29's KSComplement and TVComplement on its fixture", () => {
	const { score, columns } = shape(fixture.real, fixture.synthetic);
	expect(columns.map((c) => c.measure)).toEqual(["KSComplement", "TVComplement", "KSComplement"]);
	expect(columns[0]?.score).toBeCloseTo(0.8, 10);
	expect(columns[1]?.score).toBeCloseTo(0.90000003, 8);
	expect(columns[2]?.score).toBeCloseTo(0.888889, 6);
	expect(score).toBeCloseTo(0.862962963, 7);
});

test("ids, text and columns the other table lacks are listed, not scored", () => {
	const real = tableOf({ key: ["a", "b"], note: ["hm", "oh"], x: [1, 2], y: [1, 2] }, { key: "id", note: "text" });
	const synthetic = tableOf({ key: ["c", "d"], note: ["u", "v"], x: [1, 2] }, { key: "id", note: "text" });
	const { columns, excluded } = shape(real, synthetic);
	expect(columns.map((c) => c.column)).toEqual(["x"]);
	expect(excluded.map((e) => e.column)).toEqual(["key", "note", "y"]);
});

test("a column without values has no score and a reason, and the others keep theirs", () => {
	const real = tableOf({ x: [null, null], y: [1, 2] }, { x: "number" });
	const { score, columns } = shape(real, real);
	expect(columns[0]?.score).toBeNull();
	expect(columns[0]?.reason).toMatch(/no value/);
	expect(score).toBe(1);
});

test("levels are matched by their text, whatever their codes", () => {
	const real = tableOf({ b: ["x", "y", "y", "y"] });
	const synthetic = tableOf({ b: ["y", "y", "y", "x"] });
	expect(shape(real, synthetic).score).toBe(1);
});

test("a category that was read back as numbers still compares", () => {
	const real = tableOf({ b: ["0", "1", "1", "1"] });
	const synthetic = tableOf({ b: [1, 1, 0, 1] });
	expect(shape(real, synthetic).score).toBe(1);
});
