import type { Run } from "../../worker/run";
import { type Aligned, isNumericSeries, type Series } from "../align";
import { drain, startPhase } from "../phase";
import type { Binning } from "./bins";
import { coarse } from "./coarse";
import { compareInformation, informationMatrix } from "./mutual-information";
import { alignedShape, mean } from "./shape";
import { trendPairs } from "./trend";

/** Groups of synthetic rows left out in turn. */
const GROUPS = 10;
/** 97.5 % quantile of Student's t with 9 degrees of freedom. */
const T = 2.2621571628;
/** Rows times columns of each table beyond which the spread is found on fewer rows and scaled to all. */
const MOST_CELLS = 300_000;
/** Fewer synthetic rows leave groups too small to tell anything. */
const FEWEST_ROWS = 50;

type Interval = readonly [number, number];

/** 95 % intervals of the scores under another draw of synthetic rows; absent where they cannot be measured. */
export interface FidelityIntervals {
	readonly shape?: Interval;
	readonly trend?: Interval;
	readonly shared?: Interval;
	readonly mutualInformation?: Interval;
}

/**
 * Interval of a score from its values with each group left out: variance (G − 1)/G · Σ (θ₋g − θ̄)² (Shao and Wu 1989).
 * `scale` multiplies the standard error.
 */
export function jackknifeInterval(
	score: number | null,
	without: readonly (number | null)[],
	scale = 1,
): Interval | undefined {
	const values = without.filter((v) => v !== null);
	if (score === null || values.length < GROUPS) return undefined;
	const centre = values.reduce((sum, v) => sum + v, 0) / GROUPS;
	const variance = (values.reduce((sum, v) => sum + (v - centre) ** 2, 0) * (GROUPS - 1)) / GROUPS;
	const error = scale * T * Math.sqrt(variance);
	return [Math.max(0, score - error), Math.min(1, score + error)];
}

/** The real table and the synthetic one with every n-th row kept, from the first on. */
function thin(aligned: Aligned, real: number, synthetic: number, every: readonly [number, number]): Aligned {
	const [r, s] = every.map((n) => (_: number, i: number) => i % n === 0) as [Kept, Kept];
	const series = aligned.series.map((column): Series => {
		if (isNumericSeries(column)) {
			return { ...column, values: [column.values[real]!.filter(r), column.values[synthetic]!.filter(s)] };
		}
		return { ...column, codes: [column.codes[real]!.filter(r), column.codes[synthetic]!.filter(s)] };
	});
	const rows = [real, synthetic].map((t, k) => Math.ceil(aligned.rows[t]! / every[k]!));
	return { ...aligned, series, rows };
}

type Kept = (_: number, row: number) => boolean;

/** The second table without every tenth row from `group` on. */
function leaveOut(aligned: Aligned, group: number): Aligned {
	const kept: Kept = (_, i) => i % GROUPS !== group;
	const series = aligned.series.map((s): Series => {
		if (isNumericSeries(s)) return { ...s, values: [s.values[0]!, s.values[1]!.filter(kept)] };
		return { ...s, codes: [s.codes[0]!, s.codes[1]!.filter(kept)] };
	});
	const rows = aligned.rows[1]!;
	return { ...aligned, series, rows: [aligned.rows[0]!, rows - Math.ceil((rows - group) / GROUPS)] };
}

/** Intervals by the delete-a-group jackknife over the synthetic rows. */
export async function fidelityIntervals(
	aligned: Aligned,
	{ real, synthetic }: { real: number; synthetic: number },
	scores: { shape: number | null; trend: number | null; shared: number | null; mutualInformation: number | null },
	run: Run,
): Promise<FidelityIntervals> {
	if (aligned.rows[synthetic]! < FEWEST_ROWS) return {};
	const names = aligned.series.map((s) => s.name);
	const kept = Math.max(FEWEST_ROWS, Math.floor(MOST_CELLS / Math.max(1, names.length)));
	const every = [real, synthetic].map((t) => Math.max(1, Math.ceil(aligned.rows[t]! / kept))) as [number, number];
	const thinned = thin(aligned, real, synthetic, every);
	const columns = coarse(thinned);
	const realInformation = drain(informationMatrix(columns, 0));
	// The error falls with the root of the rows.
	const scale = Math.sqrt(thinned.rows[1]! / aligned.rows[synthetic]!);
	const pairs = names.length * (names.length - 1);
	const tick = startPhase(run, "intervals", GROUPS * (pairs + 2));
	const without = { shape: [] as (number | null)[], trend: [] as (number | null)[], shared: [] as (number | null)[] };
	const information: (number | null)[] = [];
	for (let group = 0; group < GROUPS; group++) {
		const rest = leaveOut(thinned, group);
		without.shape.push(alignedShape(rest).score);
		await tick();
		for (const [name, binning] of [
			["trend", "compatible"],
			["shared", "shared"],
		] as const satisfies readonly (readonly [string, Binning])[]) {
			const found: (number | null)[] = [];
			for (const pair of trendPairs(rest, binning)) {
				found.push(pair.score);
				await tick();
			}
			without[name].push(mean(found));
		}
		const left: Kept = (_, i) => i % GROUPS !== group;
		const others = columns.map((c) => ({ ...c, codes: [c.codes[1]!.filter(left)] }));
		information.push(compareInformation(names, realInformation, drain(informationMatrix(others, 0))).score);
		await tick();
	}
	const entry = <K extends keyof FidelityIntervals>(key: K, interval: Interval | undefined) =>
		interval ? { [key]: interval } : {};
	return {
		...entry("shape", jackknifeInterval(scores.shape, without.shape, scale)),
		...entry("trend", jackknifeInterval(scores.trend, without.trend, scale)),
		...entry("shared", jackknifeInterval(scores.shared, without.shared, scale)),
		...entry("mutualInformation", jackknifeInterval(scores.mutualInformation, information, scale)),
	};
}
