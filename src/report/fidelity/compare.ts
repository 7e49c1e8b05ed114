import { ownersOf } from "../../encode/protection";
import type { Random } from "../../random";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { type Aligned, isNumericSeries, type Tables } from "../align";
import { absent, type Figure } from "../figure";
import { finish, startPhase } from "../phase";
import type { Binning } from "./bins";
import { clampReal } from "./clamp-real";
import { coarse } from "./coarse";
import { type Detection, detection } from "./detection";
import { diagnoseColumn, diagnostic } from "./diagnostic";
import type { Fidelity } from "./fidelity";
import { fidelityIntervals } from "./jackknife";
import { marginals } from "./marginals";
import { compareInformation, informationMatrix } from "./mutual-information";
import { expectedAccuracy, expectedKsComplement } from "./sampling-noise";
import { alignedShape, mean } from "./shape";
import { collectTrend, type PairTrend, type Trend, trendPairs } from "./trend";
import { levelCounts } from "./tv";

const NO_CEILING = absent("no held-out rows were given");

/** Column shape to expect of as many further real rows, from sampling noise alone. */
function expectedShape(aligned: Aligned, { real, synthetic }: Tables): (number | null)[] {
	return aligned.series.map((series) => {
		if (isNumericSeries(series)) {
			const [n, m] = [real, synthetic].map((t) => series.values[t]!.reduce((c, v) => c + Number(!Number.isNaN(v)), 0));
			return n! > 0 && m! > 0 ? expectedKsComplement(n!, m!) : null;
		}
		const counts = levelCounts(series.codes[real]!, series.levels.length);
		const present = series.codes[synthetic]!.reduce((c, v) => c + Number(v >= 0), 0);
		return counts.some((c) => c > 0) && present > 0 ? expectedAccuracy(counts, present) : null;
	});
}

async function collect(
	aligned: Aligned,
	binning: Binning,
	tables: Tables,
	tick: () => Promise<void>,
): Promise<{ trend: Trend; ceilings: (number | null)[] }> {
	const gather = async (other: number): Promise<PairTrend[]> => {
		const pairs: PairTrend[] = [];
		for (const pair of trendPairs(aligned, binning, tables.real, other)) {
			pairs.push(pair);
			await tick();
		}
		return pairs;
	};
	const trend = collectTrend(aligned, binning, await gather(tables.synthetic));
	const held = tables.heldOut === null ? [] : await gather(tables.heldOut);
	return { trend, ceilings: trend.pairs.map((_, i) => held[i]?.score ?? null) };
}

const NOTHING = "nothing to compare";

function ceilingOf(value: number | null, tables: Tables): Figure {
	if (tables.heldOut === null) return NO_CEILING;
	return value === null ? absent(NOTHING) : { value };
}

/** A score's interval where there is one, or why there is no score. */
function beside(score: number | null, interval: readonly [number, number] | undefined) {
	return { ...(interval && { interval }), ...(score === null && { reason: NOTHING }) };
}

/**
 * Every fidelity figure with its ceiling, and the synthetic table's pairwise information, which an attacker can
 * compute as well. Columns of `paired` are set against each other.
 */
export async function compareFidelity(
	{ aligned, paired }: { aligned: Aligned; paired: Aligned },
	input: { real: Table; synthetic: Table; holdout?: Table },
	tables: Tables,
	random: Random,
	run: Run,
): Promise<{ fidelity: Fidelity; information: Float64Array }> {
	const { real, synthetic, heldOut } = tables;
	const names = paired.series.map((s) => s.name);
	const pairs = (names.length * (names.length - 1)) / 2;
	const shaped = startPhase(run, "shapes", 2);
	const shape = alignedShape(aligned, real, synthetic);
	await shaped();
	const shapeCeilings =
		heldOut === null
			? expectedShape(aligned, tables)
			: alignedShape(aligned, real, heldOut).columns.map((c) => c.score);
	await shaped();

	const tick = startPhase(run, "pairs", pairs * (heldOut === null ? 2 : 4));
	const compatible = await collect(paired, "compatible", tables, tick);
	const shared = await collect(paired, "shared", tables, tick);

	const coarsened = coarse(paired);
	const informationOf: Float64Array[] = [];
	const informed = startPhase(run, "mutual information", aligned.rows.length * names.length);
	for (let t = 0; t < aligned.rows.length; t++)
		informationOf.push(await finish(informationMatrix(coarsened, t), informed));
	const information = informationOf[synthetic]!;

	const within = clampReal(aligned, real, ownersOf(input.real));
	const plain = diagnostic(input.real, input.synthetic, aligned);
	const columns = plain.columns.map((column, at) => {
		const { boundaryAdherence } = column;
		return boundaryAdherence === null ? column : { ...diagnoseColumn(within, at, real, synthetic), boundaryAdherence };
	});
	const diagnosed = { ...plain, columns };
	const heldOutValidity =
		heldOut === null || !input.holdout ? null : diagnostic(input.real, input.holdout, aligned, heldOut).validity;

	const noDetection: Detection = { auc: null, reason: "no held-out rows were given" };
	const detected =
		heldOut === null
			? noDetection
			: await detection(aligned, heldOut, synthetic, random.stream("detection"), run, "detection", {
					heldOut: input.holdout?.subjects,
					other: input.synthetic.subjects,
				});
	const ceiling =
		heldOut === null
			? noDetection
			: await detection(aligned, heldOut, real, random.stream("detection ceiling"), run, "detection ceiling", {
					heldOut: input.holdout?.subjects,
					other: input.real.subjects,
				});

	const agreement = compareInformation(names, informationOf[real]!, information);
	const intervals = await fidelityIntervals(
		paired,
		tables,
		{
			shape: shape.score,
			trend: compatible.trend.score,
			shared: shared.trend.score,
			mutualInformation: agreement.score,
		},
		run,
	);

	const withCeiling = (
		{ trend, ceilings }: { trend: Trend; ceilings: (number | null)[] },
		interval: readonly [number, number] | undefined,
	) => ({
		...trend,
		...beside(trend.score, interval),
		pairs: trend.pairs.map((p, i) => ({ ...p, ceiling: ceilings[i]! })),
		ceiling: ceilingOf(mean(ceilings), tables),
	});
	const { excluded: _, ...sharedTrend } = withCeiling(shared, intervals.shared);
	const expected = mean(shapeCeilings);
	return {
		information,
		fidelity: {
			shape: {
				...shape,
				...beside(shape.score, intervals.shape),
				columns: shape.columns.map((c, i) => ({ ...c, ceiling: shapeCeilings[i]! })),
				ceiling:
					heldOut !== null || expected === null
						? ceilingOf(expected, tables)
						: { value: expected, reason: "expected from sampling noise alone, without held-out rows" },
			},
			trend: { ...withCeiling(compatible, intervals.trend), shared: sharedTrend },
			mutualInformation: {
				...agreement,
				...beside(agreement.score, intervals.mutualInformation),
				ceiling: ceilingOf(
					heldOut === null ? null : compareInformation(names, informationOf[real]!, informationOf[heldOut]!).score,
					tables,
				),
			},
			detection: { ...detected, ceiling },
			diagnostic: { ...diagnosed, ceiling: ceilingOf(heldOutValidity, tables) },
			marginals: marginals(aligned, real, synthetic, ownersOf(input.real)),
		},
	};
}
