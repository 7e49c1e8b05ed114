/** The option by which all generators protect rare values. */
export const PROTECT = {
	type: "number",
	default: 5,
	min: 1,
	whole: true,
	help: "Fewest people (whoever a row is said to belong to, otherwise rows) that must share a category or value before it may appear again, and that must reach an end of a number's range; 1 switches this protection off.",
} as const;
