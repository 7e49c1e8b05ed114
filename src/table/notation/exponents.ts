import type { Exponents } from "./notation";

/** Share of the numbers that must have an exponent for all to have one. */
const MOST = 0.5;
/** Below this, and from 1e16 on, Python and others write numbers with an exponent. */
const SMALL = 1e-4;
const WITH_EXPONENT = /^(\d+)(?:[.,](\d+))?([eE])([+-]?)(\d+)$/;

/** Counts how a column's numbers with an exponent are written. */
export class ExponentVotes {
	private written = 0;
	private plain = 0;
	/** Numbers that a rule of small and large ones alone would write otherwise. */
	private against = 0;
	private most = 0;
	private fewest = Number.POSITIVE_INFINITY;
	private digits = 0;
	private mark: "e" | "E" = "e";
	private plus = false;

	add(body: string, value: number): void {
		const match = WITH_EXPONENT.exec(body);
		const extreme = Math.abs(value) < SMALL || Math.abs(value) >= 1e16;
		if (!match) {
			if (value === 0) return;
			this.plain++;
			if (extreme) this.against++;
			return;
		}
		this.written++;
		if (!extreme) this.against++;
		const fraction = match[2]?.length ?? 0;
		this.most = Math.max(this.most, fraction);
		this.fewest = Math.min(this.fewest, fraction);
		this.digits = this.digits === 0 ? match[5]!.length : Math.min(this.digits, match[5]!.length);
		if (match[3] === "E") this.mark = "E";
		if (match[4] === "+") this.plus = true;
	}

	/** The rule that writes most numbers as they came; nothing where exponents follow none. */
	rule(): Exponents | undefined {
		if (this.written === 0) return undefined;
		const always = this.written >= MOST * (this.written + this.plain);
		if (!always && this.against > 0.1 * this.written) return undefined;
		return {
			mark: this.mark,
			digits: this.digits,
			most: this.most,
			...(this.fewest === this.most && { even: true as const }),
			...(this.plus && { plus: true as const }),
			...(!always && { extreme: true as const }),
		};
	}
}

/** A number above zero with an exponent, where the rule writes it so. */
export function withExponent(size: number, { mark, digits, most, even, plus, extreme }: Exponents): string | undefined {
	if (size === 0 || (extreme && size >= SMALL && size < 1e16)) return undefined;
	const [mantissa, exponent] = size.toExponential(most).split("e") as [string, string];
	const shown = even ? mantissa : mantissa.replace(/\.?0+$/, (zeros) => (mantissa.includes(".") ? "" : zeros));
	const sign = exponent.startsWith("-") ? "-" : plus ? "+" : "";
	return `${shown}${mark}${sign}${exponent.slice(1).padStart(digits, "0")}`;
}
