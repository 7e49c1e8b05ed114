/** Options as data: what checks, types, forms, documentation and command lines are made of. */

/** What an argument may be. */
export type Accepts =
	| NumberAccepted
	/** A list of one to `most` numbers, each as `each` says of one. */
	| { readonly type: "numbers"; readonly each: NumberAccepted; readonly most?: number }
	/** Any text. */
	| { readonly type: "text" }
	| { readonly type: "boolean" }
	/** One of a few words. */
	| { readonly type: "choice"; readonly choices: readonly string[] }
	/** A list of at least one of a few words. */
	| { readonly type: "choices"; readonly choices: readonly string[] }
	/** An object of numbers of at least 0, not all 0, by name. */
	| { readonly type: "weights" }
	/** A plain object that whoever uses it checks further. */
	| { readonly type: "object" }
	/** A list of texts, empty or not. */
	| { readonly type: "texts" }
	/** A list that whoever uses it checks further. */
	| { readonly type: "list" }
	/** A finite number or a text. */
	| { readonly type: "seed" }
	/** A text or a `URL`. */
	| { readonly type: "url" }
	/** An `AbortSignal`. */
	| { readonly type: "signal" }
	| { readonly type: "function" }
	/** Whatever it is, it is checked elsewhere. */
	| { readonly type: "any" };

/** A finite number within closed bounds. */
export interface NumberAccepted {
	readonly type: "number";
	readonly min?: number;
	readonly max?: number;
	/** The number must be larger than this. */
	readonly above?: number;
	/** Whether it must be a whole number. Default false. */
	readonly whole?: boolean;
	/** What may stand in its place and means: follows from the data. Absent: nothing may. */
	readonly auto?: 0 | "auto";
}

/** One option of a generator or prior: what it may be, what it is where nobody says, and what it does. */
export type Option = Accepts & { readonly default: unknown; readonly help: string };

/** A positive whole number. */
export const COUNT = { type: "number", whole: true, min: 1 } as const satisfies Accepts;

/**
 * What each member of an object of options may be. `AcceptedOptions<FitOptions>` names every member, so that none can be
 * added without its check.
 */
export type AcceptedOptions<Bag> = { readonly [Name in keyof Required<Bag>]: Accepts };

/** Options by name. */
export type Options = Readonly<Record<string, Option>>;

/** The values that an option takes. */
export type Value<A> = A extends { type: "number" }
	? A extends { auto: "auto" }
		? number | "auto"
		: number
	: A extends { type: "numbers" }
		? readonly number[]
		: A extends { type: "text" }
			? string
			: A extends { type: "boolean" }
				? boolean
				: A extends { type: "choice"; choices: readonly (infer Word)[] }
					? Word
					: A extends { type: "choices"; choices: readonly (infer Word)[] }
						? readonly Word[]
						: A extends { type: "weights" }
							? Readonly<Record<string, number>>
							: A extends { type: "object" }
								? Readonly<Record<string, Readonly<Record<string, unknown>>>>
								: unknown;

/** All options with a value each. */
export type Values<O extends Options> = { [Name in keyof O]: Value<O[Name]> };

/** The defaults of `options`, by name. */
export function defaultsOf<const O extends Options>(options: O): Readonly<Values<O>> {
	return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default])) as Values<O>;
}

/** What is known of a method, with the defaults of its options beside them. */
export function withDefaults<const Meta extends { readonly options: Options }>(
	meta: Meta,
): Meta & { readonly defaults: Readonly<Values<Meta["options"]>> } {
	return { ...meta, defaults: defaultsOf(meta.options) as Readonly<Values<Meta["options"]>> };
}
