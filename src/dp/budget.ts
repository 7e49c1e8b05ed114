import { createLedger, type Ledger, type LedgerRecord } from "./ledger";
import { type Promised, promiseInWords, promiseWarnings, STANDARD_PROMISE } from "./promise";
import { platformRandom, type SecureRandom } from "./secure-random";

/** A promise, what it was spent on, and what lies beside it. Plain data, part of the summary and of the report. */
export interface PromiseRecord extends LedgerRecord {
	readonly unit: "row" | "subject";
	/** Most rows of a unit. */
	readonly rowsEach: number;
	readonly adjacency: "add or remove one unit";
	readonly publicRows: boolean;
	/** True where the noise came from a seed, which whoever knows it can repeat and subtract: then nothing is promised. */
	readonly seeded: boolean;
	/** What of the data was looked at beside the ledger, one sentence each: the promise does not cover it. */
	readonly offLedger: readonly string[];
	readonly warnings: readonly string[];
	/** The promise in words. */
	readonly words: string;
}

/** One run under a promise: its ledger, its source of noise, and what was looked at beside it. */
export interface Budget {
	readonly promised: Promised;
	readonly ledger: Ledger;
	readonly random: SecureRandom;
	/** Notes what was read from the data without being booked. */
	note(what: string): void;
	/** @param rows Their number as far as it may be told. */
	record(unit: "row" | "subject", rows: number): PromiseRecord;
}

export const SEEDED =
	"Seeded: not private. The noise came from a seed, and whoever knows it can repeat the noise and subtract it.";

/** A run's budget. Another source of noise than the platform's is for tests and seeded runs, and is marked. */
export function createBudget(promised: Promised = STANDARD_PROMISE, random: SecureRandom = platformRandom()): Budget {
	const ledger = createLedger(promised);
	const notes = new Set<string>();
	return {
		promised,
		ledger,
		random,
		note: (what) => void notes.add(what),
		record(unit, rows) {
			const seeded = !random.secure;
			return {
				...ledger.record(),
				unit,
				rowsEach: unit === "row" ? 1 : promised.rowsEach,
				adjacency: "add or remove one unit",
				publicRows: promised.publicRows,
				seeded,
				offLedger: [...notes],
				warnings: [...(seeded ? [SEEDED] : []), ...promiseWarnings(promised, rows)],
				words: promiseInWords(promised, unit),
			};
		},
	};
}
