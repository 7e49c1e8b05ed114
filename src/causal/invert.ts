import { DISTRIBUTIONS } from "../expression/distributions";
import type { TermEvaluator } from "../expression/evaluate";
import { FUNCTIONS } from "../expression/functions";
import type { Operand } from "../expression/operand";
import { fault } from "../expression/source";
import { drawsIn, type Term } from "../expression/term";
import { normalQuantile } from "../statistics/quantile/normal";
import type { AbductedNoise, Values } from "./scm";

/** Largest relative difference at which a computed value still counts as the observed one. */
const AGREES = 1e-6;
/** Nearest a uniform may come to 0 and 1. */
const EDGE = 2 ** -53;

/**
 * The noise under which a term has the observed values: the one draw in it is reached through operations that are
 * strictly monotone in it (sums, products, logarithms …), each undone in turn. Rows with a missing value get NaN.
 *
 * @throws CausalModelError where the term has several draws, a discrete one, or an operation that loses its value
 * (rounding, conditions); or where no noise at all could give an observed value.
 */
export function invertTerm(on: TermEvaluator, root: Term, observed: Values): AbductedNoise {
	const draws = drawsIn(root);
	if (draws.length === 0) {
		checkAgreement(on, root, observed);
		return {};
	}
	const refuse = (at: number, why: string) =>
		fault(
			on.source,
			at,
			`The noise cannot be recovered from the value: ${why}. Counterfactuals by seed replay the noise and need no such step.`,
			{
				invertible: false,
			},
		);
	if (draws.length > 1)
		throw refuse(root.at, `it takes ${draws.length} random numbers, and one value cannot determine them`);
	const target = Float64Array.from(observed);
	let term = root;
	while (term.operation !== "draw") {
		const inner = term.args.findIndex((arg) => drawsIn(arg).length > 0);
		if (term.operation === "arithmetic" && !term.operators!.includes("%")) undoArithmetic(on, term, inner, target);
		else if (term.operation === "negate") for (let i = 0; i < on.rows; i++) target[i] = -target[i]!;
		else if (term.operation === "function" && FUNCTIONS[term.name!]!.inverse) {
			const { inverse } = FUNCTIONS[term.name!]!;
			for (let i = 0; i < on.rows; i++) target[i] = undo(on, term, i, target[i]!, inverse!);
		} else throw refuse(term.at, `${term.name ?? term.operation} does not keep it`);
		term = term.args[inner]!;
	}
	const { score, noise } = DISTRIBUTIONS[term.name!]!;
	if (!score) throw refuse(term.at, `${term.name} is discrete, so many noise values give the same value`);
	const [a, b, c, d] = term.args.map((arg, k) => on.operand(arg, 2 + k, undefined));
	for (let i = 0; i < on.rows; i++) {
		const x = target[i]!;
		if (Number.isNaN(x)) continue;
		const e = score(x, at(a, i), at(b, i), at(c, i), at(d, i));
		const possible = noise === "normal" ? Number.isFinite(e) : e >= -AGREES && e <= 1 + AGREES;
		if (!possible) throw impossible(on, term, i, observed[i]!);
		// Kept as a normal score, so that another definition may read it as whichever noise its draw is made from.
		target[i] = noise === "normal" ? e : normalQuantile(Math.min(1 - EDGE, Math.max(EDGE, e)));
	}
	return { [term.value!]: target };
}

function at(operand: Operand | undefined, i: number): number {
	return operand === undefined ? 0 : typeof operand === "number" ? operand : operand[i]!;
}

function undo(on: TermEvaluator, term: Term, row: number, y: number, inverse: (y: number) => number): number {
	const x = inverse(y);
	if (!Number.isFinite(x) && !Number.isNaN(y)) throw impossible(on, term, row, y);
	return x;
}

function impossible(on: TermEvaluator, term: Term, row: number, value: number) {
	return fault(
		on.source,
		term.at,
		`The evidence in row ${on.at.rowNumber(row) + 1} is impossible under the model: no noise gives ${value}.`,
		{ row: on.at.rowNumber(row) + 1, value },
	);
}

/** Undoes a left fold around its operand `inner`: the operations after it from the last on, then the one before it. */
function undoArithmetic(on: TermEvaluator, term: Term, inner: number, target: Float64Array): void {
	const { args, operators } = term;
	for (let k = args.length - 1; k > inner; k--) {
		const b = on.operand(args[k]!, 2, undefined);
		for (let i = 0; i < on.rows; i++) target[i] = undoRight(on, term, i, operators![k - 1]!, target[i]!, at(b, i));
	}
	if (inner === 0) return;
	const before = inner === 1 ? args[0]! : { ...term, args: args.slice(0, inner) };
	const a = on.operand(before, 2, undefined);
	for (let i = 0; i < on.rows; i++) target[i] = undoLeft(on, term, i, operators![inner - 1]!, target[i]!, at(a, i));
}

/** x with x ∘ b = y. */
function undoRight(on: TermEvaluator, term: Term, row: number, operator: string, y: number, b: number): number {
	if (operator === "+") return y - b;
	if (operator === "-") return y + b;
	if (b === 0 && !Number.isNaN(y)) throw impossible(on, term, row, y);
	return operator === "*" ? y / b : y * b;
}

/** x with a ∘ x = y. */
function undoLeft(on: TermEvaluator, term: Term, row: number, operator: string, y: number, a: number): number {
	if (operator === "+") return y - a;
	if (operator === "-") return a - y;
	if ((operator === "*" ? a : y) === 0) throw impossible(on, term, row, y);
	return operator === "*" ? y / a : a / y;
}

function checkAgreement(on: TermEvaluator, root: Term, observed: Values): void {
	const computed = on.operand(root, 1, undefined);
	for (let i = 0; i < on.rows; i++) {
		const value = at(computed, i);
		if (Math.abs(value - observed[i]!) > AGREES * (1 + Math.abs(value))) throw impossible(on, root, i, observed[i]!);
	}
}
