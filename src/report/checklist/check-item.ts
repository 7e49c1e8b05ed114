/** What a check says: must be mended before sharing, worth a look, nothing found, or not measured. */
export type Verdict = "mend" | "look" | "clear" | "not measured";

/** One answer to "may I share this?". Plain data. */
export interface CheckItem {
	/** What was checked, in a few words. */
	readonly item: string;
	readonly verdict: Verdict;
	/** What was found, with its figures, or why there is none; one or two sentences without a value of the table. */
	readonly sentence: string;
	/** The share that was found, 0 … 1; absent where nothing was measured. */
	readonly figure?: number;
	/** Its 95 % interval. */
	readonly interval?: readonly [number, number];
	/** What the same measure gives without a leak: by guessing, or on rows the generator never saw. */
	readonly baseline?: number;
}
