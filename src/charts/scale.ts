/** What stands where there is no number. */
export const NONE = "–";

/**
 * Round values that divide [low, high] into about `count` steps of 1, 2 or 5 times a power of ten
 * (Heckbert, "Nice numbers for graph labels", Graphics Gems 1990).
 */
export function ticks(low: number, high: number, count: number): number[] {
	if (!(high > low)) return [low];
	const rough = (high - low) / count;
	const power = 10 ** Math.floor(Math.log10(rough));
	const error = rough / power;
	const step = (error >= 7.07 ? 10 : error >= 3.16 ? 5 : error >= 1.41 ? 2 : 1) * power;
	const values: number[] = [];
	for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) values.push(i === 0 ? 0 : i * step);
	return values;
}

/** Maps [low, high] to [from, to]; a range of no width maps to the middle. */
export function linear(low: number, high: number, from: number, to: number): (value: number) => number {
	if (high === low) return () => (from + to) / 2;
	return (value) => from + ((value - low) / (high - low)) * (to - from);
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const plain = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
const grouped = new Intl.NumberFormat("en");

/** A number as a chart shows it: `0.25`, `1,200`, `3.4M`; four digits at most. */
export function formatNumber(value: number): string {
	if (!Number.isFinite(value)) return NONE;
	const size = Math.abs(value);
	if (size !== 0 && size < 1e-3) return value.toExponential(1);
	return size >= 1e4 ? compact.format(value) : plain.format(value);
}

/** A count with thousands separated. */
export function formatCount(value: number): string {
	return grouped.format(value);
}

/** A share as per cent with one decimal, two below 1 %: `0.43 %`, `12.5 %`; never `0 %` for something above zero. */
export function formatShare(share: number | null | undefined): string {
	if (share === null || share === undefined || !Number.isFinite(share)) return NONE;
	const percent = share * 100;
	if (percent > 0 && percent < 0.01) return "< 0.01 %";
	const text = percent.toFixed(Math.abs(percent) < 1 ? 2 : 1);
	return `${text.replace(/\.?0+$/, "").replace(/^-0$/, "0")} %`;
}

/** A moment as a chart shows it: the date, or with the time where the span is under three days. */
export function formatMoment(milliseconds: number, spanMs: number): string {
	if (!Number.isFinite(milliseconds)) return NONE;
	const iso = new Date(milliseconds).toISOString();
	return spanMs < 3 * 86_400_000 ? iso.slice(5, 16).replace("T", " ") : iso.slice(0, 10);
}
