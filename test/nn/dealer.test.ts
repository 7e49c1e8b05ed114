import { expect, test } from "vitest";
import { createDealer } from "../../src/nn/dealer";
import { createRandom } from "../../src/random";
import { finish } from "../../src/table/pause";
import { rowNumbers } from "../../src/table/table";

test.each([
	[10, 3],
	[10, 10],
	[4, 7],
	[200, 30],
])("of %i rows, %i at a time, the same are dealt whether they are prepared or not", (rows, n) => {
	const [plain, prepared] = [1, 1].map((seed) => createDealer(rowNumbers(rows), createRandom(seed)));
	for (let batch = 0; batch < 8; batch++) {
		finish(prepared!.prepare(n));
		expect(prepared!.deal(n)).toEqual(plain!.deal(n));
		expect(prepared!.place()).toEqual(plain!.place());
	}
});

test("every pass deals every row once, and the shuffle before it stops for breath", () => {
	const rows = 200_000;
	const dealer = createDealer(rowNumbers(rows), createRandom(1));
	for (let pass = 0; pass < 2; pass++) {
		let stops = 0;
		for (const _ of dealer.prepare(rows)) stops++;
		expect(stops).toBeGreaterThan(2);
		expect(new Set(dealer.deal(rows)).size).toBe(rows);
	}
});

test("what was prepared and not dealt is forgotten where it moves to another place", () => {
	const dealer = createDealer(rowNumbers(10), createRandom(1));
	dealer.deal(8);
	const place = dealer.place();
	const wanted = dealer.deal(9);
	dealer.moveTo(place);
	finish(dealer.prepare(9));
	dealer.moveTo(place);
	expect(dealer.deal(9)).toEqual(wanted);
});
