/** What generators under differential privacy share: the encoder, the columns' states, the subjects' bound. */
import type { Ledger, LedgerRecord } from "../dp/ledger";
import type { Columns } from "../dp/marginal-queries";
import type { SecureRandom } from "../dp/secure-random";
import { type Encoder, encode } from "../encode/encoder";
import { fitPrivateEncoder } from "../encode/private-encoder";
import { type Table, takeRows } from "../table/table";
import { tokenTable } from "../tokens/data";
import { type TokenColumn, tokenColumns } from "../tokens/tokens";
import type { Run } from "../worker/run";

export interface PrivateColumns {
	readonly encoder: Encoder;
	readonly tokens: readonly TokenColumn[];
	readonly columns: Columns;
}

/** Share of the budget that finding categories, ranges and bins takes. */
const SHARE_OF_DOMAINS = 0.2;

/** At most so many rows of each subject, at random. */
function boundRows(table: Table, most: number, random: SecureRandom): Table {
	const { subjects } = table;
	if (!subjects) return table;
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

/** Encodes a table within the ledger's budget. `rows` is exact and must not leave. */
export async function privateColumns(
	table: Table,
	options: { readonly delta: number; readonly bins: number; readonly rowsEach: number },
	ledger: Ledger,
	random: SecureRandom,
	run: Run,
): Promise<PrivateColumns> {
	const bounded = boundRows(table, options.rowsEach, random);
	const bound = table.subjects ? options.rowsEach : 1;
	const rho = ledger.left() * SHARE_OF_DOMAINS;
	const encoder = fitPrivateEncoder(bounded, { rho, delta: options.delta / 2, bound, ledger, random });
	const tokens = tokenColumns(encoder, options.bins);
	const { states } = tokenTable(tokens, encode(encoder, bounded, run.random.stream("encode")));
	const names = tokens.map(({ column }) => encoder.columns[column]!.name);
	return { encoder, tokens, columns: { rows: bounded.rows, states, sizes: tokens.map((t) => t.states), names, bound } };
}

/** The promise, and what it was spent on, as diagnostics a person can read. */
export function privacyDiagnostics(record: LedgerRecord, subjects: boolean) {
	const lines = record.entries.map(({ what, rho, delta }) => {
		return `${what}: rho ${rho.toPrecision(3)}${delta ? `, delta ${delta.toPrecision(2)}` : ""}`;
	});
	return {
		epsilon: record.epsilon,
		delta: record.delta,
		epsilonSpent: record.spent,
		unit: subjects ? "subject" : "row",
		adjacency: "add or remove one unit; names, kinds and formats of columns are taken as public",
		ledger: lines.join("\n"),
	};
}
