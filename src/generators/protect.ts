/** The option by which all generators protect rare values. */
export const PROTECT = {
	type: "number",
	default: 5,
	min: 1,
	whole: true,
	help: "Fewest rows that must share a category before it may appear again, and that are averaged into each end of a number's range; 1 switches this protection off.",
} as const;
