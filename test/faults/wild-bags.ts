/** Calls of every public function with several options at once, each nearly what it may be. */
import { StandinError } from "../../src/errors";
import type { Random } from "../../src/random";
import { functions, positional, raw } from "./public-functions";
import { type Tried, tried } from "./wild-tables";
import { WILD } from "./wild-values";

const WILD_VALUES = Object.values(WILD);
const WORDS = [
	...[
		"x",
		"y",
		"number",
		"category",
		"csv",
		"json",
		"auto",
		"median",
		"independent",
		"mlp-scm",
		"normal(0, 1)",
		"x > 0",
	],
	...["column", "min", "max", "each", "rows", "share", "levels", "targets", "mean", "set", "coarsen", "band", "keep"],
	...["privacy", "epsilon", "delta", "domains", "unique", "when", "type", "columns", "name", "kind", "values"],
];
const NUMBERS = [0, 1, 2, 3, 5, 0.1, 0.5, 0.99, 100, -1, 2 ** 31, 2 ** 53, 1e308, Number.NaN];

const anyOf = <T>(random: Random, list: readonly T[]): T => list[random.int(list.length)]!;

/** A value of any shape. */
function grow(random: Random, depth: number): unknown {
	const part = () => grow(random, depth - 1);
	switch (random.int(depth > 0 ? 8 : 5)) {
		case 0:
			return anyOf(random, NUMBERS);
		case 1:
		case 2:
			return anyOf(random, WORDS);
		case 3:
			return random.int(2) === 0;
		case 4:
			return anyOf(random, WILD_VALUES);
		case 5:
			return Array.from({ length: random.int(4) }, part);
		default:
			return Object.fromEntries(Array.from({ length: random.int(4) }, () => [anyOf(random, WORDS), part()]));
	}
}

/** The names of the options that a function knows: it lists them where it is given another. */
async function namesOf(call: (bag: never) => unknown): Promise<string[]> {
	try {
		await call({ rowz: 1 } as never);
	} catch (error) {
		if (error instanceof StandinError && error.details.names) return error.details.names as string[];
		throw error;
	}
	throw new Error("An unknown option was not refused.");
}

/** Calls that work out nothing long: those that would ask a worker for it cannot here. */
export async function createTryBag(): Promise<(random: Random) => Promise<Tried>> {
	const known = await Promise.all(
		Object.entries(functions).map(async ([name, [call]]) => ({ name, call, names: await namesOf(call) })),
	);
	const others = Object.entries(positional).map(([name, call]) => ({ name, call, names: undefined }));
	const all = [...known, ...others];
	return async (random) => {
		const { name, call, names } = anyOf<(typeof all)[number]>(random, all);
		const given = names
			? Object.fromEntries(
					Array.from({ length: 1 + random.int(3) }, () => [anyOf(random, names), grow(random, 3)] as const),
				)
			: grow(random, 4);
		let failed: string | undefined;
		const outcome = await tried(
			() => name,
			async () => {
				failed = await raw(() => call(given as never));
				return undefined;
			},
		);
		return failed === undefined ? outcome : { ...outcome, kind: "raw error", detail: `${name}: ${failed}` };
	};
}
