import type { Random } from "../../random";
import type { Run } from "../../worker/run";
import { type Aligned, isNumericSeries, rangeIn } from "../align";
import { absent, type Figure } from "../figure";
import { startPhase } from "../phase";
import { sampleRows } from "../sample-rows";
import { affordable } from "./affordable";
import {
	type Attack,
	beatsBaseline,
	bySureRisk,
	concludeAttack,
	FEWEST_CONTROLS,
	TOO_WEAK,
	tooFewControls,
} from "./attack";
import { pooledWilson, type Rate, residualRisk, riskInterval, wilson } from "./intervals";
import { buildTree, createSearch } from "./neighbours";
import { plainColumns } from "./plain-columns";
import { createSpace } from "./space";

/** Attacked rows of each side and secret. */
const ATTACKS = 500;
const FEWEST_ATTACKS = 100;
/** Secrets tried at most; the target is always one of them. */
const MOST_SECRETS = 20;
/** Tables with more columns have fewer secrets tried. */
const WIDE = 30;
const FEWEST_SECRETS = 10;
/** A number is guessed right within this share of the guess, a date within this share of the real column's range. */
export const INFERENCE_TOLERANCE = 0.05;
const CHUNK = 10;

export interface SecretAttack extends Attack {
	readonly secret: string;
}

/** The inference attack on each column as the secret. */
export interface Inference {
	readonly knowledge?: string;
	/** Risk over all secrets' attacks together. */
	readonly risk: Figure;
	readonly training?: Rate;
	readonly heldOut?: Rate;
	readonly baseline?: Rate;
	/** One entry a secret, the surest risk first. */
	readonly secrets: readonly SecretAttack[];
}

/**
 * Whether a guess of a secret counts as right: levels equal, missing for missing, numbers within 5 % of `scale`. That is
 * the guess itself, or for dates, whose zero means nothing, the range they have.
 */
export function guessIsRight(guess: number, secret: number, numeric: boolean, scale = guess): boolean {
	if (Number.isNaN(guess) || Number.isNaN(secret)) return Number.isNaN(guess) && Number.isNaN(secret);
	if (!numeric) return guess === secret;
	// Its size, not its sign, sets the scale: dividing by a negative guess would call every such guess right.
	return Math.abs(guess - secret) / (Math.abs(scale) + 1e-12) <= INFERENCE_TOLERANCE;
}

/**
 * Anonymeter's inference attack (Giomi and others 2023): somebody knows every column of a person but one and takes
 * that one from the nearest synthetic row. Tried for each column, on training and on held-out rows; guessing takes it
 * from a random synthetic row.
 */
export async function inference(
	aligned: Aligned,
	tables: { real: number; synthetic: number; heldOut: number },
	target: string | undefined,
	random: Random,
	run: Run,
): Promise<Inference> {
	const { real, synthetic, heldOut } = tables;
	const width = aligned.series.length;
	if (width < 2) return { risk: absent("needs two columns that can be compared"), secrets: [] };
	if (aligned.rows[heldOut]! < FEWEST_CONTROLS) {
		const reason = tooFewControls(aligned, heldOut);
		return { risk: absent(reason), secrets: [] };
	}
	const candidates = aligned.rows[synthetic]!;
	if (candidates === 0) return { risk: absent("the synthetic table has no rows"), secrets: [] };
	const order = random.shuffle(Array.from({ length: width }, (_, c) => c));
	order.sort((a, b) => Number(aligned.series[b]!.name === target) - Number(aligned.series[a]!.name === target));
	const chosen = order.slice(0, width > WIDE ? FEWEST_SECRETS : MOST_SECRETS).sort((a, b) => a - b);
	const space = createSpace(aligned, [real, synthetic]);
	const tree = buildTree(space.points[synthetic]!, width);
	const tried = affordable(ATTACKS, FEWEST_ATTACKS, 2 * chosen.length * candidates * width, width);
	const n = Math.min(tried, aligned.rows[heldOut]!, aligned.rows[real]!);
	const tick = startPhase(run, "inference", chosen.length * 2 * Math.ceil(n / CHUNK));
	const secretsOf = [real, synthetic, heldOut].map((t) => plainColumns(aligned, t));
	const knowledge = "every column of a person but the secret one, and the synthetic table";
	const secrets: SecretAttack[] = [];
	for (const secret of chosen) {
		const series = aligned.series[secret]!;
		const numeric = isNumericSeries(series);
		const scale = series.kind === "datetime" && numeric ? rangeIn(series, real) : undefined;
		const known = Array.from({ length: width }, (_, c) => c).filter((c) => c !== secret);
		const search = createSearch(tree, 1, known);
		const guesses = secretsOf[1]![secret]!;
		const attack = async (t: number, truth: Float64Array): Promise<[number, number]> => {
			let right = 0;
			let lucky = 0;
			const targets = sampleRows(aligned.rows[t]!, n, random);
			for (let i = 0; i < n; i++) {
				const row = targets[i]!;
				search.find(space.points[t]!, row * width);
				if (guessIsRight(guesses[search.rows[0]!]!, truth[row]!, numeric, scale)) right++;
				if (guessIsRight(guesses[random.int(candidates)]!, truth[row]!, numeric, scale)) lucky++;
				if (i % CHUNK === CHUNK - 1) await tick();
			}
			return [right, lucky];
		};
		const [right, lucky] = await attack(real, secretsOf[0]![secret]!);
		const [control] = await attack(heldOut, secretsOf[2]![secret]!);
		secrets.push({
			secret: aligned.series[secret]!.name,
			...concludeAttack(knowledge, wilson(right, n), wilson(control, n), wilson(lucky, n)),
		});
	}
	const total = (of: (s: SecretAttack) => Rate, people: number): Rate =>
		pooledWilson(
			secrets.reduce((sum, s) => sum + of(s).successes, 0),
			n * secrets.length,
			people,
		);
	const training = total((s) => s.training, aligned.rows[real]!);
	const control = total((s) => s.heldOut, aligned.rows[heldOut]!);
	const baseline = total((s) => s.baseline, aligned.rows[real]!);
	const risk: Figure = beatsBaseline(training, baseline)
		? riskInterval(residualRisk(training, control))
		: absent(TOO_WEAK);
	secrets.sort(bySureRisk);
	return { knowledge, risk, training, heldOut: control, baseline, secrets };
}
