/** What generators under differential privacy share: the encoder, the columns' states, the subjects' bound. */
import { type Budget, createBudget, type PromiseRecord } from "../dp/budget";
import type { Columns } from "../dp/marginal-queries";
import type { SecureRandom } from "../dp/secure-random";
import { type Encoder, encode } from "../encode/encoder";
import { fitPrivateEncoder } from "../encode/private-encoder";
import { OptionError } from "../errors";
import { createRandom } from "../random";
import { type Table, takeRows } from "../table/table";
import { type TokenTable, tokenTable } from "../tokens/data";
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
function boundRows(table: Table, most: number, random: SecureRandom): Table {
	const { subjects } = table;
	if (!subjects || most < 1) return table;
	const rows = Array.from(subjects.keys());
	for (let i = rows.length - 1; i > 0; i--) {
		const j = Number(random.below(BigInt(i + 1)));
		[rows[i], rows[j]] = [rows[j]!, rows[i]!];
	}
	const used = new Map<number, number>();
	const kept = rows.filter((row) => {
		const count = (used.get(subjects[row]!) ?? 0) + 1;
		used.set(subjects[row]!, count);
		return count <= most;
	});
	return takeRows(
		table,
		kept.sort((a, b) => a - b),
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

/** The rows that are used, their unit and the most rows of one. */
export function boundUnits(table: Table, budget: Budget): { table: Table; unit: "row" | "subject"; bound: number } {
	const unit = unitOf(table, budget);
	const { rowsEach } = budget.promised;
	if (unit === "row") return { table, unit, bound: 1 };
	return { table: boundRows(table, rowsEach, budget.random), unit, bound: rowsEach };
}

/** Rows of each unit. */
function unitsOf({ rows, subjects }: Table, unit: "row" | "subject"): ArrayLike<number>[] {
	if (unit === "row" || !subjects) return Array.from({ length: rows }, (_, row) => [row]);
	const of = new Map<number, number[]>();
	subjects.forEach((subject, row) => {
		const own = of.get(subject);
		if (own) own.push(row);
		else of.set(subject, [row]);
	});
	return [...of.values()];
}

/** Encodes a table within the ledger's budget. `rows` is exact and must not leave. */
export async function privateColumns(
	table: Table,
	options: { readonly bins: number },
	budget: Budget,
): Promise<PrivateColumns> {
	const { ledger, promised } = budget;
	const { table: bounded, unit, bound } = boundUnits(table, budget);
	const rho = ledger.left() * SHARE_OF_DOMAINS;
	const encoder = fitPrivateEncoder(bounded, { ...budget, rho, delta: promised.delta / 2, bound });
	const tokens = tokenColumns(encoder, options.bins);
	// Not from the run's seed, which is told: with chances that are known, one row less would change those of all behind it.
	const chances = createRandom(String(budget.random.below(1n << 128n)));
	const data = tokenTable(tokens, encode(encoder, bounded, chances));
	const names = tokens.map(({ column }) => encoder.columns[column]!.name);
	const columns = { rows: bounded.rows, states: data.states, sizes: tokens.map((t) => t.states), names, bound };
	return { encoder, tokens, columns, unit, data, units: unitsOf(bounded, unit) };
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
