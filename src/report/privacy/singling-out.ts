import type { Random } from "../../random";
import type { Run } from "../../worker/run";
import { type Aligned, isNumericSeries } from "../align";
import { absent, type Figure, Z95 } from "../figure";
import { startPhase } from "../phase";
import { type AttackResult, concludeAttack, FEWEST_CONTROLS, tooFewControls } from "./attack";
import { quantile } from "./closest-record";
import { residualRisk, riskInterval, wilson } from "./intervals";
import { isolatedAt, isolationError, sizeCorrection } from "./isolation";
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
const CHUNK = 20;
/** Steps of progress that the search for guesses counts as. */
const SEARCH = 100;
/** Rows a guess may match before its exact number no longer matters. */
const MOST_MATCHES = 2000;

/** The attack, and its risk as Anonymeter computes it from tables of two sizes. */
export type SinglingOut = AttackResult & { readonly publishedRisk?: Figure };

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

/** What both forms of the attack start from: each table as numbers without its duplicates. */
export interface SinglingOutGround {
	/** Numbers or codes of the training, synthetic and held-out table. */
	readonly columns: readonly (readonly Float64Array[])[];
	/** One row number for each distinct row of each table. */
	readonly rows: readonly Int32Array[];
	readonly guesses: Guesses;
	/** Why there is no attack, where there is none. */
	readonly reason?: string;
}

export function singlingOutGround(
	aligned: Aligned,
	{ real, synthetic, heldOut }: { real: number; synthetic: number; heldOut: number },
): SinglingOutGround {
	const tables = [real, synthetic, heldOut];
	const columns = tables.map((t) => plainColumns(aligned, t));
	const rows = tables.map((t, i) => indexRows(columns[i]!, aligned.rows[t]!).distinct);
	const guesses: Guesses = {
		columns: columns[1]!,
		ordered: aligned.series.map(isNumericSeries),
		rows: rows[1]!,
		medians: columns[1]!.map((values) => medianOf(values, rows[1]!)),
	};
	return { columns, rows, guesses, ...noAttack(aligned, heldOut, synthetic) };
}

function noAttack(aligned: Aligned, heldOut: number, synthetic: number): { reason?: string } {
	if (aligned.series.length === 0) return { reason: "no column can be compared" };
	if (aligned.rows[heldOut]! < FEWEST_CONTROLS) {
		return {
			reason: tooFewControls(aligned, heldOut),
		};
	}
	return aligned.rows[synthetic] === 0 ? { reason: "the synthetic table has no rows" } : {};
}

/**
 * Anonymeter's singling-out attack (Giomi and others 2023): conditions that pick exactly one synthetic row are tried
 * on training rows and on held-out rows, each table without its duplicates. The trials are the guesses that could be
 * made, not those asked for. How many rows a condition meets depends on the size of the table, so the held-out successes
 * are those to expect of a held-out table as large as the training table; see `isolatedAt`.
 */
export async function singlingOut(
	{ columns, rows, guesses, reason }: SinglingOutGround,
	mode: "univariate" | "multivariate",
	random: Random,
	run: Run,
): Promise<SinglingOut> {
	if (reason !== undefined) return { risk: absent(reason) };
	const tick = startPhase(
		run,
		`singling out (${mode})`,
		(mode === "multivariate" ? SEARCH : 0) + 3 * Math.ceil(ATTACKS / 10),
	);
	let queries: Query[] = [];
	if (mode === "univariate") {
		queries = random.shuffle(univariateQueries(guesses)).slice(0, ATTACKS);
	} else {
		const seen = new Set<string>();
		for (let attempt = 0; attempt < MOST_ATTEMPTS && queries.length < ATTACKS; attempt++) {
			if (attempt % CHUNK === CHUNK - 1) {
				await tick(Math.floor(SEARCH * Math.max(attempt / MOST_ATTEMPTS, queries.length / ATTACKS)));
			}
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
	const n = queries.length;
	const [trainingRows, controlRows] = [rows[0]!.length, rows[2]!.length];
	const heldOutRate = wilson(isolatedAt(control, controlRows, trainingRows), n);
	const extrapolated = Z95 * isolationError(control, controlRows, trainingRows);
	const published = wilson(Math.min(n, ones(control) * sizeCorrection(control, controlRows, trainingRows)), n);
	return {
		...concludeAttack(
			KNOWLEDGE[mode],
			wilson(ones(training), n),
			{ ...heldOutRate, error: Math.hypot(heldOutRate.error, extrapolated) },
			wilson(ones(baseline), n),
		),
		publishedRisk: riskInterval(residualRisk(wilson(ones(training), n), published)),
	};
}
