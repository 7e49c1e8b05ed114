import { createRandom } from "../../src/random";
import type { Table } from "../../src/table/table";
import { numeric, tableOf, worded } from "../encode/tables";

/**
 * Rows with rules that a condition must carry over: x is any whole number below 100; `grp` is "a", "b" or "c" below 30
 * and "d" from there on; `amt` is 10 x and up to 20 more; z stands by itself.
 */
export function ruledTable(rows: number, seed: number | string): Table {
	const random = createRandom(seed);
	const x = Array.from({ length: rows }, () => random.int(100));
	const group = x.map((own) => (own < 30 ? "abc"[random.int(3)]! : "d"));
	const amount = x.map((own) => Math.round(100 * (10 * own + 20 * random.uniform())) / 100);
	return tableOf(
		numeric("x", x, "integer", 0),
		worded("grp", group),
		numeric("amt", amount, "number", 2),
		worded(
			"z",
			x.map(() => "pqr"[random.int(3)]!),
		),
	);
}
