import { expect, test } from "vitest";
import { scenario } from "../../src/constraints/scenario";
import { OptionError } from "../../src/errors";
import { independent } from "../../src/generators/independent";
import { meta } from "../../src/generators/independent/meta";
import { createRandom } from "../../src/random";
import { createRun } from "../../src/worker/run";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";

const ROWS = 4000;
const run = () => createRun({ random: createRandom("scenario") });

const table = tableOf(
	worded(
		"default",
		times(ROWS, (i) => (i % 50 < 11 ? "yes" : "no")),
	),
	numeric(
		"limit",
		times(ROWS, (i) => 1000 + ((i * 7919) % 9000)),
		"integer",
		0,
	),
	worded(
		"sex",
		times(ROWS, (i) => (i % 3 ? "Female" : "Male")),
	),
);

async function model() {
	const fitted = await independent.fit(table, meta.defaults, run());
	return (await scenario.fit(table)).wrap(fitted);
}

const share = (cells: readonly unknown[], level: string) =>
	cells.filter((cell) => cell === level).length / cells.length;

test("moves a rate from 22 to 40 % and leaves columns that do not depend on it", async () => {
	const rows = 4000;
	const targets = [{ column: "default", levels: ["yes"], share: 0.4 }];
	const drawn = await (await model()).sample({ rows, scenario: { targets } }, run());
	const error = (p: number) => 4 * Math.sqrt((p * (1 - p)) / rows);
	expect(Math.abs(share(cellsOf(drawn.columns[0]!), "yes") - 0.4)).toBeLessThan(error(0.4));
	expect(Math.abs(share(cellsOf(drawn.columns[2]!), "Male") - 1 / 3)).toBeLessThan(error(1 / 3));
	expect(drawn.warnings?.at(-1)).toMatch(/A scenario, not the table as it is: .*effective sample size \d+ %/);
});

test("moves a mean and a tail", async () => {
	const fitted = await model();
	const mean = await fitted.sample({ rows: 3000, scenario: { targets: [{ column: "limit", mean: 6500 }] } }, run());
	const limits = cellsOf(mean.columns[1]!) as number[];
	expect(Math.abs(limits.reduce((a, b) => a + b, 0) / 3000 - 6500)).toBeLessThan(200);
	const tail = await fitted.sample(
		{ rows: 3000, scenario: { targets: [{ column: "limit", above: 9000, share: 0.3 }] } },
		run(),
	);
	const high = (cellsOf(tail.columns[1]!) as number[]).filter((limit) => limit > 9000).length / 3000;
	expect(Math.abs(high - 0.3)).toBeLessThan(0.035);
});

test("row r is the same in chunks of any size", async () => {
	const fitted = await model();
	const request = { scenario: { targets: [{ column: "default", levels: ["yes"], share: 0.4 }] } };
	const whole = await fitted.sample({ rows: 5000, ...request }, run());
	for (const [offset, rows] of [
		[0, 10],
		[4000, 300],
	] as const) {
		const part = await fitted.sample({ rows, offset, ...request }, run());
		part.columns.forEach((column, j) => {
			expect(cellsOf(column)).toEqual(cellsOf(whole.columns[j]!).slice(offset, offset + rows));
		});
	}
});

test.each([
	[{ targets: [] }, /it needs targets/],
	[{ targets: [{ column: "default", levels: ["yes"], share: 1.2 }] }, /between 0 and 1/],
	[{ targets: [{ column: "default", levels: ["perhaps"], share: 0.5 }] }, /no category "perhaps"/],
	[{ targets: [{ column: "height", mean: 2 }] }, /no column "height"/],
	[{ targets: [{ column: "limit", mean: 1001 }] }, /needs 10 %/],
	[{ targets: [{ column: "limit", mean: 99_999 }] }, /no rows/],
])("%j is refused", async (asked, message) => {
	const fitted = await model();
	await expect(fitted.sample({ rows: 10, scenario: asked as never }, run())).rejects.toThrow(message);
	await expect(fitted.sample({ rows: 10, scenario: asked as never }, run())).rejects.toThrow(OptionError);
});
