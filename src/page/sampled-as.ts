import type { SampleOptions } from "./call-options";

/** What rows were asked of a model with. */
export type SampleRequested = Pick<SampleOptions, "seed" | "given" | "rebalance" | "scenario">;

type Wanted = NonNullable<SampleOptions["given"]>[string];

function wantedText(wanted: Wanted): string {
	const words = (value: unknown) => (value === null ? "missing" : String(value));
	if (Array.isArray(wanted)) return wanted.map(words).join(" or ");
	if (typeof wanted !== "object" || wanted === null) return words(wanted);
	const { min, max } = wanted as { min?: number | string; max?: number | string };
	return [...(min === undefined ? [] : [`from ${min}`]), ...(max === undefined ? [] : [`up to ${max}`])].join(" ");
}

/**
 * How rows were sampled otherwise than as learned, as lines of evidence by name; none for rows as learned.
 *
 * @param learned seed by which the model was learned.
 */
export function sampledAs(asked: SampleRequested, learned: number | string): Readonly<Record<string, string>> {
	const { seed, given = {}, rebalance, scenario } = asked;
	const conditions = Object.entries(given).map(([column, wanted]) => `${column} ${wantedText(wanted)}`);
	const { column, levels = ["its rarest category"], share = 0.5 } = rebalance ?? { column: "" };
	return {
		...(seed !== undefined && seed !== learned && { "Seed of the rows": String(seed) }),
		...(conditions.length > 0 && { "Every row has": conditions.join(", ") }),
		...(rebalance && {
			Rebalanced: `${column}: ${levels.join(" or ")} in ${Number((100 * share).toFixed(1))} % of the rows`,
		}),
		...(scenario && { Scenario: scenario.targets.map((target) => JSON.stringify(target)).join(", ") }),
	};
}

/** Words for the file's name where rows were sampled otherwise than as learned. */
export function marksOf({ given = {}, rebalance }: SampleRequested): readonly string[] {
	return [...(Object.keys(given).length > 0 ? ["conditional"] : []), ...(rebalance ? ["rebalanced"] : [])];
}
