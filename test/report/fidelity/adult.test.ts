import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { shape } from "../../../src/report/fidelity/shape";
import { trend } from "../../../src/report/fidelity/trend";
import { type Column, isNumeric, type Table } from "../../../src/table/table";
import { haveSharedData, sharedTable } from "../shared-data";

/** A hundredth of a point. */
const TOLERANCE = 1e-4;

interface Reference {
	shape: { score: number; columns: Record<string, number> };
	trend: { score: number; pairs: Record<string, number> };
}

/** Every column moved by another number of rows. */
function rotated(table: Table): Table {
	const columns = table.columns.map((column, j): Column => {
		const by = (997 * (j + 1)) % table.rows;
		if (isNumeric(column)) return { ...column, values: column.values.map((_, i, v) => v[(i + by) % table.rows]!) };
		return { ...column, codes: column.codes.map((_, i, c) => c[(i + by) % table.rows]!) };
	});
	return { rows: table.rows, columns };
}

/** Every third number stretched, every fiftieth category one that the real table lacks. */
function bent(table: Table): Table {
	const columns = table.columns.map((column): Column => {
		if (isNumeric(column)) return { ...column, values: column.values.map((v, i) => (i % 3 === 0 ? v * 1.1 + 1 : v)) };
		const unheard = column.levels.length;
		const codes = column.codes.map((c, i) => (i % 50 === 0 ? unheard : c));
		return { ...column, codes, levels: [...column.levels, "Unheard-of"] };
	});
	return { rows: table.rows, columns };
}

describe.skipIf(!haveSharedData)("on adult, shape and trend equal an independent implementation of SDMetrics", () => {
	// Recorded by test/report/reference/sdmetrics.py; its head says how.
	const reference: Record<string, Reference> = JSON.parse(readFileSync("test/report/reference/sdmetrics.json", "utf8"));
	let train: Table;
	let holdout: Table;
	beforeAll(async () => {
		train = await sharedTable("adult.train");
		holdout = await sharedTable("adult.holdout");
	});

	test.each(["rotated", "bent"] as const)("%s columns, score by score", (name) => {
		const synthetic = name === "rotated" ? rotated(train) : bent(holdout);
		const expected = reference[name]!;
		const shapes = shape(train, synthetic);
		const trends = trend(train, synthetic);
		expect(Math.abs(shapes.score! - expected.shape.score)).toBeLessThan(TOLERANCE);
		expect(Math.abs(trends.score! - expected.trend.score)).toBeLessThan(TOLERANCE);
		expect(shapes.columns).toHaveLength(Object.keys(expected.shape.columns).length);
		for (const { column, score } of shapes.columns) {
			expect(Math.abs(score! - expected.shape.columns[column]!), column).toBeLessThan(TOLERANCE);
		}
		expect(trends.pairs).toHaveLength(Object.keys(expected.trend.pairs).length);
		for (const { columns, score } of trends.pairs) {
			const pair = columns.join(" & ");
			expect(Math.abs(score! - expected.trend.pairs[pair]!), pair).toBeLessThan(TOLERANCE);
		}
	});
});
