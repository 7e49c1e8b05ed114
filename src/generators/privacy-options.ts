/** The options by which a promise is made. */
export const PRIVACY = {
	epsilon: {
		type: "number",
		default: 1,
		above: 0,
		max: 1000,
		help: "Privacy budget epsilon: smaller promises more and costs quality. Above 10 it promises little.",
	},
	delta: {
		type: "number",
		default: 1e-9,
		above: 0,
		max: 0.01,
		help: "Chance that the promise fails; well below one in the number of subjects.",
	},
	rowsEach: {
		type: "number",
		default: 1,
		min: 1,
		max: 1000,
		whole: true,
		help: "Most rows of a subject that are used; further ones are left out at random. Without subjects every row is one.",
	},
	bins: { type: "number", default: 20, min: 2, max: 64, whole: true, help: "Most bins per numeric column." },
} as const;
