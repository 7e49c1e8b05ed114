/** What generators under differential privacy share: the encoder, the columns' states, the subjects' bound. */
import { type Budget, createBudget, type PromiseRecord } from "../dp/budget";
import type { Columns } from "../dp/marginal-queries";
import type { SecureRandom } from "../dp/secure-random";
import { type Encoder, encodeSteps } from "../encode/encoder";
import { privateEncoderSteps } from "../encode/private-encoder";
import { ROWS_A_BREATH } from "../encode/protection";
import { OptionError } from "../errors";
import { createRandom } from "../random";
import { type Pause, paced, type Steps } from "../table/pause";
import { type Table, takeRows } from "../table/table";
import { type TokenTable, tokenSteps } from "../tokens/data";
import { type TokenColumn, tokenColumns } from "../tokens/tokens";
import type { Run } from "../worker/run";

export interface PrivateColumns {
	readonly encoder: Encoder;
	readonly tokens: readonly TokenColumn[];
	readonly columns: Columns;
	readonly unit: "row" | "subject";
	/** The rows as states and scores; they must not leave, as nothing of `columns` must. */
	readonly data: TokenTable;
	/** Rows of each unit. */
	readonly units: readonly ArrayLike<number>[];
}

/** The promise of a run; one that was made nowhere is the standard one. */
export const budgetOf = (run: Run): Budget => run.privacy ?? createBudget();

/** Share of the budget that finding categories, ranges and bins takes. */
const SHARE_OF_DOMAINS = 0.2;

/** At most so many rows of each subject, at random. */
function* boundRows(table: Table, most: number, random: SecureRandom): Steps<Table> {
	const { subjects } = table;
	if (!subjects || most < 1) return table;
	const rows = new Int32Array(subjects.length);
	for (let row = 0; row < rows.length; row++) rows[row] = row;
	for (let i = rows.length - 1; i > 0; i--) {
		if (i % ROWS_A_BREATH === 0) yield;
		const j = Number(random.below(BigInt(i + 1)));
		[rows[i], rows[j]] = [rows[j]!, rows[i]!];
	}
	const used = new Map<number, number>();
	const kept = new Uint8Array(rows.length);
	for (const [i, row] of rows.entries()) {
		if (i % ROWS_A_BREATH === 0) yield;
		const count = (used.get(subjects[row]!) ?? 0) + 1;
		used.set(subjects[row]!, count);
		if (count <= most) kept[row] = 1;
	}
	// In the table's order again.
	for (let row = 0; row < rows.length; row++) rows[row] = row;
	yield;
	return takeRows(
		table,
		rows.filter((row) => kept[row] === 1),
	);
}

/** Whose rows are protected: each subject's, where the table says whose they are and the promise does not say "row". */
export function unitOf(table: Table, { promised }: Budget): "row" | "subject" {
	if (promised.unit === "subject" && !table.subjects) {
		throw new OptionError(
			'privacy.unit is "subject", but nothing says whose the rows are; name a column by subject, or take "row".',
			{ option: "privacy" },
		);
	}
	return table.subjects && promised.unit !== "row" ? "subject" : "row";
}

/** The rows that are used, their unit and the most rows of one; with stops for breath. */
export function* boundUnits(
	table: Table,
	budget: Budget,
): Steps<{ table: Table; unit: "row" | "subject"; bound: number }> {
	const unit = unitOf(table, budget);
	const { rowsEach } = budget.promised;
	if (unit === "row") return { table, unit, bound: 1 };
	return { table: yield* boundRows(table, rowsEach, budget.random), unit, bound: rowsEach };
}

/** Rows of each unit. */
function* unitsOf({ rows, subjects }: Table, unit: "row" | "subject"): Steps<ArrayLike<number>[]> {
	const of = new Map<number, number[]>();
	const units: number[][] = [];
	for (let row = 0; row < rows; row++) {
		if (row % ROWS_A_BREATH === 0) yield;
		const own = subjects && unit === "subject" ? of.get(subjects[row]!) : undefined;
		if (own) {
			own.push(row);
			continue;
		}
		units.push([row]);
		if (subjects && unit === "subject") of.set(subjects[row]!, units.at(-1)!);
	}
	return units;
}

/**
 * Encodes a table within the ledger's budget. `rows` is exact and must not leave.
 *
 * @param pause Called often; lets messages in, and stops by throwing.
 */
export async function privateColumns(
	table: Table,
	options: { readonly bins: number },
	budget: Budget,
	pause: Pause,
): Promise<PrivateColumns> {
	const { ledger, promised } = budget;
	const { table: bounded, unit, bound } = await paced(boundUnits(table, budget), pause);
	const rho = ledger.left() * SHARE_OF_DOMAINS;
	const learning = privateEncoderSteps(bounded, { ...budget, rho, delta: promised.delta / 2, bound });
	const encoder = await paced(learning, pause);
	const tokens = tokenColumns(encoder, options.bins);
	// Not from the run's seed, which is told: with chances that are known, one row less would change those of all behind it.
	const chances = createRandom(String(budget.random.below(1n << 128n)));
	const matrix = await paced(encodeSteps(encoder, bounded, chances), pause);
	const data = await paced(tokenSteps(tokens, matrix), pause);
	const names = tokens.map(({ column }) => encoder.columns[column]!.name);
	const columns = { rows: bounded.rows, states: data.states, sizes: tokens.map((t) => t.states), names, bound };
	return { encoder, tokens, columns, unit, data, units: await paced(unitsOf(bounded, unit), pause) };
}

/** Rows counted for all pairs of columns together, at most: some minutes. */
const MOST_WORK = 2e10;

/**
 * Refuses a table whose pairs of columns would take too long to count, before they are. `rows` as far as may be told.
 *
 * @throws OptionError with the number of columns that would do.
 */
export function refuseTooWide({ sizes }: Columns, rows: number): void {
	const pairs = (sizes.length * (sizes.length - 1)) / 2;
	if (pairs * rows <= MOST_WORK) return;
	const most = Math.floor(Math.sqrt((2 * MOST_WORK) / rows));
	throw new OptionError(
		`${sizes.length} columns make ${pairs.toLocaleString("en")} pairs, which take too long to count in about ${Math.round(rows).toLocaleString("en")} rows; about ${most} columns can be. Leave some out, or take the generator "independent".`,
		{ option: "privacy", columns: sizes.length, most },
	);
}

/** The promise and its ledger as diagnostics a person can read. */
export function privacyDiagnostics(record: PromiseRecord, rows: number) {
	const lines = record.entries.map(({ what, rho, delta }) => {
		return `${what}: rho ${rho.toPrecision(3)}${delta ? `, delta ${delta.toPrecision(2)}` : ""}`;
	});
	return {
		// Never their exact number, unless it is public.
		rows,
		epsilon: record.epsilon,
		delta: record.delta,
		epsilonSpent: record.spent,
		unit: record.unit,
		adjacency: record.adjacency,
		promise: record.seeded ? record.warnings[0]! : record.words,
		ledger: lines.join("\n"),
		...(record.offLedger.length > 0 && { offLedger: record.offLedger.join(" ") }),
		...(record.warnings.length > 0 && { privacyWarnings: record.warnings.join(" ") }),
	};
}
