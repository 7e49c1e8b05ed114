import type { CausalModelError } from "../errors";
import { pow } from "../statistics/elementary";
import { evaluateCategory, evaluateDraw } from "./evaluate-draws";
import type { Evaluation } from "./evaluation";
import { DATE_PARTS, FOLDS, FUNCTIONS } from "./functions";
import type { Mask, Operand, Rows } from "./operand";
import { fault, type Source } from "./source";
import type { Term } from "./term";

/** What happens where an expression has no value: a division by zero, the logarithm of −1, an sd below 0. */
export type Undefined = "error" | "missing";

/** Evaluates terms column by column over the rows of one evaluation, in scratch columns it keeps. */
export class TermEvaluator implements Rows {
	readonly rows: number;
	private readonly columns: Float64Array[] = [];
	private readonly masks: Uint8Array[] = [];

	constructor(
		readonly at: Evaluation,
		readonly source: Source,
		readonly whenUndefined: Undefined,
	) {
		this.rows = at.rows;
	}

	/** Scratch number `depth`; a term at a depth may use that depth and all above. */
	column(depth: number): Float64Array {
		this.columns[depth] ??= new Float64Array(this.rows);
		return this.columns[depth]!;
	}

	/** The value of a term: a number, a parent's own column (not to be written), or scratch number `depth`. */
	operand(term: Term, depth: number, mask: Mask): Operand {
		if (term.operation === "constant") return term.value!;
		if (term.operation === "parent") return this.at.parents[term.value!]!.values as Float64Array;
		const out = this.column(depth);
		this.into(term, out, depth + 1, mask);
		return out;
	}

	/** Raises the error of an undefined value, or gives the missing value where that is wanted. */
	noValue(at: number, row: number, sentence: string): number {
		if (this.whenUndefined === "missing") return Number.NaN;
		throw this.fault(at, row, sentence);
	}

	fault(at: number, row: number, sentence: string): CausalModelError {
		const number = this.at.rowNumber(row) + 1;
		const where = this.at.rows === 1 && this.at.name === "" ? "" : ` in row ${number}`;
		return fault(this.source, at, `${sentence}${where}. Guard it with if(…), or set undefinedValues to "missing".`, {
			row: number,
		});
	}

	into(term: Term, out: Float64Array, depth: number, mask: Mask): void {
		const { rows } = this;
		switch (term.operation) {
			case "constant":
				out.fill(term.value!);
				return;
			case "parent":
				out.set(this.at.parents[term.value!]!.values);
				return;
			case "row":
				for (let i = 0; i < rows; i++) out[i] = this.at.rowNumber(i) + 1;
				return;
			case "negate": {
				const a = this.operand(term.args[0]!, depth, mask);
				for (let i = 0; i < rows; i++) out[i] = -(typeof a === "number" ? a : a[i]!);
				return;
			}
			case "not":
				this.unary(term, out, depth, mask, (a) => (a === 0 ? 1 : !Number.isNaN(a) ? 0 : Number.NaN));
				return;
			case "ismissing":
				this.unary(term, out, depth, mask, (a) => (!Number.isNaN(a) ? 0 : 1));
				return;
			case "datepart":
				this.unary(term, out, depth, mask, DATE_PARTS[term.name!]!);
				return;
			case "recode": {
				const table = term.table!;
				this.unary(term, out, depth, mask, (a) => (!Number.isNaN(a) ? table[a]! : Number.NaN));
				return;
			}
			case "arithmetic":
				this.arithmetic(term, out, depth, mask);
				return;
			case "compare":
				this.compare(term, out, depth, mask);
				return;
			case "and":
			case "or":
				this.logic(term, out, depth, mask, term.operation === "and" ? 0 : 1);
				return;
			case "among":
				this.among(term, out, depth, mask);
				return;
			case "choose":
				this.choose(term, out, depth, mask);
				return;
			case "match":
				this.match(term, out, depth, mask);
				return;
			case "coalesce":
				this.coalesce(term, out, depth, mask);
				return;
			case "cut":
				this.cut(term, out, depth, mask);
				return;
			case "function":
				this.apply(term, out, depth, mask);
				return;
			case "fold":
				this.fold(term, out, depth, mask);
				return;
			case "draw":
				evaluateDraw(this, term, out, depth, mask);
				return;
			case "category":
				evaluateCategory(this, term, out, depth, mask);
				return;
		}
	}

	private unary(term: Term, out: Float64Array, depth: number, mask: Mask, f: (a: number) => number): void {
		const a = this.operand(term.args[0]!, depth, mask);
		if (typeof a === "number") out.fill(f(a));
		else for (let i = 0; i < this.rows; i++) out[i] = f(a[i]!);
	}

	private arithmetic(term: Term, out: Float64Array, depth: number, mask: Mask): void {
		this.into(term.args[0]!, out, depth, mask);
		for (let k = 1; k < term.args.length; k++) {
			const b = this.operand(term.args[k]!, depth, mask);
			this.combine(term.operators![k - 1]!, out, b, term.places![k - 1]!, mask);
		}
	}

	private combine(operator: string, out: Float64Array, b: Operand, at: number, mask: Mask): void {
		const { rows } = this;
		const one = typeof b === "number" ? b : Number.NaN;
		const many = typeof b === "number" ? undefined : b;
		switch (operator) {
			case "+":
				if (many) for (let i = 0; i < rows; i++) out[i] = out[i]! + many[i]!;
				else for (let i = 0; i < rows; i++) out[i] = out[i]! + one;
				return;
			case "-":
				if (many) for (let i = 0; i < rows; i++) out[i] = out[i]! - many[i]!;
				else for (let i = 0; i < rows; i++) out[i] = out[i]! - one;
				return;
			case "*":
				if (many) for (let i = 0; i < rows; i++) out[i] = out[i]! * many[i]!;
				else for (let i = 0; i < rows; i++) out[i] = out[i]! * one;
				return;
			default:
				for (let i = 0; i < rows; i++) {
					const divisor = many ? many[i]! : one;
					const a = out[i]!;
					if (divisor === 0 && !Number.isNaN(a) && (!mask || mask[i]! !== 0)) {
						out[i] = this.noValue(at, i, operator === "/" ? "Division by zero" : "Remainder of a division by zero");
					} else {
						out[i] = operator === "/" ? a / divisor : a - divisor * Math.floor(a / divisor);
					}
				}
		}
	}

	private compare(term: Term, out: Float64Array, depth: number, mask: Mask): void {
		const kept = this.column(depth);
		let left = this.operand(term.args[0]!, depth, mask);
		for (let k = 1; k < term.args.length; k++) {
			const right = this.operand(term.args[k]!, depth + 1, mask);
			const test = COMPARISONS[term.operators![k - 1]!]!;
			for (let i = 0; i < this.rows; i++) {
				const a = typeof left === "number" ? left : left[i]!;
				const b = typeof right === "number" ? right : right[i]!;
				const verdict = Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : test(a, b) ? 1 : 0;
				out[i] = k === 1 || verdict === 0 ? verdict : out[i] === 0 ? 0 : out[i]! * verdict;
			}
			if (typeof right === "number") left = right;
			else {
				kept.set(right);
				left = kept;
			}
		}
	}

	/** Three-valued logic (Kleene): `decisive` (0 for and, 1 for or) wins over missing; later operands see only undecided rows. */
	private logic(term: Term, out: Float64Array, depth: number, mask: Mask, decisive: 0 | 1): void {
		out.fill(1 - decisive);
		const open = this.mask(depth);
		for (const arg of term.args) {
			for (let i = 0; i < this.rows; i++) open[i] = (!mask || mask[i]! !== 0) && out[i] !== decisive ? 1 : 0;
			const value = this.operand(arg, depth, open);
			for (let i = 0; i < this.rows; i++) {
				if (out[i] === decisive) continue;
				const a = typeof value === "number" ? value : value[i]!;
				if (Number.isNaN(a)) out[i] = Number.NaN;
				else if ((a !== 0 ? 1 : 0) === decisive) out[i] = decisive;
			}
		}
	}

	private among(term: Term, out: Float64Array, depth: number, mask: Mask): void {
		const value = this.operand(term.args[0]!, depth, mask);
		for (let i = 0; i < this.rows; i++) {
			const a = typeof value === "number" ? value : value[i]!;
			out[i] = !Number.isNaN(a) ? 0 : Number.NaN;
		}
		for (const option of term.args.slice(1)) {
			const other = this.operand(option, depth + 1, mask);
			for (let i = 0; i < this.rows; i++) {
				const a = typeof value === "number" ? value : value[i]!;
				if (a === (typeof other === "number" ? other : other[i]!)) out[i] = 1;
			}
		}
	}

	private mask(depth: number): Uint8Array {
		this.masks[depth] ??= new Uint8Array(this.rows);
		return this.masks[depth]!;
	}

	/** Evaluates a branch for the rows that take it and writes it there. */
	private branch(term: Term, taken: Uint8Array, out: Float64Array, depth: number): void {
		const value = this.operand(term, depth, taken);
		for (let i = 0; i < this.rows; i++) if (taken[i] !== 0) out[i] = typeof value === "number" ? value : value[i]!;
	}

	private choose(term: Term, out: Float64Array, depth: number, mask: Mask): void {
		const [condition, whenTrue, whenFalse] = term.args as [Term, Term, Term];
		const verdict = this.operand(condition, depth, mask);
		const choice = this.column(depth);
		if (typeof verdict === "number") choice.fill(verdict);
		else if (verdict !== choice) choice.set(verdict);
		out.fill(Number.NaN);
		const taken = this.mask(depth);
		for (const [branch, wanted] of [
			[whenTrue, true],
			[whenFalse, false],
		] as const) {
			let any = 0;
			for (let i = 0; i < this.rows; i++) {
				const c = choice[i]!;
				any |= taken[i] = !Number.isNaN(c) && (c !== 0) === wanted && (!mask || mask[i]! !== 0) ? 1 : 0;
			}
			if (any) this.branch(branch, taken, out, depth + 1);
		}
	}

	private match(term: Term, out: Float64Array, depth: number, mask: Mask): void {
		const codes = this.column(depth);
		this.into(term.args[0]!, codes, depth + 1, mask);
		out.fill(Number.NaN);
		const taken = this.mask(depth);
		for (let k = 1; k < term.args.length; k++) {
			let any = 0;
			for (let i = 0; i < this.rows; i++) {
				const code = codes[i]!;
				any |= taken[i] = !Number.isNaN(code) && term.table![code] === k && (!mask || mask[i]! !== 0) ? 1 : 0;
			}
			if (any) this.branch(term.args[k]!, taken, out, depth + 1);
		}
	}

	private coalesce(term: Term, out: Float64Array, depth: number, mask: Mask): void {
		this.into(term.args[0]!, out, depth, mask);
		const taken = this.mask(depth);
		for (const arg of term.args.slice(1)) {
			for (let i = 0; i < this.rows; i++) taken[i] = Number.isNaN(out[i]) && (!mask || mask[i]! !== 0) ? 1 : 0;
			this.branch(arg, taken, out, depth + 1);
		}
	}

	private cut(term: Term, out: Float64Array, depth: number, mask: Mask): void {
		const value = this.operand(term.args[0]!, depth, mask);
		for (let i = 0; i < this.rows; i++) {
			const a = typeof value === "number" ? value : value[i]!;
			out[i] = !Number.isNaN(a) ? 0 : Number.NaN;
		}
		for (const threshold of term.args.slice(1)) {
			const t = this.operand(threshold, depth + 1, mask);
			for (let i = 0; i < this.rows; i++) {
				const a = typeof value === "number" ? value : value[i]!;
				if (a >= (typeof t === "number" ? t : t[i]!)) out[i] = out[i]! + 1;
			}
		}
	}

	private apply(term: Term, out: Float64Array, depth: number, mask: Mask): void {
		const { apply, requires } = FUNCTIONS[term.name!]!;
		const [a, b, c] = term.args.map((arg, k) => this.operand(arg, depth + k, mask));
		for (let i = 0; i < this.rows; i++) {
			const x = typeof a === "number" ? a : a![i]!;
			const y = b === undefined ? 0 : typeof b === "number" ? b : b[i]!;
			const z = c === undefined ? 0 : typeof c === "number" ? c : c[i]!;
			let value = apply === pow ? pow(x, y) : apply(x, y, z);
			if (requires && !Number.isFinite(value) && Number.isFinite(x + y + z) && (!mask || mask[i]! !== 0))
				value = this.noValue(
					term.at,
					i,
					`${term.name} of ${describe(x, b && y, c && z)} has no value (it needs ${requires})`,
				);
			out[i] = value;
		}
	}

	private fold(term: Term, out: Float64Array, depth: number, mask: Mask): void {
		const fold = FOLDS[term.name!]!;
		this.into(term.args[0]!, out, depth, mask);
		for (const arg of term.args.slice(1)) {
			const b = this.operand(arg, depth, mask);
			for (let i = 0; i < this.rows; i++) out[i] = fold(out[i]!, typeof b === "number" ? b : b[i]!);
		}
		if (term.name === "mean") for (let i = 0; i < this.rows; i++) out[i] = out[i]! / term.args.length;
	}
}

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
	"==": (a, b) => a === b,
	"!=": (a, b) => a !== b,
	"<": (a, b) => a < b,
	"<=": (a, b) => a <= b,
	">": (a, b) => a > b,
	">=": (a, b) => a >= b,
};

function describe(...values: (number | Operand | undefined)[]): string {
	return values.filter((value) => value !== undefined).join(", ");
}
