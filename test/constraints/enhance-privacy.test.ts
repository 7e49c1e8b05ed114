/** What relabelling costs in privacy is seen by the membership attack on the rows that leave. */
import { expect, test } from "vitest";
import { enhance as stage } from "../../src/constraints/enhance/stage";
import { independent } from "../../src/generators/independent";
import { createRandom } from "../../src/random";
import { align } from "../../src/report/align";
import { type Membership, membership } from "../../src/report/privacy/membership";
import { createSpace } from "../../src/report/privacy/space";
import type { LevelColumn, NumericColumn, Table } from "../../src/table/table";
import { numeric, tableOf, times, worded } from "../encode/tables";
import { runOf } from "./stage";

/** Two numbers, and a category that nothing predicts: who knows it of a person has learned it by heart. */
function people(rows: number, seed: string): Table {
	const random = createRandom(seed);
	return tableOf(
		numeric(
			"x",
			times(rows, () => Math.round(1000 * random.uniform()) / 10),
			"number",
			1,
		),
		numeric(
			"y",
			times(rows, () => Math.round(1000 * random.uniform()) / 10),
			"number",
			1,
		),
		worded(
			"label",
			times(rows, () => `level ${random.int(10)}`),
		),
	);
}

const [real, holdout] = [people(600, "training"), people(600, "held out")];

async function attacked(synthetic: Table): Promise<Membership> {
	const space = createSpace(align([real, synthetic, holdout]), [0]);
	const found = await membership(space, { real: 0, synthetic: 1, heldOut: 2 }, createRandom("attack"), runOf("attack"));
	return found as Membership;
}

/** The planted fault: each row gets the label of the nearest training row. */
function relabelledByNearest(table: Table): Table {
	const [x, y] = [table, real].map((t) => [t.columns[0] as NumericColumn, t.columns[1] as NumericColumn] as const) as [
		readonly [NumericColumn, NumericColumn],
		readonly [NumericColumn, NumericColumn],
	];
	const label = real.columns[2] as LevelColumn;
	const codes = Int32Array.from({ length: table.rows }, (_, row) => {
		const distance = (other: number) =>
			Math.hypot(x[0].values[row]! - y[0].values[other]!, x[1].values[row]! - y[1].values[other]!);
		let nearest = 0;
		for (let other = 1; other < real.rows; other++) if (distance(other) < distance(nearest)) nearest = other;
		return label.codes[nearest]!;
	});
	return { ...table, columns: [table.columns[0]!, table.columns[1]!, { ...label, codes }] };
}

test("labels taken from the nearest training row are caught; labels sampled from trees are not", async () => {
	const model = await independent.fit(real, { protect: 5 }, runOf("fit"));
	const around = (await stage.fit(real, { enhance: { labels: "label" } }, runOf("stage")))!;
	await around.finish(model, runOf("finish"));
	const enhanced = await around.wrap(model).sample({ rows: 3000 }, runOf("sample"));
	const honest = await attacked(enhanced);
	expect(honest.all.auc.interval![0]).toBeLessThan(0.5);
	const planted = await attacked(relabelledByNearest(enhanced));
	expect(planted.all.auc.interval![0]).toBeGreaterThan(0.55);
});
