import { OptionError } from "../errors";
import { epsilonOfAll, rhoBeside, type SampledGaussian } from "./sampled-gaussian";
import { rhoOf } from "./zcdp";

/** One touch of the data. Plain data. */
export interface LedgerEntry {
	/** What was asked of the data, a few words a person can read. */
	readonly what: string;
	/** Zero-concentrated privacy loss it may cause; of a training, what it takes of the budget in the same unit. */
	readonly rho: number;
	/** Chance that it tells something else altogether: of names that only one has. Absent: none. */
	readonly delta?: number;
	/** What was accounted for, where it is a training. */
	readonly training?: SampledGaussian;
}

/** The promise and what it was spent on. Plain data, part of the summary and of the report. */
export interface LedgerRecord {
	readonly epsilon: number;
	readonly delta: number;
	/** What the budget is in zCDP beside half of `delta`, rounded down; the other half is for names and ranges found. */
	readonly rho: number;
	readonly entries: readonly LedgerEntry[];
	/** ε that the entries together amount to at `delta`, rounded up: at most `epsilon`. */
	readonly spent: number;
}

/** Every touch of the data goes through one: it refuses what the budget does not hold. */
export interface Ledger {
	/**
	 * Books a query before it is answered.
	 *
	 * @throws OptionError where less than `rho` or `delta` is left; then nothing is booked and the query must not be answered.
	 */
	spend(what: string, rho: number, delta?: number): void;
	/**
	 * Books a training: its Rényi divergences are added to those of all else.
	 *
	 * @throws OptionError where the budget does not hold it beside what is booked; then nothing is.
	 */
	spendTraining(what: string, training: SampledGaussian): void;
	/** ρ that is spent. */
	spent(): number;
	/** ρ that is left, rounded down. */
	left(): number;
	record(): LedgerRecord;
}

/** Fixed-point units of ρ: fine enough that rounding never matters, and sums of them are exact. */
const UNIT = 2 ** 60;

/** A ledger over a promise of (epsilon, delta)-differential privacy. Throws `OptionError` for a promise that is none. */
export function createLedger({ epsilon, delta }: { readonly epsilon: number; readonly delta: number }): Ledger {
	if (!(epsilon > 0 && Number.isFinite(epsilon))) {
		throw new OptionError(`privacy.epsilon is ${epsilon}; it must be a number above 0.`, { option: "privacy" });
	}
	if (!(delta > 0 && delta < 1)) {
		throw new OptionError(
			`privacy.delta is ${delta}; it must lie between 0 and 1, well below 1 in the number of rows.`,
			{
				option: "privacy",
			},
		);
	}
	const half = delta / 2;
	const rho = rhoOf(epsilon, half);
	let budget = BigInt(Math.floor(rho * UNIT));
	if (budget === 0n) {
		throw new OptionError(
			`privacy.epsilon is ${epsilon}, of which nothing is left to spend at delta ${delta}: noise would hide everything. 0.1 promises much already.`,
			{ option: "privacy", value: epsilon },
		);
	}
	const entries: LedgerEntry[] = [];
	const trainings: SampledGaussian[] = [];
	let spent = 0n;
	let chances = 0;
	const refuse = (what: string, value?: number): never => {
		throw new OptionError(
			`"${what}" would cost more than what is left of the privacy budget (epsilon ${epsilon}, delta ${delta}); raise epsilon or ask for less.`,
			{ option: "privacy", value },
		);
	};
	return {
		spend(what, cost, chance = 0) {
			if (!(cost > 0 && Number.isFinite(cost))) throw new RangeError(`"${what}" costs ${cost}; a cost is above 0.`);
			const units = BigInt(Math.ceil(cost * UNIT));
			if (spent + units > budget || chances + chance > half * (1 + 1e-9)) refuse(what, cost);
			spent += units;
			chances += chance;
			entries.push({ what, rho: cost, ...(chance > 0 && { delta: chance }) });
		},
		spendTraining(what, training) {
			const held = rhoBeside([...trainings, training], epsilon, half);
			const beside = BigInt(Math.floor(held * UNIT));
			if (held < 0 || beside < spent) refuse(what);
			const taken = beside < budget ? Number(budget - beside) / UNIT : 0;
			if (beside < budget) budget = beside;
			trainings.push(training);
			entries.push({ what, rho: taken, training });
		},
		spent: () => Number(spent) / UNIT,
		left: () => Number(budget - spent) / UNIT,
		record: () => ({
			epsilon,
			delta,
			rho,
			entries: [...entries],
			spent: entries.length === 0 ? 0 : epsilonOfAll(Number(spent) / UNIT, trainings, half),
		}),
	};
}
