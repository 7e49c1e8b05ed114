import { OptionError } from "../errors";
import { checkOptions } from "../options/check";
import type { AcceptedOptions } from "../options/option";

/** What a column may hold, where that is public: nothing is spent on finding it out. */
export interface Domain {
	/** Least and greatest number, or datetime as ISO text; values beyond count as these. */
	readonly range?: readonly [number | string, number | string];
	/** Every category; others count as "other". */
	readonly levels?: readonly string[];
}

/** The promise of differential privacy that is asked for. */
export interface Privacy {
	/** Any result is at most e^epsilon times as likely with a unit as without it. Smaller promises more and costs quality. */
	readonly epsilon: number;
	/** Chance that the promise fails; far below one in the number of units. Default 1e-9. */
	readonly delta?: number;
	/** Whose data is protected. Default: the subject where the table says whose its rows are, else the row. */
	readonly unit?: "row" | "subject";
	/** Most rows of a subject that are used; further ones are left out at random. Default 1. */
	readonly rowsEach?: number;
	/** Whether the number of rows is public, so that it may be told exactly. Default false. */
	readonly publicRows?: boolean;
	/** What columns may hold, by name, where that is public. */
	readonly domains?: Readonly<Record<string, Domain>>;
}

/** A promise with nothing left open but the unit, which may follow from the table. */
export type Promised = Required<Omit<Privacy, "unit">> & Pick<Privacy, "unit">;

/** What is promised where nobody says otherwise, by a generator that always promises. */
export const STANDARD_PROMISE: Promised = {
	epsilon: 1,
	delta: 1e-9,
	rowsEach: 1,
	publicRows: false,
	domains: {},
};

/** What each member of `Privacy` may be. */
export const PRIVACY: AcceptedOptions<Privacy> = {
	epsilon: { type: "number", above: 0, max: 1000 },
	delta: { type: "number", above: 0, max: 0.01 },
	unit: { type: "choice", choices: ["row", "subject"] },
	rowsEach: { type: "number", min: 1, max: 1000, whole: true },
	publicRows: { type: "boolean" },
	domains: { type: "object" },
};

/** A number, or a datetime as milliseconds. */
export function boundOf(value: number | string): number {
	return typeof value === "number" ? value : Date.parse(value);
}

function checkDomain(name: string, domain: Domain): void {
	const refuse = (why: string): never => {
		throw new OptionError(
			`privacy.domains: "${name}" ${why}; give { range: [least, greatest] } or { levels: ["a", "b"] }.`,
			{
				option: "privacy",
				column: name,
			},
		);
	};
	const { range, levels } = (domain ?? {}) as Domain;
	if (!range === !levels) refuse(range ? "has a range and levels" : "has neither a range nor levels");
	if (levels && !(Array.isArray(levels) && levels.length > 0 && levels.every((one) => typeof one === "string"))) {
		refuse("has levels that are no list of texts");
	}
	if (range && !(Array.isArray(range) && range.length === 2 && boundOf(range[0]) < boundOf(range[1]))) {
		refuse("has a range that is not two rising numbers or dates");
	}
}

/** The promise with its defaults. Throws `OptionError` for one that is none. */
export function readPrivacy(given: Privacy): Promised {
	checkOptions("privacy", given, PRIVACY);
	if (given.epsilon === undefined) {
		throw new OptionError("privacy.epsilon is missing; 1 is a strong promise, above 10 it promises little.", {
			option: "privacy",
		});
	}
	const { unit, ...rest } = given;
	const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
	const promised = { ...STANDARD_PROMISE, ...said, ...(unit && { unit }) } as Promised;
	for (const [name, domain] of Object.entries(promised.domains)) checkDomain(name, domain);
	return promised;
}

/** e^ε as people say it. */
function times(epsilon: number): string {
	const factor = Math.exp(epsilon);
	if (factor < 10) return factor.toFixed(1);
	return factor < 1e6 ? String(Math.round(factor)) : factor.toExponential(0).replace("e+", " × 10^");
}

/** What is promised, in words. */
export function promiseInWords({ epsilon, delta, rowsEach }: Promised, unit: "row" | "subject"): string {
	const whose =
		unit === "row" ? "any one row" : `any one subject (at most ${rowsEach} row${rowsEach === 1 ? "" : "s"} each)`;
	return `With or without ${whose}, any result is at most ${times(epsilon)} times as likely (epsilon ${epsilon}), but for a chance of ${delta} (delta). This holds against every attack and whatever else the attacker knows. It does not hide what is true of many rows, and does not cover what is published of the same data elsewhere.`;
}

/** What to be warned of, one sentence each. `rows` as far as it may be told. */
export function promiseWarnings({ epsilon, delta }: Promised, rows: number): string[] {
	const warnings: string[] = [];
	if (epsilon > 10) warnings.push(`Epsilon ${epsilon} promises little: above 10 the bound hardly limits an attacker.`);
	if (rows < 1000)
		warnings.push(`About ${Math.round(rows)} rows are few: below 1,000 the noise outweighs most counts.`);
	if (delta * rows >= 1) {
		warnings.push(`Delta ${delta} is not below one in the number of rows: a result may give a whole row away.`);
	}
	return warnings;
}
