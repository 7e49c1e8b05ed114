import { type Aligned, isNumericSeries } from "../align";
import { levelCounts } from "./tv";

/** Bars of a number's chart. */
const BARS = 24;
/** Levels shown by name. */
const SHOWN_LEVELS = 12;
/** A level is named, and a chart's end laid, only where so many real rows stand behind it: the report is meant to be shown. */
const FEWEST_BEHIND = 10;

/** One column's distribution in both tables as shares of all rows; the bars are for looking at, not for measuring. */
export interface Marginal {
	readonly column: string;
	/** What each bar is: an interval of a number or time, a level's name, "other" or "missing". */
	readonly bars: readonly MarginalBar[];
}

export interface MarginalBar {
	/** Lower and upper end of a number's bar (milliseconds for datetimes); absent for levels, "other" and "missing". */
	readonly from?: number;
	readonly to?: number;
	readonly label?: string;
	readonly real: number;
	readonly synthetic: number;
}

/** The distinct values of a sorted column with their counts, null where there are more than bars. */
function distinct(sorted: Float64Array): [number, number][] | null {
	const found: [number, number][] = [];
	for (const v of sorted) {
		const last = found.at(-1);
		if (last && last[0] === v) last[1]++;
		else if (found.length === BARS) return null;
		else found.push([v, 1]);
	}
	return found;
}

function numberBars(real: Float64Array, synthetic: Float64Array): MarginalBar[] {
	const sorted = real.filter((v) => !Number.isNaN(v)).sort();
	const bars: MarginalBar[] = [];
	const share = (values: Float64Array, inside: (v: number) => boolean): number =>
		values.length === 0 ? 0 : values.reduce((n, v) => n + Number(inside(v)), 0) / values.length;
	if (sorted.length > 0) {
		// The outermost values of real people stay inside the end bars.
		const inset = Math.min(Math.max(FEWEST_BEHIND, Math.floor(sorted.length / 200)), sorted.length >> 2);
		const low = sorted[inset]!;
		const high = sorted[sorted.length - 1 - inset]!;
		const width = (high - low) / BARS;
		const values = distinct(sorted);
		if (values) {
			const shown = values.filter(([, n]) => n >= Math.min(FEWEST_BEHIND, sorted.length / 4)).map(([v]) => v);
			for (const value of shown) {
				const here = (v: number): boolean => v === value;
				bars.push({ from: value, to: value, real: share(real, here), synthetic: share(synthetic, here) });
			}
			const elsewhere = (v: number): boolean => !Number.isNaN(v) && !shown.includes(v);
			const rest = { label: "other", real: share(real, elsewhere), synthetic: share(synthetic, elsewhere) };
			if (rest.real > 0 || rest.synthetic > 0) bars.push(rest);
		} else if (width > 0) {
			const counts = [real, synthetic].map((values) => {
				const count = new Float64Array(BARS);
				for (const v of values) {
					if (!Number.isNaN(v)) count[Math.min(BARS - 1, Math.max(0, Math.floor((v - low) / width)))]!++;
				}
				return count;
			});
			for (let b = 0; b < BARS; b++) {
				bars.push({
					from: low + b * width,
					to: b === BARS - 1 ? high : low + (b + 1) * width,
					real: real.length === 0 ? 0 : counts[0]![b]! / real.length,
					synthetic: synthetic.length === 0 ? 0 : counts[1]![b]! / synthetic.length,
				});
			}
		} else {
			bars.push({
				from: low,
				to: low,
				real: share(real, (v) => v === low),
				synthetic: share(synthetic, (v) => v === low),
			});
			const other = (v: number): boolean => !Number.isNaN(v) && v !== low;
			const rest = { label: "other", real: share(real, other), synthetic: share(synthetic, other) };
			if (rest.real > 0 || rest.synthetic > 0) bars.push(rest);
		}
	}
	const missing = { label: "missing", real: share(real, Number.isNaN), synthetic: share(synthetic, Number.isNaN) };
	if (missing.real > 0 || missing.synthetic > 0) bars.push(missing);
	return bars;
}

function levelBars(real: Int32Array, synthetic: Int32Array, levels: readonly string[]): MarginalBar[] {
	const r = levelCounts(real, levels.length);
	const s = levelCounts(synthetic, levels.length);
	const of = (count: number, rows: number): number => (rows === 0 ? 0 : count / rows);
	const order = Array.from(r.keys()).sort((a, b) => r[b]! - r[a]! || a - b);
	const shown = order.slice(0, SHOWN_LEVELS).filter((k) => r[k]! >= Math.min(FEWEST_BEHIND, real.length / 4));
	const bars: MarginalBar[] = shown.map((k) => ({
		label: levels[k]!,
		real: of(r[k]!, real.length),
		synthetic: of(s[k]!, synthetic.length),
	}));
	const rest = order.filter((k) => !shown.includes(k));
	const sum = (counts: Float64Array): number => rest.reduce((n, k) => n + counts[k]!, 0);
	if (sum(r) + sum(s) > 0) {
		bars.push({ label: "other", real: of(sum(r), real.length), synthetic: of(sum(s), synthetic.length) });
	}
	const none = (codes: Int32Array): number => codes.reduce((n, c) => n + Number(c < 0), 0);
	if (none(real) + none(synthetic) > 0) {
		bars.push({
			label: "missing",
			real: of(none(real), real.length),
			synthetic: of(none(synthetic), synthetic.length),
		});
	}
	return bars;
}

/** Bars of every comparable column for the charts. */
export function marginals(aligned: Aligned, real = 0, synthetic = 1): Marginal[] {
	return aligned.series.map((series) => ({
		column: series.name,
		bars: isNumericSeries(series)
			? numberBars(series.values[real]!, series.values[synthetic]!)
			: levelBars(series.codes[real]!, series.codes[synthetic]!, series.levels),
	}));
}
