import type { EncodedColumn, Encoder } from "../../../encode/encoder";
import { straighten, withinEnds } from "../../../encode/quantile";
import { mean, moments } from "../../../statistics/moments";
import { FEWEST_TO_REGRESS, type Predictor, regress } from "../../../statistics/ridge";
import { isNumeric, type Table } from "../../../table/table";
import type { TokenTable } from "../../../tokens/data";
import { binnedRows, featuresBefore, predictorsOf } from "./features";

/** Share of a density that is a wide normal, for values far from all others. */
const WIDE_SHARE = 0.01;
const WIDE = 3;

const logNormal = (z: number) => -(Math.log(2 * Math.PI) + z * z) / 2;

/**
 * Mean log density of each value under a smooth curve through the others: Gaussian kernels of Silverman's width (1986,
 * §3.4.2), and no narrower than the grid on which the values lie.
 */
function marginLogDensity(values: Float64Array, step: number): number {
	const n = values.length;
	const sorted = values.toSorted();
	const { mean: centre, deviation } = moments(values);
	const quartiles = sorted[Math.floor(0.75 * n)]! - sorted[Math.floor(0.25 * n)]!;
	const width = Math.max(step, 0.9 * Math.min(deviation, quartiles / 1.34 || deviation) * n ** -0.2);
	return mean(
		values.map((v, r) => {
			let sum = 0;
			for (let s = 0; s < n; s++) if (s !== r) sum += Math.exp(logNormal((v - values[s]!) / width));
			const wide = Math.exp(logNormal((v - centre) / deviation / WIDE)) / (WIDE * deviation);
			return Math.log(((1 - WIDE_SHARE) * sum) / (n - 1) / width + WIDE_SHARE * wide);
		}),
	);
}

/** Nats a value by which a straight scale must be better. */
const STRAIGHT_GAIN = 0.05;
/** Share of the numbers above which a table is one of groups. */
const MOSTLY = 0.5;

/**
 * By how much numbers are predicted better as they are than as normal scores: in log density, each row from the others,
 * and with the scores' change of measure (as Box and Cox 1964, §3, compare powers), nats a value.
 */
function straightGain(predictors: readonly Predictor[], values: Float64Array, scores: Float64Array, step: number) {
	const bent = regress(predictors, scores).logDensities.map((d, r) => d - logNormal(scores[r]!));
	return mean(regress(predictors, values).logDensities) - mean(bent) - marginLogDensity(values, step);
}

/**
 * The encoder with straight scales for a table of groups, one whose numbers are for the most part normal around the means
 * of groups of rows (the location model: Olkin and Tate 1961); `undefined` for others. Normal scores bend a column of
 * several heaps into one, and what was a straight relation is bent with it.
 *
 * @param data the table by that encoder, levels first.
 */
export function straightScales(encoder: Encoder, table: Table, data: TokenTable): Encoder | undefined {
	const all = Int32Array.from({ length: data.rows }, (_, row) => row);
	const columns: EncodedColumn[] = [...encoder.columns];
	let straight = 0;
	data.tokens.forEach(({ bins, column: index }, f) => {
		const column = columns[index]!;
		const { codec } = column;
		const source = table.columns.find(({ name }) => name === column.name);
		if (bins === 0 || codec.type !== "quantile" || !source || !isNumeric(source)) return;
		const rows = binnedRows(data, f, all).filter((row) => !Number.isNaN(source.values[row]!));
		const values = Float64Array.from(rows, (row) => withinEnds(codec, source.values[row]!));
		if (rows.length < FEWEST_TO_REGRESS || values.every((v) => v === values[0])) return;
		const predictors = predictorsOf(data, featuresBefore(data, f), rows);
		const scores = Float64Array.from(rows, (row) => data.scores[f]![row]!);
		if (straightGain(predictors, values, scores, codec.step) <= STRAIGHT_GAIN) return;
		columns[index] = { ...column, codec: straighten(codec, values) };
		straight++;
	});
	return straight > MOSTLY * encoder.numbers ? { ...encoder, columns } : undefined;
}
