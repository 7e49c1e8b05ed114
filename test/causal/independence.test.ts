import { describe, expect, test } from "vitest";
import { causalModel } from "../../src/causal";
import { dSeparated } from "./d-separation";
import { codes, dependenceScore, numbers, partialScore } from "./statistics";

const ROWS = 8000;

describe("samples have the conditional independences their graph implies, and no others", () => {
	test("linear with Gaussian noise: every pair given every set, by partial correlation", () => {
		const model = causalModel({
			a: "normal(0, 1)",
			b: "0.8 * a + normal(0, 1)",
			c: "-0.7 * a + normal(0, 1)",
			d: "0.9 * b + 0.6 * c + normal(0, 1)",
			e: "0.8 * d + normal(0, 1)",
		});
		const table = model.sample({ rows: ROWS, seed: 14 });
		const columns = ["a", "b", "c", "d", "e"].map((name) => numbers(table, name));
		const parents = model.data.nodes.map((node) => node.parents);
		let separated = 0;
		for (let x = 0; x < 5; x++) {
			for (let y = x + 1; y < 5; y++) {
				for (let set = 0; set < 32; set++) {
					const given = [0, 1, 2, 3, 4].filter((i) => (set >> i) & 1);
					if (given.includes(x) || given.includes(y)) continue;
					const score = Math.abs(
						partialScore(
							columns[x]!,
							columns[y]!,
							given.map((i) => columns[i]!),
						),
					);
					if (dSeparated(parents, [x], [y], given)) {
						separated++;
						expect(score).toBeLessThan(4.5);
					} else expect(score).toBeGreaterThan(6);
				}
			}
		}
		expect(separated).toBeGreaterThan(10);
	});

	test("categories: by chi-square within strata", () => {
		const table = causalModel({
			season: "category(dry: 1, wet: 1)",
			rain: 'category(no: if(season == "dry", 4, 1), yes: 2)',
			sprinkler: 'category(off: if(season == "dry", 1, 4), on: 2)',
			wet: 'category(no: if(rain == "yes" or sprinkler == "on", 1, 9), yes: 3)',
		}).sample({ rows: ROWS, seed: 5 });
		const [season, rain, sprinkler, wet] = ["season", "rain", "sprinkler", "wet"].map((name) => codes(table, name)) as [
			Int32Array,
			Int32Array,
			Int32Array,
			Int32Array,
		];
		const joint = season.map((s, row) => 2 * s + wet[row]!);
		expect(Math.abs(dependenceScore(rain, sprinkler, season))).toBeLessThan(4.5);
		expect(dependenceScore(rain, sprinkler, new Int32Array(ROWS))).toBeGreaterThan(20);
		expect(dependenceScore(rain, sprinkler, joint)).toBeGreaterThan(20); // explaining away
		const both = rain.map((r, row) => 2 * r + sprinkler[row]!);
		expect(Math.abs(dependenceScore(season, wet, both))).toBeLessThan(4.5);
	});

	test("the mixed graph over the columns shows a hidden cause as a bidirected edge", () => {
		const { observed } = causalModel({
			_u: "normal(0, 1)",
			x: "_u + normal(0, 1)",
			y: "x + _u + normal(0, 1)",
			z: "y",
		}).graph;
		expect(observed).toEqual({
			directed: [
				[0, 1],
				[1, 2],
			],
			bidirected: [[0, 1]],
		});
	});
});
