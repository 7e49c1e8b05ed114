import { endOf, outermost, sortOwned } from "../../encode/ends";
import { type Owners, tallyCells } from "../../encode/protection";
import { finish } from "../../table/pause";
import { type Aligned, isNumericSeries } from "../align";

/** Bars of a number's chart. */
const BARS = 24;
/** Categories shown by name. */
const SHOWN_LEVELS = 12;
/** A category is named, an end laid and a share shown only where so many subjects stand behind it: reports are shown around. */
const FEWEST_BEHIND = 5;
/** Share of the rows that lie beyond a chart's ends, where those are more. */
const BEYOND = 1 / 200;

/** One column's distribution in both tables as shares of all rows; the bars are for looking at, not for measuring. */
export interface Marginal {
	readonly column: string;
	/** What each bar is: an interval of a number or time, a category's name, "other" or "missing". */
	readonly bars: readonly MarginalBar[];
}

export interface MarginalBar {
	/** Lower and upper end of a number's bar (milliseconds for datetimes); absent for categories, "other" and "missing". */
	readonly from?: number;
	readonly to?: number;
	readonly label?: string;
	readonly real: number;
	readonly synthetic: number;
	/** Whether fewer than five subjects of the real table are in it: `real` is then 0 and tells nothing. */
	readonly few?: true;
}

type BarKind = Pick<MarginalBar, "from" | "to" | "label">;

/** The bars of a column, and which of them each cell belongs to. */
interface Bars {
	readonly kinds: readonly BarKind[];
	readonly barOf: (cell: number) => number;
}

/** Bars of a number: its values where they are few, else parts of its range between ends that five subjects reach. */
function numberBars(real: Float64Array, owners: Owners | undefined): Bars {
	const tally = tallyCells(real, owners);
	tally.delete(Number.NaN);
	if (tally.size <= BARS) {
		const shown = [...tally].filter(([, { subjects }]) => subjects >= FEWEST_BEHIND).map(([value]) => value);
		shown.sort((a, b) => a - b);
		const at = new Map(shown.map((value, i) => [value, i]));
		return {
			kinds: [...shown.map((value) => ({ from: value, to: value })), { label: "other" }, { label: "missing" }],
			barOf: (cell) => (Number.isNaN(cell) ? shown.length + 1 : (at.get(cell) ?? shown.length)),
		};
	}
	const rows = Uint32Array.from(real.keys()).filter((row) => !Number.isNaN(real[row]!));
	const values = Float64Array.from(rows, (row) => real[row]!);
	const sorted = finish(sortOwned(values, owners && Int32Array.from(rows, (row) => owners.of[row]!)));
	const k = Math.max(FEWEST_BEHIND, Math.floor(rows.length * BEYOND));
	const [above, below] = [outermost(sorted, k), outermost(sorted, k, -1)];
	const range = above.length < 2 * k ? -1 : above.at(-1)!.value + below.at(-1)!.value;
	const [high, low] = range < 0 ? [0, 0] : [endOf(above, range, k).x, -endOf(below, range, k).x];
	if (!(high > low)) {
		return { kinds: [{ label: "any value" }, { label: "missing" }], barOf: (cell) => (Number.isNaN(cell) ? 1 : 0) };
	}
	const width = (high - low) / BARS;
	const kinds = Array.from({ length: BARS }, (_, b) => ({ from: low + b * width, to: low + (b + 1) * width }));
	return {
		kinds: [...kinds, { label: "missing" }],
		barOf: (cell) => (Number.isNaN(cell) ? BARS : Math.min(BARS - 1, Math.max(0, Math.floor((cell - low) / width)))),
	};
}

function levelBars(real: Int32Array, levels: readonly string[], owners: Owners | undefined): Bars {
	const tally = tallyCells(real, owners);
	tally.delete(-1);
	const shown = [...tally]
		.filter(([, { subjects }]) => subjects >= FEWEST_BEHIND)
		.sort((a, b) => b[1].rows - a[1].rows || a[0] - b[0])
		.slice(0, SHOWN_LEVELS)
		.map(([level]) => level);
	const at = new Map(shown.map((level, i) => [level, i]));
	return {
		kinds: [...shown.map((level) => ({ label: levels[level]! })), { label: "other" }, { label: "missing" }],
		barOf: (cell) => (cell < 0 ? shown.length + 1 : (at.get(cell) ?? shown.length)),
	};
}

function fill({ kinds, barOf }: Bars, real: ArrayLike<number>, synthetic: ArrayLike<number>, owners?: Owners) {
	const own = tallyCells(Int32Array.from(real, barOf), owners);
	const other = tallyCells(Int32Array.from(synthetic, barOf), undefined);
	return kinds.flatMap((kind, bar): MarginalBar[] => {
		const { rows, subjects } = own.get(bar) ?? { rows: 0, subjects: 0 };
		const drawn = other.get(bar)?.rows ?? 0;
		if (kind.label !== undefined && rows === 0 && drawn === 0) return [];
		const few = rows > 0 && subjects < FEWEST_BEHIND;
		const shares = {
			real: few ? 0 : rows / real.length,
			synthetic: synthetic.length === 0 ? 0 : drawn / synthetic.length,
		};
		return [{ ...kind, ...shares, ...(few && { few }) }];
	});
}

/** Bars of every comparable column for the charts. `owners`: whose the real table's rows are. */
export function marginals(aligned: Aligned, real = 0, synthetic = 1, owners?: Owners): Marginal[] {
	return aligned.series.map((series): Marginal => {
		if (isNumericSeries(series)) {
			const [own, other] = [series.values[real]!, series.values[synthetic]!];
			return { column: series.name, bars: fill(numberBars(own, owners), own, other, owners) };
		}
		const [own, other] = [series.codes[real]!, series.codes[synthetic]!];
		return { column: series.name, bars: fill(levelBars(own, series.levels, owners), own, other, owners) };
	});
}
