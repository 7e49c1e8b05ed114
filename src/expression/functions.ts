/** The functions of the language that work row by row on numbers. Missing in, missing out. */
import { atan, cos, exp, expm1, log, log1p, pow, sigmoid, sin, tan, tanh } from "../statistics/elementary";
import { normalCdf, normalQuantile } from "../statistics/quantile/normal";

export interface NumericFunction {
	readonly parameters: readonly string[];
	readonly defaults?: readonly number[];
	apply(a: number, b: number, c: number): number;
	/** Where it is defined, for the message; absent where that is everywhere. */
	readonly requires?: string;
	/** Always whole. */
	readonly integer?: boolean;
	/** Strictly monotone in its only argument: the argument that gives `y`. */
	inverse?(y: number): number;
	/** Dates may go in, and dates come out. */
	readonly dates?: "keep";
}

const { LN2, LN10 } = Math;

/** Rounds half away from zero to `digits` decimals. */
function round(x: number, digits: number): number {
	const scale = pow(10, digits);
	const scaled = Math.abs(x) * scale;
	const whole = Math.floor(scaled + 0.5);
	return (x < 0 ? -whole : whole) / scale || 0;
}

export const FUNCTIONS: Readonly<Record<string, NumericFunction>> = {
	abs: { parameters: ["x"], apply: (x) => Math.abs(x) },
	sign: { parameters: ["x"], apply: (x) => Math.sign(x) || (x === 0 ? 0 : Number.NaN), integer: true },
	floor: { parameters: ["x"], apply: (x) => Math.floor(x), integer: true },
	ceil: { parameters: ["x"], apply: (x) => Math.ceil(x) || (!Number.isNaN(x) ? 0 : x), integer: true },
	round: { parameters: ["x", "digits"], defaults: [0], apply: round },
	sqrt: {
		parameters: ["x"],
		apply: (x) => Math.sqrt(x),
		requires: "x ≥ 0",
		inverse: (y) => (y >= 0 ? y * y : Number.NaN),
	},
	exp: { parameters: ["x"], apply: exp, inverse: log },
	expm1: { parameters: ["x"], apply: expm1, inverse: log1p },
	log: { parameters: ["x"], apply: log, requires: "x > 0", inverse: exp },
	log1p: { parameters: ["x"], apply: log1p, requires: "x > −1", inverse: expm1 },
	log2: { parameters: ["x"], apply: (x) => log(x) / LN2, requires: "x > 0", inverse: (y) => exp(y * LN2) },
	log10: { parameters: ["x"], apply: (x) => log(x) / LN10, requires: "x > 0", inverse: (y) => exp(y * LN10) },
	sin: { parameters: ["x"], apply: sin },
	cos: { parameters: ["x"], apply: cos },
	tan: { parameters: ["x"], apply: tan },
	atan: { parameters: ["x"], apply: atan, inverse: (y) => (Math.abs(y) < Math.PI / 2 ? tan(y) : Number.NaN) },
	tanh: { parameters: ["x"], apply: tanh, inverse: (y) => (log1p(y) - log1p(-y)) / 2 },
	sigmoid: { parameters: ["x"], apply: sigmoid, inverse: (y) => log(y) - log1p(-y) },
	logit: { parameters: ["p"], apply: (p) => log(p) - log1p(-p), requires: "0 < p < 1", inverse: sigmoid },
	relu: { parameters: ["x"], apply: (x) => Math.max(0, x) },
	softplus: {
		parameters: ["x"],
		apply: (x) => (x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))),
		inverse: (y) => (y > 0 ? y + log(-expm1(-y)) : Number.NaN),
	},
	phi: {
		parameters: ["z"],
		apply: normalCdf,
		inverse: (y) => (y > 0 && y < 1 ? normalQuantile(y) : Number.NaN),
	},
	probit: { parameters: ["p"], apply: normalQuantile, requires: "0 < p < 1", inverse: normalCdf },
	pow: { parameters: ["x", "exponent"], apply: pow, requires: "x ≥ 0, or a whole exponent that is not negative at 0" },
	clip: {
		parameters: ["x", "low", "high"],
		apply: (x, low, high) => (low <= high ? Math.min(Math.max(x, low), high) : Number.NaN),
		requires: "low ≤ high",
		dates: "keep",
	},
};

/** Functions of any number of arguments, folded from the left. */
export const FOLDS: Readonly<Record<string, (a: number, b: number) => number>> = {
	min: (a, b) => Math.min(a, b),
	max: (a, b) => Math.max(a, b),
	sum: (a, b) => a + b,
	mean: (a, b) => a + b,
};

const DAY = 86_400_000;

/** Days since 1970-01-01 to year, month and day of the Gregorian calendar (Hinnant's `civil_from_days`). */
function civil(ms: number): [year: number, month: number, day: number] {
	const days = Math.floor(ms / DAY) + 719_468;
	const era = Math.floor(days / 146_097);
	const ofEra = days - era * 146_097;
	const yearOfEra = Math.floor(
		(ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
	);
	const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const shifted = Math.floor((5 * ofYear + 2) / 153);
	const month = shifted < 10 ? shifted + 3 : shifted - 9;
	const day = ofYear - Math.floor((153 * shifted + 2) / 5) + 1;
	return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

/** Parts of a date, whole numbers; `weekday` counts from 1, Monday. */
export const DATE_PARTS: Readonly<Record<string, (ms: number) => number>> = {
	year: (ms) => civil(ms)[0],
	month: (ms) => civil(ms)[1],
	day: (ms) => civil(ms)[2],
	weekday: (ms) => ((((Math.floor(ms / DAY) + 3) % 7) + 7) % 7) + 1,
	hour: (ms) => Math.floor(ms / 3_600_000) - 24 * Math.floor(ms / DAY),
};

/** Other spellings people reach for. */
export const ALIASES: Readonly<Record<string, string>> = {
	ln: "log",
	expit: "sigmoid",
	ceiling: "ceil",
	clamp: "clip",
	power: "pow",
	categorical: "category",
	student_t: "studentt",
	student: "studentt",
	gaussian: "normal",
	log_normal: "lognormal",
	truncated_normal: "truncnormal",
	chi2: "chisquare",
	negative_binomial: "negbinomial",
	isna: "ismissing",
	is_missing: "ismissing",
};
