import { expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import { align } from "../../../src/report/align";
import { detection } from "../../../src/report/fidelity/detection";
import { createRun } from "../../../src/worker/run";
import { times } from "../../encode/tables";
import { tableOf } from "../tables";

const EACH = 6;
const owners = (rows: number) => Int32Array.from({ length: rows }, (_, row) => Math.floor(row / EACH));

/** Rows of people: what somebody is stays, what is measured changes. */
function visits(rows: number, seed: number) {
	const random = createRandom(seed);
	const people = times(rows / EACH, () => ({ born: 1900 + random.int(90), height: random.normal() }));
	const of = Array.from(owners(rows), (person) => people[person]!);
	return tableOf({
		born: of.map(({ born }) => born),
		height: of.map(({ height }) => height),
		pulse: times(rows, () => random.normal()),
	});
}

test("real rows of people with several each are not distinguished from other real rows by whose they are", async () => {
	const areas: number[] = [];
	for (let seed = 1; seed <= 6; seed++) {
		const aligned = align([visits(240, seed), visits(90, seed + 100)]);
		const run = createRun({ random: createRandom(seed) });
		const subjects = { heldOut: owners(90), other: owners(240) };
		const { auc, interval } = await detection(aligned, 1, 0, createRandom(seed), run, "detection", subjects);
		areas.push(auc!);
		expect(interval![1] - interval![0]).toBeGreaterThan(0.3);
	}
	expect(areas.reduce((sum, area) => sum + area, 0) / areas.length).toBeLessThan(0.62);
});
