import { expect, test, vi } from "vitest";
import { createLedger } from "../../src/dp/ledger";
import type { Promised } from "../../src/dp/promise";
import { createSecureRandom } from "../../src/dp/secure-random";
import { privateEncoderSteps } from "../../src/encode/private-encoder";
import { createRandom } from "../../src/random";
import { finish } from "../../src/table/pause";
import type { Table } from "../../src/table/table";
import { numeric, times, worded } from "../encode/tables";

/** What was counted, exactly, before noise of which variance. */
const counted: { counts: number[]; variance: number }[] = [];

vi.mock("../../src/dp/histogram", async (original) => {
	const real = await original<typeof import("../../src/dp/histogram")>();
	return {
		...real,
		noisyCounts: (...[counts, variance, random]: Parameters<typeof real.noisyCounts>) => {
			counted.push({ counts: Array.from(counts), variance });
			return real.noisyCounts(counts, variance, random);
		},
		stableHistogram: (...[counts, options]: Parameters<typeof real.stableHistogram>) => {
			counted.push({ counts: [...counts.values()], variance: options.variance });
			return real.stableHistogram(counts, options);
		},
	};
});

const ROWS = 20_000;

/** Ages, a category and a measurement, with some cells missing; and as many rows more as are asked for. */
function people(more: number): Table {
	const own = (i: number) => (i < ROWS ? i : 40 * (i - ROWS) + 13);
	const cells = times(ROWS + more, own);
	return {
		rows: cells.length,
		columns: [
			numeric(
				"age",
				cells.map((i) => (i % 9 === 0 ? null : 18 + ((i * 7919) % 60))),
				"integer",
			),
			numeric(
				"size",
				cells.map((i) => ((i * 104_729) % 5000) / 100),
				"number",
				2,
			),
			worded(
				"town",
				cells.map((i) => "abcd"[i % 4]!),
			),
		],
	};
}

/** Counts of one fit with noise that is the same in every fit, and what was booked for them. */
function countsOf(table: Table, domains: Promised["domains"], countedLevels: boolean) {
	const words = createRandom(5);
	const fill = (into: Uint32Array) => void into.set(Uint32Array.from(into, () => words.uniform() * 2 ** 32));
	const ledger = createLedger({ epsilon: 3, delta: 1e-8 });
	counted.length = 0;
	const promised = { domains, publicRows: false } as Promised;
	const random = createSecureRandom(fill, false);
	const options = { rho: 0.05, delta: 1e-9, bound: 1, ledger, random, promised, counted: countedLevels };
	finish(privateEncoderSteps(table, options));
	const booked = ledger.record().entries.reduce((sum, { rho }) => sum + rho, 0);
	return { queries: [...counted], booked };
}

// A query that a row moves by Δ (Euclidean) with noise of variance σ² costs Δ²/2σ² of ρ: Bun and Steinke 2016, proposition 1.6.
test.each<[string, Promised["domains"], boolean]>([
	["of which nothing is public", {}, false],
	["with public ranges", { age: { range: [0, 120] }, size: { range: [0, 100] } }, false],
	["with a public range and categories", { age: { range: [0, 120] }, town: { levels: ["a", "b", "c"] } }, true],
	["with categories that are not counted", { town: { levels: ["a", "b", "c", "d"] } }, false],
])("one row more moves what is counted of a table %s by no more than is booked", (_, domains, counts) => {
	const without = countsOf(people(0), domains, counts);
	const most = Math.max(
		...times(4, (row) => {
			const table = people(row + 1);
			const fewer = row === 0 ? without : countsOf(people(row), domains, counts);
			const more = countsOf(table, domains, counts);
			// The same noise: the same questions, of which only the answers differ.
			expect(more.queries.map((q) => q.counts.length)).toEqual(fewer.queries.map((q) => q.counts.length));
			return more.queries.reduce((sum, { counts, variance }, q) => {
				const moved = counts.reduce((all, count, i) => all + (count - fewer.queries[q]!.counts[i]!) ** 2, 0);
				return sum + moved / (2 * variance);
			}, 0);
		}),
	);
	expect(most).toBeLessThanOrEqual(without.booked * (1 + 1e-9));
	expect(without.booked).toBeLessThanOrEqual(0.05 * (1 + 1e-9));
});
