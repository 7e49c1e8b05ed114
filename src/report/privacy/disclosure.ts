import type { Run } from "../../worker/run";
import { type Aligned, isNumericSeries, type Series } from "../align";
import { binEdges } from "../fidelity/bins";
import { absent, type Figure } from "../figure";
import { startPhase } from "../phase";
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

/** What becomes of a row whose known columns match no synthetic row: left out, counted as 0, or matched by Hamming. */
export type CapMethod = "cap" | "zero-cap" | "generalized-cap";

/** Known columns of the attack in the report. */
export const KNOWN_COLUMNS = 3;

/** Codes of a column in every table with missing as its last code: levels as they are, numbers in equal-width bins. */
export function discretise(series: Series, bins = 10, real = 0): { codes: Int32Array[]; levels: number } {
	if (!isNumericSeries(series)) {
		const missing = series.levels.length;
		return { codes: series.codes.map((codes) => codes.map((c) => (c < 0 ? missing : c))), levels: missing + 1 };
	}
	const inner = binEdges(series.values[real]!, bins).subarray(1, bins);
	// Bins are open below and closed above, as pandas' `cut` makes them.
	const code = (v: number): number => {
		if (Number.isNaN(v)) return bins;
		let b = 0;
		while (b < inner.length && inner[b]! < v) b++;
		return b;
	};
	return { codes: series.values.map((values) => Int32Array.from(values, code)), levels: bins + 1 };
}

/** Rows of the synthetic table gathered by their known columns, with the secret's counts. */
interface Holdings {
	readonly byKey: Map<string, Map<number, number>>;
	readonly keys: Map<string, readonly number[]>;
}

function keyOf(known: readonly Int32Array[], row: number): string {
	let key = "";
	for (const codes of known) key += `${codes[row]!},`;
	return key;
}

function gather(known: readonly Int32Array[], secret: Int32Array): Holdings {
	const byKey = new Map<string, Map<number, number>>();
	const keys = new Map<string, readonly number[]>();
	for (let i = 0; i < secret.length; i++) {
		const key = keyOf(known, i);
		let counts = byKey.get(key);
		if (!counts) {
			counts = new Map();
			byKey.set(key, counts);
			keys.set(
				key,
				known.map((codes) => codes[i]!),
			);
		}
		counts.set(secret[i]!, (counts.get(secret[i]!) ?? 0) + 1);
	}
	return { byKey, keys };
}

function shareOf(counts: readonly Map<number, number>[], value: number): number {
	let [hits, all] = [0, 0];
	for (const map of counts) {
		for (const [v, n] of map) {
			all += n;
			if (v === value) hits += n;
		}
	}
	return hits / all;
}

/**
 * Correct attribution probability (Elliot 2014; Taub, Elliot, Pampaka and Smith 2018): for each attacked row the share
 * of synthetic rows with the same known values that have the row's true secret; their sum, and how many rows counted.
 */
export function correctAttribution(
	attacked: { known: readonly Int32Array[]; secret: Int32Array },
	synthetic: { known: readonly Int32Array[]; secret: Int32Array },
	method: CapMethod = "cap",
): { sum: number; rows: number } {
	const { byKey, keys } = gather(synthetic.known, synthetic.secret);
	let [sum, rows] = [0, 0];
	for (let i = 0; i < attacked.secret.length; i++) {
		const counts = byKey.get(keyOf(attacked.known, i));
		if (counts) {
			sum += shareOf([counts], attacked.secret[i]!);
			rows++;
		} else if (method === "zero-cap") {
			rows++;
		} else if (method === "generalized-cap" && keys.size > 0) {
			let nearest: Map<number, number>[] = [];
			let fewest = Number.POSITIVE_INFINITY;
			for (const [key, values] of keys) {
				const distance = values.reduce((d, v, k) => d + Number(v !== attacked.known[k]![i]), 0);
				if (distance < fewest) {
					fewest = distance;
					nearest = [];
				}
				if (distance === fewest) nearest.push(byKey.get(key)!);
			}
			sum += shareOf(nearest, attacked.secret[i]!);
			rows++;
		}
	}
	return { sum, rows };
}

/** SDMetrics' DisclosureProtection: min((1 − CAP) / (1 − 1/levels), 1), levels those of the real secret. */
export function disclosureProtection(
	aligned: Aligned,
	known: readonly string[],
	secret: string,
	{ method = "cap" as CapMethod, bins = 10, real = 0, synthetic = 1 } = {},
): { score: number; protection: number; baseline: number } | null {
	const coded = (name: string) => discretise(aligned.series.find((s) => s.name === name)!, bins, real);
	const keys = known.map(coded);
	const hidden = coded(secret);
	const of = (t: number) => ({ known: keys.map((k) => k.codes[t]!), secret: hidden.codes[t]! });
	const { sum, rows } = correctAttribution(of(real), of(synthetic), method);
	if (rows === 0) return null;
	const protection = 1 - sum / rows;
	const baseline = 1 - 1 / new Set(hidden.codes[real]!).size;
	const score = baseline === 0 ? Number(protection !== 0) : Math.min(protection / baseline, 1);
	return { score, protection, baseline };
}

export interface AttributeAttack extends Attack {
	readonly secret: string;
	readonly known: readonly string[];
	/** SDMetrics' DisclosureProtection (CAP) of the same columns on the training rows, 0 … 1; 1 is best. */
	readonly disclosureProtection: number | null;
}

/** Attribute disclosure with few known columns, per secret. */
export interface AttributeDisclosure {
	readonly knowledge?: string;
	readonly risk: Figure;
	readonly training?: Rate;
	readonly heldOut?: Rate;
	readonly baseline?: Rate;
	/** The surest risk first. */
	readonly secrets: readonly AttributeAttack[];
}

/**
 * Attribute disclosure: somebody knows three columns of a person, those that tell most about the secret in the
 * synthetic table, and reads the secret off the synthetic rows that agree with them. `information` is the synthetic
 * table's pairwise information (`informationMatrix`).
 */
export async function attributeDisclosure(
	aligned: Aligned,
	tables: { real: number; synthetic: number; heldOut: number },
	information: Float64Array,
	run: Run,
): Promise<AttributeDisclosure> {
	const { real, synthetic, heldOut } = tables;
	const width = aligned.series.length;
	if (width < 2) return { risk: absent("needs two columns that can be compared"), secrets: [] };
	if (aligned.rows[heldOut]! < FEWEST_CONTROLS) {
		const reason = tooFewControls(aligned, heldOut);
		return { risk: absent(reason), secrets: [] };
	}
	if (aligned.rows[synthetic] === 0) return { risk: absent("the synthetic table has no rows"), secrets: [] };
	const coded = aligned.series.map((series) => discretise(series, 10, real));
	const tick = startPhase(run, "attribute disclosure", width);
	const secrets: AttributeAttack[] = [];
	for (let secret = 0; secret < width; secret++) {
		const others = Array.from({ length: width }, (_, c) => c).filter((c) => c !== secret);
		others.sort((a, b) => information[secret * width + b]! - information[secret * width + a]! || a - b);
		const known = others.slice(0, KNOWN_COLUMNS);
		const of = (t: number) => ({ known: known.map((k) => coded[k]!.codes[t]!), secret: coded[secret]!.codes[t]! });
		const blind = (t: number) => ({ known: [], secret: coded[secret]!.codes[t]! });
		const training = correctAttribution(of(real), of(synthetic));
		const control = correctAttribution(of(heldOut), of(synthetic));
		const baseline = correctAttribution(blind(real), blind(synthetic));
		await tick();
		const names = known.map((k) => aligned.series[k]!.name);
		const levels = new Set(coded[secret]!.codes[real]!).size;
		const protection = training.rows === 0 ? null : 1 - training.sum / training.rows;
		secrets.push({
			secret: aligned.series[secret]!.name,
			known: names,
			disclosureProtection: protection === null || levels < 2 ? null : Math.min(1, protection / (1 - 1 / levels)),
			...concludeAttack(
				`${names.join(", ")} of a person, and the synthetic table`,
				wilson(training.sum, training.rows),
				wilson(control.sum, control.rows),
				wilson(baseline.sum, baseline.rows),
			),
		});
	}
	const total = (of: (s: AttributeAttack) => Rate, people: number): Rate =>
		pooledWilson(
			secrets.reduce((sum, s) => sum + of(s).successes, 0),
			secrets.reduce((sum, s) => sum + of(s).trials, 0),
			people,
		);
	const training = total((s) => s.training, aligned.rows[real]!);
	const control = total((s) => s.heldOut, aligned.rows[heldOut]!);
	const baseline = total((s) => s.baseline, aligned.rows[real]!);
	const risk = beatsBaseline(training, baseline) ? riskInterval(residualRisk(training, control)) : absent(TOO_WEAK);
	secrets.sort(bySureRisk);
	const knowledge = `${KNOWN_COLUMNS} columns of a person, those that predict another one best, and the synthetic table`;
	return { knowledge, risk, training, heldOut: control, baseline, secrets };
}
