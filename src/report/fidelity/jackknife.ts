import type { Run } from "../../run";
import { type Aligned, isNumericSeries, type Series } from "../align";
import { startPhase } from "../phase";
import type { Binning } from "./bins";
import type { Coarse } from "./coarse";
import { compareInformation, informationMatrix } from "./mutual-information";
import { alignedShape, mean } from "./shape";
import { trendPairs } from "./trend";

/** Groups of synthetic rows left out in turn. */
const GROUPS = 10;
/** 97.5 % quantile of Student's t with 9 degrees of freedom. */
const T = 2.2621571628;
/** Fewer synthetic rows leave groups too small to tell anything. */
const FEWEST_ROWS = 50;

type Interval = readonly [number, number];

/** 95 % intervals of the scores under another draw of synthetic rows; absent where they cannot be had. */
export interface FidelityIntervals {
	readonly shape?: Interval;
	readonly trend?: Interval;
	readonly shared?: Interval;
	readonly mutualInformation?: Interval;
}

/** Interval of a score from its values with each group left out: variance (G − 1)/G · Σ (θ₋g − θ̄)² (Shao and Wu 1989). */
export function jackknifeInterval(score: number | null, without: readonly (number | null)[]): Interval | undefined {
	const values = without.filter((v) => v !== null);
	if (score === null || values.length < GROUPS) return undefined;
	const centre = values.reduce((sum, v) => sum + v, 0) / GROUPS;
	const variance = (values.reduce((sum, v) => sum + (v - centre) ** 2, 0) * (GROUPS - 1)) / GROUPS;
	const error = T * Math.sqrt(variance);
	return [Math.max(0, score - error), Math.min(1, score + error)];
}

/** The real table, and the synthetic one without every tenth row from `group` on. */
function leaveOut(aligned: Aligned, real: number, synthetic: number, group: number): Aligned {
	const kept = (_: number, i: number): boolean => i % GROUPS !== group;
	const series = aligned.series.map((s): Series => {
		if (isNumericSeries(s)) return { ...s, values: [s.values[real]!, s.values[synthetic]!.filter(kept)] };
		return { ...s, codes: [s.codes[real]!, s.codes[synthetic]!.filter(kept)] };
	});
	const rows = aligned.rows[synthetic]!;
	const left = rows - Math.ceil((rows - group) / GROUPS);
	return { ...aligned, series, rows: [aligned.rows[real]!, left] };
}

/** Intervals by the delete-a-group jackknife over the synthetic rows. */
export async function fidelityIntervals(
	aligned: Aligned,
	{ real, synthetic }: { real: number; synthetic: number },
	scores: { shape: number | null; trend: number | null; shared: number | null; mutualInformation: number | null },
	columns: readonly Coarse[],
	realInformation: Float64Array,
	run: Run,
): Promise<FidelityIntervals> {
	if (aligned.rows[synthetic]! < FEWEST_ROWS) return {};
	const names = aligned.series.map((s) => s.name);
	const pairs = names.length * (names.length - 1);
	const tick = startPhase(run, "intervals", GROUPS * (pairs + 2));
	const without = { shape: [] as (number | null)[], trend: [] as (number | null)[], shared: [] as (number | null)[] };
	const information: (number | null)[] = [];
	for (let group = 0; group < GROUPS; group++) {
		const rest = leaveOut(aligned, real, synthetic, group);
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
		const kept = (_: number, i: number): boolean => i % GROUPS !== group;
		const thinned = columns.map((c) => ({ ...c, codes: [c.codes[synthetic]!.filter(kept)] }));
		information.push(compareInformation(names, realInformation, informationMatrix(thinned, 0)).score);
		await tick();
	}
	const entry = <K extends keyof FidelityIntervals>(key: K, interval: Interval | undefined) =>
		interval ? { [key]: interval } : {};
	return {
		...entry("shape", jackknifeInterval(scores.shape, without.shape)),
		...entry("trend", jackknifeInterval(scores.trend, without.trend)),
		...entry("shared", jackknifeInterval(scores.shared, without.shared)),
		...entry("mutualInformation", jackknifeInterval(scores.mutualInformation, information)),
	};
}
