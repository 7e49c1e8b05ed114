import { log } from "../statistics/elementary";
import { normalCdf } from "../statistics/quantile/normal";
import { DISTRIBUTIONS, type Distribution } from "./distributions";
import type { Mask, Operand, Rows } from "./operand";
import type { Term } from "./term";

/** Quantile functions prepared for terms whose parameters are constants; kept while the term is. */
const prepared = new WeakMap<Term, (e: number) => number>();

function preparedQuantile(term: Term, distribution: Distribution): ((e: number) => number) | undefined {
	if (!distribution.prepare || !term.args.every((arg) => arg.operation === "constant")) return undefined;
	let quantile = prepared.get(term);
	if (!quantile) {
		const [a, b, c, d] = term.args.map((arg) => arg.value!);
		quantile = distribution.prepare(a ?? 0, b ?? 0, c ?? 0, d ?? 0);
		prepared.set(term, quantile);
	}
	return quantile;
}

/** One draw a row, from the row's keyed noise or, where abduction found it, from that. */
export function evaluateDraw(on: Rows, term: Term, out: Float64Array, depth: number, mask: Mask): void {
	const distribution = DISTRIBUTIONS[term.name!]!;
	const { rows } = on;
	const [a, b, c, d] = term.args.map((arg, k) => on.operand(arg, depth + k, mask));
	const abducted = on.at.noise.abducted(term.value!);
	if (abducted)
		for (let i = 0; i < rows; i++) out[i] = distribution.noise === "normal" ? abducted[i]! : normalCdf(abducted[i]!);
	else if (distribution.noise === "normal") on.at.noise.normal(out, 1, term.value!);
	else on.at.noise.uniform(out, 1, term.value!);
	const quick = preparedQuantile(term, distribution);
	if (quick) {
		for (let i = 0; i < rows; i++) out[i] = Number.isNaN(out[i]) ? Number.NaN : quick(out[i]!);
		return;
	}
	for (let i = 0; i < rows; i++) {
		if (mask && mask[i] === 0) continue;
		const p = valueAt(a, i);
		const q = valueAt(b, i);
		const r = valueAt(c, i);
		const s = valueAt(d, i);
		if (Number.isNaN(out[i])) continue; // evidence that says nothing of this noise
		if (distribution.valid(p, q, r, s)) out[i] = distribution.quantile(out[i]!, p, q, r, s);
		else if (Number.isNaN(p + q + r + s)) out[i] = Number.NaN;
		else {
			const given = [p, q, r, s].slice(0, term.args.length).join(", ");
			out[i] = on.noValue(term.at, i, `${term.name}(${given}) does not exist (it needs ${distribution.requires})`);
		}
	}
}

function valueAt(operand: Operand | undefined, i: number): number {
	return operand === undefined ? 0 : typeof operand === "number" ? operand : operand[i]!;
}

/**
 * A category by Gumbel-max: argmaxₖ (ln wₖ + gₖ), computed as argminₖ Eₖ / wₖ with Eₖ = −ln uₖ, whose logarithm is
 * −gₖ. The stored uniforms stay with the unit when the weights change.
 */
export function evaluateCategory(on: Rows, term: Term, out: Float64Array, depth: number, mask: Mask): void {
	const { rows } = on;
	const best = on.column(depth);
	const noise = on.column(depth + 1);
	best.fill(Number.POSITIVE_INFINITY);
	out.fill(Number.NaN);
	const broken = new Uint8Array(rows);
	for (let k = 0; k < term.args.length; k++) {
		const weight = on.operand(term.args[k]!, depth + 2, mask);
		on.at.noise.uniform(noise, 1, term.value! + k);
		for (let i = 0; i < rows; i++) {
			const w = typeof weight === "number" ? weight : weight[i]!;
			if (Number.isNaN(w)) broken[i] = 1;
			if (w < 0 && mask?.[i] !== 0) {
				on.noValue(term.args[k]!.at, i, `A category's weight is ${w}; weights cannot be negative`);
				broken[i] = 1;
			}
			const time = -log(noise[i]!) / w;
			if (w > 0 && time < best[i]!) {
				best[i] = time;
				out[i] = k;
			}
		}
	}
	for (let i = 0; i < rows; i++) {
		if (broken[i] !== 0) out[i] = Number.NaN;
		else if (Number.isNaN(out[i]) && mask?.[i] !== 0) on.noValue(term.at, i, "All weights of a category are 0");
	}
}
