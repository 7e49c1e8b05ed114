import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { columnOrder } from "../../src/tokens/column-order";
import { reorder, stateFrequencies, type TokenTable } from "../../src/tokens/data";
import type { TokenColumn } from "../../src/tokens/tokens";

describe("the order of columns", () => {
	const column = { number: -1, code: 0, divisor: 1, remainder: false, bins: 0 };
	/** Columns of categories: each row's states by column. */
	const tableOfStates = (tokens: Partial<TokenColumn>[], states: (row: number) => number[]): TokenTable => {
		const rows = Array.from({ length: 3000 }, (_, row) => states(row));
		const columns = tokens.map((_, f) => Uint16Array.from(rows, (row) => row[f]!));
		return {
			rows: rows.length,
			tokens: tokens.map((token, f) => ({ ...column, column: f, states: Math.max(...columns[f]!) + 1, ...token })),
			states: columns,
			scores: tokens.map(() => undefined),
		};
	};

	test("goes from the first column to what depends on one before most, independent ones last", () => {
		const random = createRandom(2);
		const noisy = (state: number, share: number) => (random.uniform() < share ? random.int(6) : state);
		const made = tableOfStates([{}, {}, {}, {}], () => {
			const [a, stranger] = [random.int(6), random.int(6)];
			const b = noisy(a, 0.2);
			return [a, stranger, noisy(b, 0.3), b];
		});
		expect(columnOrder(made, stateFrequencies(made))).toEqual([0, 3, 2, 1]);
	});

	test("keeps the digits of a column together, and moves states along", () => {
		const random = createRandom(3);
		const digits = [{ divisor: 4 }, { divisor: 4, remainder: true }];
		const made = tableOfStates([{}, ...digits, {}], () => {
			const a = random.int(5);
			return [a, random.int(4), random.int(4), a];
		});
		const order = columnOrder(made, stateFrequencies(made));
		expect(order).toEqual([0, 3, 1, 2]);
		const moved = reorder(made, order);
		expect(moved.states[1]).toBe(made.states[3]);
	});
});
