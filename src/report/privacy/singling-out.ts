import type { Random } from "../../random";
import type { Run } from "../../run";
import { type Aligned, isNumericSeries } from "../align";
import { absent } from "../figure";
import { startPhase } from "../phase";
import { type AttackResult, concludeAttack, FEWEST_CONTROLS } from "./attack";
import { quantile } from "./closest-record";
import { wilson } from "./intervals";
import { indexRows, plainColumns } from "./plain-columns";
import {
	blindQuery,
	countMatches,
	type Guesses,
	multivariateQuery,
	type Query,
	queryKey,
	univariateQueries,
} from "./predicates";

const ATTACKS = 500;
/** Columns of a multivariate guess. */
const WIDTH = 3;
/** Random synthetic rows tried for multivariate guesses before fewer have to do. */
const MOST_ATTEMPTS = 60_000;
const CHUNK = 200;
/** Rows a guess may match before its exact number no longer matters. */
const MOST_MATCHES = 2000;

/**
 * P(a predicate of weight w singles out one of n rows), integrated over w in w₀ … w₁: ∫ n·w·(1 − w)ⁿ⁻¹ dw, in closed
 * form (Giomi and others 2023).
 */
export function isolationIntegral(n: number, w0: number, w1: number): number {
	return ((n * w0 + 1) * (1 - w0) ** n - (n * w1 + 1) * (1 - w1) ** n) / (n + 1);
}

/** P(exactly one of the `matches` among `rows` rows is in a random subset of `size`). */
function isolatedInSubset(matches: number, rows: number, size: number): number {
	if (matches === 0 || size === 0) return 0;
	// size/rows · Π (rows − size − i)/(rows − 1 − i) over the other matches, times the choices of which one.
	let p = (matches * size) / rows;
	for (let i = 0; i < matches - 1; i++) {
		const left = rows - size - i;
		if (left <= 0) return 0;
		p *= left / (rows - 1 - i);
	}
	return p;
}

/**
 * How many times more often the guesses would single out a row of a table of `target` rows than of one with `rows`:
 * Anonymeter's correction for a control of another size. `matches` holds how many of `rows` rows each guess matches.
 * Down to fewer rows it is exact; up to more, the isolation integral is fitted to the smaller sizes.
 */
export function sizeCorrection(matches: readonly number[], rows: number, target: number): number {
	const expected = (size: number): number => matches.reduce((sum, m) => sum + isolatedInSubset(m, rows, size), 0);
	const here = expected(rows);
	if (here === 0 || target === rows) return 1;
	if (target < rows) return expected(target) / here;
	const sizes = Array.from({ length: 10 }, (_, i) => Math.max(1, Math.round(((i + 1) / 10) * rows)));
	const seen = sizes.map(expected);
	// For a given weight the model is linear in its norm: search the weight alone.
	let best = { error: Number.POSITIVE_INFINITY, ratio: 1 };
	for (let step = 0; step <= 400; step++) {
		const w = 10 ** (-8 + (8 * step) / 400);
		const model = sizes.map((n) => isolationIntegral(n, 0, w));
		const norm =
			model.reduce((sum, m, i) => sum + m * seen[i]!, 0) /
			Math.max(
				1e-300,
				model.reduce((sum, m) => sum + m * m, 0),
			);
		const error = model.reduce((sum, m, i) => sum + (norm * m - seen[i]!) ** 2, 0);
		const ratio = isolationIntegral(target, 0, w) / isolationIntegral(rows, 0, w);
		if (error < best.error && Number.isFinite(ratio)) best = { error, ratio };
	}
	return best.ratio;
}

const KNOWLEDGE = {
	univariate: "the synthetic table alone; guesses one condition that only one person of the real table meets",
	multivariate: `the synthetic table alone; guesses ${WIDTH} conditions that only one person of the real table meets together`,
} as const;

/** The median as NaN-free number; columns without a value are never asked for theirs. */
function medianOf(values: Float64Array, rows: Int32Array): number {
	return (
		quantile(
			Float64Array.from(rows, (i) => values[i]!).filter((v) => !Number.isNaN(v)),
			0.5,
		) ?? 0
	);
}

/**
 * Anonymeter's singling-out attack (Giomi and others 2023): conditions that pick exactly one synthetic row are tried
 * on training rows and on held-out rows, each table without its duplicates. The trials are the guesses that could be
 * made, not those asked for.
 */
export async function singlingOut(
	aligned: Aligned,
	tables: { real: number; synthetic: number; heldOut: number },
	mode: "univariate" | "multivariate",
	random: Random,
	run: Run,
): Promise<AttackResult> {
	const { real, synthetic, heldOut } = tables;
	if (aligned.series.length === 0) return { risk: absent("no column can be compared") };
	if (aligned.rows[heldOut]! < FEWEST_CONTROLS) {
		const reason = `cannot measure: needs ${FEWEST_CONTROLS} held-out rows as control, there are ${aligned.rows[heldOut]}`;
		return { risk: absent(reason) };
	}
	if (aligned.rows[synthetic] === 0) return { risk: absent("the synthetic table has no rows") };
	const columns = [real, synthetic, heldOut].map((t) => plainColumns(aligned, t));
	const rows = [real, synthetic, heldOut].map((t, i) => indexRows(columns[i]!, aligned.rows[t]!).distinct);
	const guesses: Guesses = {
		columns: columns[1]!,
		ordered: aligned.series.map(isNumericSeries),
		rows: rows[1]!,
		medians: columns[1]!.map((values) => medianOf(values, rows[1]!)),
	};
	const tick = startPhase(
		run,
		`singling out (${mode})`,
		Math.ceil(MOST_ATTEMPTS / CHUNK) + 3 * Math.ceil(ATTACKS / 10),
	);
	let queries: Query[] = [];
	if (mode === "univariate") {
		queries = random.shuffle(univariateQueries(guesses)).slice(0, ATTACKS);
	} else {
		const seen = new Set<string>();
		for (let attempt = 0; attempt < MOST_ATTEMPTS && queries.length < ATTACKS; attempt++) {
			if (attempt % CHUNK === CHUNK - 1) await tick();
			const query = multivariateQuery(guesses, WIDTH, random);
			const key = queryKey(query);
			if (seen.has(key)) continue;
			seen.add(key);
			if (countMatches(query, columns[1]!, rows[1]!, 2) === 1) queries.push(query);
		}
	}
	if (queries.length === 0) {
		return { risk: absent("cannot measure: no condition picks out exactly one synthetic row") };
	}
	const matchesOf = async (list: readonly Query[], t: number, most: number): Promise<number[]> => {
		const matches: number[] = [];
		for (const [i, query] of list.entries()) {
			matches.push(countMatches(query, columns[t]!, rows[t]!, most));
			if (i % 10 === 9) await tick();
		}
		return matches;
	};
	const ones = (matches: readonly number[]): number => matches.filter((m) => m === 1).length;
	const training = await matchesOf(queries, 0, 2);
	const control = await matchesOf(queries, 2, MOST_MATCHES);
	const blind = Array.from({ length: queries.length }, () =>
		blindQuery(guesses, mode === "univariate" ? 1 : WIDTH, random),
	);
	const baseline = await matchesOf(blind, 0, 2);
	const correction = sizeCorrection(control, rows[2]!.length, rows[0]!.length);
	const n = queries.length;
	return concludeAttack(
		KNOWLEDGE[mode],
		wilson(ones(training), n),
		wilson(Math.min(n, ones(control) * correction), n),
		wilson(ones(baseline), n),
	);
}
