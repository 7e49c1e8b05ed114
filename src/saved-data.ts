/**
 * What the plain data of a saved model must look like. A model comes as a file, from whoever made it: nothing in it is
 * believed before it is checked, and nothing that follows from something else in it is believed at all.
 */
import { SavedModelError } from "./errors";
import { describeAccepted, isAccepted } from "./options/check";
import { show } from "./options/choose";
import type { Accepts } from "./options/option";

/** Refuses a value found at `at` (`encoder.columns[2].name`) that is not as it must be. Throws `SavedModelError`. */
export type Check = (value: unknown, at: string) => void;

/** Refuses the value at `at`. @param must what it must be, e.g. "a text". */
export function refuse(value: unknown, at: string, must: string): never {
	const isView = ArrayBuffer.isView(value);
	const found = isView ? `${(value as Float64Array).length} numbers` : show(value);
	throw new SavedModelError(
		`The saved model is damaged or was not written by Standin: ${at} is ${found}; it must be ${must}. Take the file as save() gave it.`,
		{ at },
	);
}

/** Refuses, unless `holds`. */
export function ensure(holds: boolean, value: unknown, at: string, must: string): void {
	if (!holds) refuse(value, at, must);
}

/** A number from `min` to `max`, both included. */
export const number =
	(min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Check =>
	(value, at) =>
		ensure(typeof value === "number" && value >= min && value <= max, value, at, `a number from ${min} to ${max}`);

/** A whole number from `min` to `max`, both included. */
export const whole =
	(min: number, max: number): Check =>
	(value, at) =>
		ensure(
			Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
			value,
			at,
			`a whole number from ${min} to ${max}`,
		);

export const text: Check = (value, at) => ensure(typeof value === "string", value, at, "a text");

export const flag: Check = (value, at) => ensure(typeof value === "boolean", value, at, "true or false");

/** One of a few words. */
export const oneOf =
	(...words: readonly string[]): Check =>
	(value, at) =>
		ensure(words.includes(value as string), value, at, `one of ${words.join(", ")}`);

/** What an option of the generator accepts. */
export const asOption =
	(accepts: Accepts): Check =>
	(value, at) =>
		ensure(isAccepted(value, accepts), value, at, describeAccepted(accepts));

/** What `check` says, or nothing. */
export const optional =
	(check: Check): Check =>
	(value, at) => {
		if (value !== undefined) check(value, at);
	};

/** An object, each member as its check says; what it has besides is not looked at. */
export const record =
	(members: Readonly<Record<string, Check>>): Check =>
	(value, at) => {
		ensure(
			typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value),
			value,
			at,
			"an object",
		);
		const found = value as Record<string, unknown>;
		for (const [name, check] of Object.entries(members)) {
			check(Object.hasOwn(found, name) ? found[name] : undefined, `${at}.${name}`);
		}
	};

/** A list of `fewest` to `most`, each as `check` says. */
export const list =
	(check: Check, fewest = 0, most = Number.POSITIVE_INFINITY): Check =>
	(value, at) => {
		const counted =
			fewest === most ? `${fewest}` : most < Number.POSITIVE_INFINITY ? `${fewest} to ${most}` : `at least ${fewest}`;
		ensure(
			Array.isArray(value) && value.length >= fewest && value.length <= most,
			Array.isArray(value) ? `${value.length} members` : value,
			at,
			`a list of ${counted}`,
		);
		for (const [i, one] of (value as unknown[]).entries()) check(one, `${at}[${i}]`);
	};

type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array;

/** What all numbers of an array must be. */
export interface NumbersMust {
	/** How many there must be; absent: any number of them. */
	readonly length?: number;
	readonly min?: number;
	readonly max?: number;
	/** Whether none is below the one before. */
	readonly rising?: boolean;
}

/** A typed array of one kind, without a NaN. */
export const numbers =
	(
		Kind: new (n: number) => Numbers,
		{ length, min = -Number.MAX_VALUE, max = Number.MAX_VALUE, rising }: NumbersMust = {},
	): Check =>
	(value, at) => {
		ensure(
			value instanceof Kind && (length === undefined || value.length === length),
			value,
			at,
			`${length ?? "some"} numbers (${Kind.name})`,
		);
		let before = Number.NEGATIVE_INFINITY;
		for (const one of value as Numbers) {
			if (!(one >= min && one <= max)) refuse(one, at, `numbers from ${min} to ${max}`);
			if (rising && one < before) refuse(one, at, "rising numbers");
			before = one;
		}
	};
