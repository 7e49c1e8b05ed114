/** Tries to refute a promise of differential privacy from outside, by what a maker of tables lets out. */
import { oneRunEpsilon } from "../dp/audit";
import { auditWorlds } from "../dp/two-worlds";
import { OptionError } from "../errors";
import { checkOptions } from "../options/check";
import { type AcceptedOptions, COUNT } from "../options/option";
import { createRandom, type Random } from "../random";
import { appendRows } from "../table/append-rows";
import { checkTable } from "../table/check-table";
import { isNumeric, type Table, takeRows } from "../table/table";
import { CALL, type CallOptions } from "./call-options";
import { checkSeed } from "./options";

/** Makes a table from one, as whoever publishes it would: with fresh noise each time. */
export type MakeTable = (table: Table, run: number) => Promise<Table>;

export interface AuditOptions extends CallOptions {
	/** The promise that is to be tried. */
	epsilon: number;
	/** Default 1e-9. */
	delta?: number;
	/**
	 * "two-worlds": the table with and without one row, made many times over: the sharper test of one row. "one-run": many
	 * canaries at once, each in the table with chance ½, made once: cheap. Default "two-worlds".
	 */
	method?: "two-worlds" | "one-run";
	/** Times the table is made in each world. Default 200. */
	runs?: number;
	/** Canaries of "one-run". Default: a tenth of the rows, at least 100. */
	canaries?: number;
	/** Row of the table that "two-worlds" leaves out. Default: the one least like the others. */
	row?: number;
	/** 0.5 … 1. Default 0.99. */
	confidence?: number;
}

const AUDIT: AcceptedOptions<AuditOptions> = {
	...CALL,
	epsilon: { type: "number", above: 0 },
	delta: { type: "number", min: 0, max: 0.1 },
	method: { type: "choice", choices: ["two-worlds", "one-run"] },
	runs: COUNT,
	canaries: COUNT,
	row: { type: "number", whole: true, min: 0 },
	confidence: { type: "number", min: 0.5, max: 0.9999 },
};

export interface PrivacyAudit {
	readonly method: "two-worlds" | "one-run";
	/** Least ε that the maker can have at `confidence`; 0 where the guesses refute nothing. */
	readonly epsilonAtLeast: number;
	/** What was promised. */
	readonly epsilon: number;
	readonly delta: number;
	readonly confidence: number;
	/** Whether the promise is refuted. False proves nothing: another attack may refute it. */
	readonly refuted: boolean;
	/** The answer in a sentence. */
	readonly sentence: string;
}

/** How alike two numbers are that count as the same, as a share of the column's range. */
const NEAR = 0.01;

/** Says of a row of `table` how much of it is found in another table: rows that agree in many columns count most. */
function likeness(table: Table): (row: number, made: Table) => number {
	const ranges = table.columns.map((column) => {
		if (!isNumeric(column)) return 0;
		let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
		for (const v of column.values) if (!Number.isNaN(v)) [low, high] = [Math.min(low, v), Math.max(high, v)];
		return high > low ? high - low : 0;
	});
	return (row, made) => {
		const agreed = new Float64Array(made.rows);
		table.columns.forEach((column, c) => {
			const other = made.columns.find(({ name }) => name === column.name);
			if (!other) return;
			if (isNumeric(column)) {
				if (!isNumeric(other)) return;
				const own = column.values[row]!;
				other.values.forEach((v, r) => {
					if (Math.abs(v - own) <= NEAR * ranges[c]! || (Number.isNaN(v) && Number.isNaN(own))) agreed[r]!++;
				});
			} else if (!isNumeric(other)) {
				const level = column.levels[column.codes[row]!];
				other.codes.forEach((code, r) => {
					if (other.levels[code] === level) agreed[r]!++;
				});
			}
		});
		// A row that agrees in all columns tells more than many that agree in one.
		return agreed.reduce((sum, n) => sum + (n / table.columns.length) ** 6, 0);
	};
}

/** The row whose like is rarest. */
function oddest(table: Table): number {
	const like = likeness(table);
	let [best, least] = [0, Number.POSITIVE_INFINITY];
	const stride = Math.max(1, Math.floor(table.rows / 200));
	for (let row = 0; row < table.rows; row += stride) {
		const value = like(row, table);
		if (value < least) [best, least] = [row, value];
	}
	return best;
}

/** Rows whose cells come from rows of chance, each by itself: such as nobody is. */
function inventRows(table: Table, rows: number, random: Random): Table {
	const columns = table.columns.map((column) => {
		const from = Int32Array.from({ length: rows }, () => random.int(table.rows));
		return takeRows({ rows: table.rows, columns: [column] }, from).columns[0]!;
	});
	return { rows, columns };
}

/**
 * Tries to refute that `make` keeps a promise of differential privacy, with rows that are there or not. It can refute a
 * promise and never prove one: what it does not find another attack may.
 *
 * @param table A small one will do, and is quicker; it is the auditor's own and need not be secret.
 * @param make Called with a table, gives what would be published; each time with fresh noise and no seed.
 * @throws OptionError for options that cannot be used; what `make` throws; an abort rejects with the signal's reason.
 */
export async function auditPrivacy(table: Table, make: MakeTable, options: AuditOptions): Promise<PrivacyAudit> {
	checkTable(table);
	checkOptions("auditPrivacy", options, AUDIT);
	const { epsilon, delta = 1e-9, method = "two-worlds", runs = 200, confidence = 0.99 } = options;
	const { canaries = Math.max(100, Math.round(table.rows / 10)), signal, onProgress } = options;
	if (epsilon === undefined || typeof make !== "function") {
		const missing = epsilon === undefined ? "epsilon" : "make";
		throw new OptionError(
			`auditPrivacy needs ${missing}: auditPrivacy(table, (table) => makeTable(table), { epsilon: 1 }).`,
			{ option: missing },
		);
	}
	if (options.row !== undefined && options.row >= table.rows) {
		throw new OptionError(`row is ${options.row}; the table has ${table.rows} rows, counted from 0.`, {
			option: "row",
		});
	}
	const random = createRandom(checkSeed(options.seed)).stream("audit");
	const step = (done: number, steps: number) => {
		signal?.throwIfAborted();
		onProgress?.({ phase: "audit", step: done, steps });
	};
	const atLeast = method === "one-run" ? await oneRun() : await twoWorlds();
	const refuted = atLeast > epsilon;
	const bound = `at ${100 * confidence} % confidence its epsilon is at least ${atLeast.toFixed(2)}`;
	return {
		method,
		epsilonAtLeast: atLeast,
		epsilon,
		delta,
		confidence,
		refuted,
		sentence: refuted
			? `Refuted: ${bound}, above the ${epsilon} that was promised.`
			: `Not refuted: ${bound}, and ${epsilon} was promised. That is no proof: another attack may find more.`,
	};

	async function twoWorlds(): Promise<number> {
		const row = options.row ?? oddest(table);
		const rest = Int32Array.from(Array.from({ length: table.rows }, (_, r) => r).filter((r) => r !== row));
		const without = takeRows(table, rest);
		const like = likeness(table);
		const [one, other]: [number[], number[]] = [[], []];
		for (let run = 0; run < runs; run++) {
			step(run, runs);
			one.push(like(row, await make(table, 2 * run)));
			other.push(like(row, await make(without, 2 * run + 1)));
		}
		step(runs, runs);
		return auditWorlds(one, other, { delta, confidence }).epsilon;
	}

	async function oneRun(): Promise<number> {
		const invented = inventRows(table, canaries, random.stream("canaries"));
		const coins = random.stream("coins");
		const inside = Array.from({ length: canaries }, () => coins.uniform() < 0.5);
		const chosen = takeRows(invented, Int32Array.from(Array.from(inside.keys()).filter((i) => inside[i])));
		const { subjects: _, ...plain } = table;
		step(0, 1);
		const made = await make(appendRows([plain, chosen]), 0);
		step(1, 1);
		const like = likeness(invented);
		const order = Array.from(inside.keys(), (i) => ({ i, score: like(i, made) })).sort((a, b) => b.score - a.score);
		// The auditor abstains on the third it is least sure of.
		const guesses = Math.max(1, Math.floor(canaries / 3));
		const right =
			order.slice(0, guesses).filter(({ i }) => inside[i]).length +
			order.slice(-guesses).filter(({ i }) => !inside[i]).length;
		return oneRunEpsilon({ canaries, guesses: 2 * guesses, right }, delta, 1 - confidence);
	}
}
