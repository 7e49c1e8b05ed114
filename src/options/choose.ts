import { OptionError } from "../errors";

/** Edits (insert, delete, replace) that turn `a` into `b`; Levenshtein 1966, one row at a time. */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
			next[j] = Math.min(replaced, row[j]! + 1, next[j - 1]! + 1);
		}
		row = next;
	}
	return row[b.length]!;
}

/** The name that was probably meant, if one is near enough: at most a third of its letters differ. */
export function nearest(name: string, names: readonly string[]): string | undefined {
	const scored = names.map((n) => ({ n, d: distance(name.toLowerCase(), n.toLowerCase()) }));
	scored.sort((a, b) => a.d - b.d);
	const best = scored[0];
	return best && best.d <= Math.max(1, Math.ceil(best.n.length / 3)) ? best.n : undefined;
}

function textOf(value: unknown): string {
	try {
		return typeof value === "string" ? JSON.stringify(value) : Array.isArray(value) ? `[${value}]` : String(value);
	} catch {
		// Symbols in a list, objects without a prototype: nothing says them but what they are.
		return Object.prototype.toString.call(value);
	}
}

/** `value` as an error message shows it, whatever it is: text in quotes, long things cut. */
export function show(value: unknown): string {
	const text = textOf(value);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/**
 * The entry called `name`.
 *
 * @throws OptionError where there is none; it names the nearest one and all there are.
 */
export function choose<T>(entries: Readonly<Record<string, T>>, kind: string, name: string): T {
	if (typeof name === "string" && Object.hasOwn(entries, name)) return entries[name] as T;
	const names = Object.keys(entries);
	const meant = nearest(typeof name === "string" ? name : textOf(name), names);
	throw new OptionError(
		`There is no ${kind} called ${show(name)}${meant ? `; did you mean "${meant}"?` : "."} There are: ${names.join(", ")}.`,
		{ option: kind, value: name, names },
	);
}
