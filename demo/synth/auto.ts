import { type Choice, chooseGenerator, type GeneratorMeta, type Table } from "../../src/index";
import type { TrainingSection } from "./training";

/** The choice that leaves the choice to trials, as the settings show it. */
export const AUTO: GeneratorMeta = {
	label: "Let trials decide",
	summary:
		"Tries every generator on up to 2,000 rows for ten seconds each, then takes the one whose rows are hardest to tell from real ones.",
	conditions: [],
	options: {},
	defaults: {},
};

/** Tries the generators on the rows to learn from, showing how far the trials are. */
export function decide(
	table: Table,
	training: TrainingSection,
	options: { seed: number | string; signal: AbortSignal },
): Promise<Choice> {
	const onProgress = ({ step, steps }: { step: number; steps: number }) =>
		training.progress({ phase: "trial", step, steps });
	return chooseGenerator(table, { ...options, onProgress });
}
