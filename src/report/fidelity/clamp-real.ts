import { trimEnds } from "../../encode/ends";
import type { Owners } from "../../encode/protection";
import { type Aligned, isNumericSeries } from "../align";
import { FEWEST_SUBJECTS } from "../privacy/people";

/**
 * The tables with the real one's numbers cut where five subjects reach: shares of a range beside the synthetic range,
 * which anybody can compute, would otherwise tell of the outermost value.
 */
export function clampReal(aligned: Aligned, real: number, owners: Owners | undefined): Aligned {
	const series = aligned.series.map((s) => {
		if (!isNumericSeries(s)) return s;
		const own = s.values[real]!;
		const kept = trimEnds(own, owners, FEWEST_SUBJECTS);
		let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
		for (const v of kept) {
			if (v < low) low = v;
			if (v > high) high = v;
		}
		if (low > high) return s;
		const clamped = own.map((v) => (Number.isNaN(v) ? v : Math.min(high, Math.max(low, v))));
		return { ...s, values: s.values.with(real, clamped) };
	});
	return { ...aligned, series };
}
