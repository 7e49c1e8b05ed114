import { describeFair, type Fair, planFair } from "../constraints/fair/fair";
import { groupsOf } from "../constraints/fair/groups";
import type { Random } from "../random";
import { boost, predictScores } from "../statistics/trees/boost";
import { type Feature, takeFeatures } from "../statistics/trees/features";
import type { Table } from "../table/table";
import type { Run } from "../worker/run";
import { type Aligned, isNumericSeries } from "./align";
import { absent, type Figure, withError } from "./figure";
import { finish, startPhase } from "./phase";
import { sampleRows } from "./sample-rows";

/** How groups fare by one source. */
export interface Differences {
	/** Largest less smallest share of a group that has, or is predicted, the favourable outcome. */
	readonly parity: Figure;
	/** The same among those who have the favourable outcome in reality; predictions only. */
	readonly opportunity: Figure;
	/** Share of predictions that are right. */
	readonly accuracy: Figure;
}

/** Fairness of a table with a fair target, and of models trained on it, beside the real table. */
export interface Fairness {
	/** What was asked for, a sentence. */
	readonly asked: string;
	readonly target: string;
	readonly favourable: string;
	/** Rows of each group with the share that has the favourable outcome. */
	readonly groups: readonly {
		readonly group: string;
		readonly real: Figure;
		readonly synthetic: Figure;
	}[];
	/** Difference of the outcome itself. */
	readonly outcome: { readonly real: Figure; readonly synthetic: Figure };
	/** Predictions for held-out real rows by models trained on real and on synthetic rows. */
	readonly predictions: { readonly real: Differences; readonly synthetic: Differences } | { readonly reason: string };
}

/** Rows of a group from which its rate counts. */
const FEWEST_ROWS = 20;
const ROUNDS = 100;
const RESAMPLES = 100;
const MOST_ROWS = 33_000;

/** Rate of each group, NaN where it has too few rows. */
function ratesOf(
	hits: ArrayLike<number>,
	groups: ArrayLike<number>,
	count: number,
	rows?: ArrayLike<number>,
): number[] {
	const [sums, sizes] = [new Float64Array(count), new Float64Array(count)];
	const n = rows?.length ?? hits.length;
	for (let i = 0; i < n; i++) {
		const row = rows ? rows[i]! : i;
		sums[groups[row]!]! += hits[row]!;
		sizes[groups[row]!]!++;
	}
	return Array.from(sums, (sum, g) => (sizes[g]! < FEWEST_ROWS ? Number.NaN : sum / sizes[g]!));
}

function differenceOf(rates: readonly number[]): number {
	const known = rates.filter((rate) => !Number.isNaN(rate));
	return known.length < 2 ? Number.NaN : Math.max(...known) - Math.min(...known);
}

/** A difference with its interval over resampled rows. */
function differenceFigure(hits: ArrayLike<number>, groups: ArrayLike<number>, count: number, random: Random): Figure {
	const value = differenceOf(ratesOf(hits, groups, count));
	if (Number.isNaN(value)) return absent(`fewer than two groups have ${FEWEST_ROWS} rows`);
	const rows = new Int32Array(hits.length);
	const resampled = Array.from({ length: RESAMPLES }, () => {
		for (let i = 0; i < rows.length; i++) rows[i] = random.int(rows.length);
		return differenceOf(ratesOf(hits, groups, count, rows));
	}).filter((difference) => !Number.isNaN(difference));
	const mean = resampled.reduce((sum, difference) => sum + difference, 0) / resampled.length;
	const variance =
		resampled.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / Math.max(1, resampled.length - 1);
	return withError(value, Math.sqrt(variance), 0, 1);
}

function share(hits: readonly number[]): Figure {
	if (hits.length < FEWEST_ROWS) return absent(`${hits.length} rows are too few`);
	const value = hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
	return withError(value, Math.sqrt((value * (1 - value)) / hits.length), 0, 1);
}

/**
 * Demographic parity and equal opportunity of the outcome and of gradient-boosted trees (100 rounds) that learned from either table,
 * judged on held-out real rows.
 *
 * @throws OptionError where `fair` does not fit the real table.
 */
export async function fairness(
	aligned: Aligned,
	input: { readonly real: Table; readonly synthetic: Table; readonly holdout?: Table },
	fair: Fair,
	random: Random,
	run: Run,
): Promise<Fairness> {
	const plan = planFair(input.real, fair);
	const { target, favourable } = plan;
	const tick = startPhase(run, "fairness", 2 * ROUNDS + 2);
	const count = plan.groups.names.length;
	const hitsOf = (table: Table) => {
		const column = table.columns.find(({ name }) => name === target);
		if (!column || !("levels" in column)) return [];
		return Array.from(column.codes, (code) => (code < 0 ? Number.NaN : Number(column.levels[code] === favourable)));
	};
	const known = (table: Table) => {
		const hits = hitsOf(table);
		const rows = Array.from(hits.keys()).filter((row) => !Number.isNaN(hits[row]!));
		const groups = groupsOf(plan.groups, table);
		return { rows, hits: rows.map((row) => hits[row]!), groups: rows.map((row) => groups[row]!) };
	};
	const [real, synthetic] = [known(input.real), known(input.synthetic)];
	await tick();
	const outcome = {
		real: differenceFigure(real.hits, real.groups, count, random.stream("real")),
		synthetic: differenceFigure(synthetic.hits, synthetic.groups, count, random.stream("synthetic")),
	};
	await tick();
	const groups = plan.groups.names
		.map((group, g) => ({
			group,
			real: share(real.hits.filter((_, i) => real.groups[i] === g)),
			synthetic: share(synthetic.hits.filter((_, i) => synthetic.groups[i] === g)),
		}))
		.filter((own) => own.real.value !== null || own.synthetic.value !== null);
	const about = { asked: describeFair(plan), target, favourable, groups, outcome };
	const series = aligned.series.find(({ name }) => name === target);
	const inputs = aligned.series.filter((own) => own !== series);
	if (!input.holdout) return { ...about, predictions: { reason: "no held-out rows were given" } };
	if (!series || isNumericSeries(series) || inputs.length === 0) {
		return { ...about, predictions: { reason: `"${target}" cannot be predicted from the columns that are compared` } };
	}
	const heldOut = known(input.holdout);
	if (heldOut.rows.length < FEWEST_ROWS) {
		return { ...about, predictions: { reason: `${heldOut.rows.length} held-out rows are too few` } };
	}
	const good = series.levels.indexOf(favourable);
	const features = (t: number): Feature[] =>
		inputs.map((own) => (isNumericSeries(own) ? { values: own.values[t]! } : { codes: own.codes[t]! }));
	const test = takeFeatures(features(2), heldOut.rows);
	const size = Math.min(real.rows.length, synthetic.rows.length, MOST_ROWS);
	const judge = async (t: number, rows: readonly number[], stream: Random): Promise<Differences> => {
		const chosen = sampleRows(rows.length, size, stream.stream("rows")).map((i) => rows[i]!);
		const codes = chosen.map((row) => series.codes[t]![row]!);
		const learn = { kind: "class", codes, classes: Math.max(2, series.levels.length) } as const;
		const model = await finish(boost(takeFeatures(features(t), chosen), learn, { rounds: ROUNDS }), tick);
		const scores = predictScores(model, test);
		const K = model.outputs;
		const hits = heldOut.rows.map((_, i) => {
			if (K === 1) return Number(scores[i]! > 0 === (good === 1));
			const own = scores.subarray(i * K, (i + 1) * K);
			return Number(own.indexOf(Math.max(...own)) === good);
		});
		const positive = hits.flatMap((hit, i) => (heldOut.hits[i] === 1 ? [{ hit, group: heldOut.groups[i]! }] : []));
		return {
			parity: differenceFigure(hits, heldOut.groups, count, stream.stream("parity")),
			opportunity: differenceFigure(
				positive.map(({ hit }) => hit),
				positive.map(({ group }) => group),
				count,
				stream.stream("opportunity"),
			),
			accuracy: share(hits.map((hit, i) => Number(hit === heldOut.hits[i]))),
		};
	};
	return {
		...about,
		predictions: {
			real: await judge(0, real.rows, random.stream("trained on real")),
			synthetic: await judge(1, synthetic.rows, random.stream("trained on synthetic")),
		},
	};
}
