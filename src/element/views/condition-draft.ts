/** A condition as it is typed, before it is known to be one. */
export interface ConditionDraft {
	readonly id: number;
	readonly column: string;
	readonly how: "range" | "values" | "missing";
	readonly low: string;
	readonly high: string;
	readonly list: string;
	/** Categories picked; `MISSING` stands for a missing cell. */
	readonly picked: readonly string[];
}

/** What stands for a missing cell among the categories; no category is a lone control character. */
export const MISSING = "\u0000";

export const emptyCondition = (id: number, column: string): ConditionDraft => ({
	id,
	column,
	how: "range",
	low: "",
	high: "",
	list: "",
	picked: [],
});
