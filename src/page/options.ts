/** Arguments checked on the page, before any worker starts: every refusal names the value and the remedy. */
import { OptionError, SchemaError } from "../errors";
import type { Table } from "../table/table";
import type { Device } from "../worker/run";

const DEVICES: readonly Device[] = ["auto", "webgpu", "wasm", "cpu"];

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
function nearest(name: string, names: readonly string[]): string | undefined {
	const scored = names.map((n) => ({ n, d: distance(name.toLowerCase(), n.toLowerCase()) }));
	scored.sort((a, b) => a.d - b.d);
	const best = scored[0];
	return best && best.d <= Math.max(1, Math.ceil(best.n.length / 3)) ? best.n : undefined;
}

/** `value` as an error message shows it: text in quotes, long things cut. */
function show(value: unknown): string {
	const text = typeof value === "string" ? JSON.stringify(value) : Array.isArray(value) ? `[${value}]` : String(value);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The entry called `name`, or an `OptionError` that names the nearest one and all there are. */
export function choose<T>(entries: Readonly<Record<string, T>>, kind: string, name: string): T {
	if (typeof name === "string" && Object.hasOwn(entries, name)) return entries[name] as T;
	const names = Object.keys(entries);
	const meant = nearest(String(name), names);
	throw new OptionError(
		`There is no ${kind} called ${show(name)}${meant ? `; did you mean "${meant}"?` : "."} There are: ${names.join(", ")}.`,
		{ option: kind, value: name, names },
	);
}

/** What may stand in an option's place, in words, and whether `value` is that; told by the default alone. */
function fits(value: unknown, standard: unknown): string | undefined {
	if (typeof standard === "number" || standard === "auto") {
		const auto = standard === "auto";
		if (typeof value === "number" && Number.isFinite(value)) return undefined;
		if (auto && typeof value === "string") return undefined;
		return auto ? 'a finite number or "auto"' : "a finite number";
	}
	if (Array.isArray(standard)) {
		const first = standard[0];
		const ok = Array.isArray(value) && value.every((v) => first === undefined || fits(v, first) === undefined);
		return ok ? undefined : `a list${first === undefined ? "" : ` like ${show(standard)}`}`;
	}
	if (standard === null || standard === undefined) return undefined;
	return typeof value === typeof standard ? undefined : `a ${typeof standard}, like ${show(standard)}`;
}

/**
 * `given` over `defaults`, all options present. `undefined` stands for the default. Throws `OptionError` for an
 * option that does not exist or a value of the wrong type; ranges are the generator's own to check.
 */
export function completeOptions<Options extends object>(
	name: string,
	given: Partial<Options> | undefined,
	defaults: Readonly<Options>,
): Options {
	const options: Record<string, unknown> = { ...defaults };
	if (given !== undefined && (typeof given !== "object" || given === null || Array.isArray(given))) {
		throw new OptionError(`The options of "${name}" are an object, not ${show(given)}.`, { value: given });
	}
	for (const [option, value] of Object.entries(given ?? {})) {
		const standard = choose(defaults as Record<string, unknown>, `option of "${name}"`, option);
		if (value === undefined) continue;
		const wanted = fits(value, standard);
		if (wanted) {
			throw new OptionError(
				`The option ${option} of "${name}" is ${show(value)}; it must be ${wanted}. Its default is ${show(standard)}.`,
				{ option, value },
			);
		}
		options[option] = value;
	}
	return options as Options;
}

export function checkDevice(device: Device = "auto"): Device {
	if (DEVICES.includes(device)) return device;
	throw new OptionError(`The device is ${show(device)}; it must be one of ${DEVICES.join(", ")}.`, {
		option: "device",
		value: device,
	});
}

/** `seed` itself, or a fresh one from `crypto` where none is given. */
export function checkSeed(seed: number | string | undefined): number | string {
	if (seed === undefined) return crypto.getRandomValues(new Uint32Array(1))[0]!;
	if (typeof seed === "string" || (typeof seed === "number" && Number.isFinite(seed))) return seed;
	throw new OptionError(`The seed is ${show(seed)}; it must be a finite number or a string.`, {
		option: "seed",
		value: seed,
	});
}

/** A whole number of at least `least`. */
export function checkCount(option: string, value: unknown, least = 1): number {
	if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
	throw new OptionError(`${option} is ${show(value)}; it must be a whole number of at least ${least}.`, {
		option,
		value,
	});
}

/** Refuses what is not a table before it is copied into a worker. */
export function checkTable(table: Table, argument = "table"): Table {
	const shape = table as Partial<Table> | null | undefined;
	if (typeof shape !== "object" || shape === null || !Array.isArray(shape.columns)) {
		throw new SchemaError(
			`${argument} is ${show(table)}; it must be a Table, { rows, columns }, as parseCsv returns. For text or a file call parseCsv first.`,
			{ argument },
		);
	}
	const seen = new Set<string>();
	for (const column of table.columns) {
		const cells = "values" in column ? column.values : column.codes;
		if (cells?.length !== table.rows) {
			throw new SchemaError(
				`Column "${column.name}" of ${argument} has ${cells?.length ?? 0} values, but ${argument}.rows is ${table.rows}.`,
				{ argument, column: column.name },
			);
		}
		if (seen.has(column.name)) {
			throw new SchemaError(`${argument} has two columns called "${column.name}"; rename one.`, {
				argument,
				column: column.name,
			});
		}
		seen.add(column.name);
	}
	return table;
}
