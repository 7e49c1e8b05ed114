/** A written amount taken apart; `undefined` where a text is none. */
export interface AmountParts {
	/** "<" and the like before the amount: it is only known to lie below or above. */
	readonly bound: "" | "<" | ">";
	readonly negative: boolean;
	readonly minus: "" | "-" | "−" | "brackets" | "inside" | "trailing";
	readonly plus: boolean;
	/** Currency or unit before and behind the digits, blanks included. */
	readonly prefix: string;
	readonly suffix: string;
	/** Digits, separators and exponent. */
	readonly body: string;
}

const BODY = "(?:\\d[\\d.,'’\\u0020\\u00a0\\u2009\\u202f]*\\d|\\d\\.?|[.,]\\d+)(?:[eE][+-]?\\d{1,3})?";
const BLANK = "[\\u0020\\u00a0\\u202f]?";
const AMOUNT = new RegExp(
	`^(<=?|>=?|≤|≥)?${BLANK}(\\()?([+\\-−])?((?:[^\\d.,()+\\-−<>]|(?<=\\p{L})\\.){0,8})([+\\-−])?(${BODY})(${BLANK}[^\\d()+−<>,;:]{0,10}?)([-−])?(\\))?$`,
	"u",
);

/** Codes of ISO 4217 that people write before or behind amounts. */
const CURRENCIES = new Set(
	(
		"AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP GHS HKD HRK HUF IDR ILS INR ISK JOD JPY KES " +
		"KRW KWD KZT LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD TZS UAH " +
		"UGX USD UYU VND XAF XOF ZAR"
	).split(" "),
);
const NAMES = /^(?:kr\.?|Rs\.?|Fr\.?|zł|Kč|Ft|lei|лв\.?|руб\.?|р\.|ден|din\.?|RM|S\/\.?|[A-Z]{1,3}\p{Sc}|\p{Sc})$/u;
/** Units of measure: letters, degrees, squares, and what is divided by what; one capital alone is a code. */
const UNIT = /^(?:%|‰|°[CFK]?|[a-zµμΩ°][\p{L}°²³µ/·%]{0,8}|[A-Z][\p{L}/²³]{1,8})$/u;

function isCurrency(text: string): boolean {
	return CURRENCIES.has(text) || NAMES.test(text);
}

export function amountParts(text: string): AmountParts | undefined {
	const match = AMOUNT.exec(text.trim());
	if (!match) return undefined;
	const [, bound = "", open, before, prefix = "", inside, body, suffix = "", after, close] = match;
	if ((open === undefined) !== (close === undefined)) return undefined;
	const signs = [before, inside, after].filter((sign) => sign !== undefined);
	if (signs.length + (open ? 1 : 0) > 1) return undefined;
	const [front, back] = [prefix.trim(), suffix.trim()];
	// "RM-1000" is a code.
	if (inside && /\p{L}$/u.test(prefix)) return undefined;
	if (front !== "" && !isCurrency(front)) return undefined;
	if (back !== "" && !isCurrency(back) && !UNIT.test(back)) return undefined;
	const plus = signs[0] === "+";
	const negative = !plus && (signs.length > 0 || open !== undefined);
	const minus = open ? "brackets" : after ? "trailing" : inside && prefix ? "inside" : signs[0] === "−" ? "−" : "-";
	return {
		bound: bound === "" ? "" : /[<≤]/.test(bound) ? "<" : ">",
		negative,
		minus: negative ? minus : "",
		plus,
		prefix,
		suffix,
		body: body!,
	};
}

/** Whether a suffix is a unit in letters, as in "36 months": of a few such there are categories, not measures. */
export function isWordUnit(suffix: string): boolean {
	return /\p{L}{2}/u.test(suffix) && !isCurrency(suffix.trim());
}
