import type { TableSize } from "./align";
import type { Fidelity } from "./fidelity/fidelity";
import type { Privacy } from "./privacy/privacy";
import type { UtilityResult } from "./utility";

/** How many rows, guesses or columns a figure rests on. */
export interface SampleSize {
	/** The figure in words: "Detection". */
	readonly figure: string;
	/** What was counted: "synthetic rows", "training rows attacked". */
	readonly what: string;
	readonly used: number;
	/** How many there were; absent where there is no such number, as of guesses. */
	readonly of?: number;
}

/** Sizes of the random samples behind the figures that do not take in every row. */
export function sampleSizes(
	tables: { real: TableSize; synthetic: TableSize; heldOut?: TableSize },
	{ detection }: Pick<Fidelity, "detection">,
	utility: UtilityResult,
	{ closestRecord, partialCopies, membership, singlingOut, linkability, inference }: Privacy,
): SampleSize[] {
	const sizes: SampleSize[] = [];
	const add = (figure: string, what: string, used: number | undefined, of?: number): void => {
		if (used !== undefined) sizes.push({ figure, what, used, ...(of !== undefined && { of }) });
	};
	const { real, synthetic, heldOut } = tables;
	add("Detection", "synthetic rows", detection.rows, synthetic.rows);
	add("Detection", "held-out rows", detection.rows, heldOut?.rows);
	if ("measure" in utility) {
		add("Use for prediction", "synthetic rows trained on", utility.trainingRows, synthetic.rows);
		add("Use for prediction", "real rows trained on", utility.trainingRows, real.rows);
	}
	if ("synthetic" in partialCopies) {
		add("Rows copied in part", "synthetic rows asked", partialCopies.synthetic.trials, synthetic.rows);
	}
	if ("share" in closestRecord) {
		add("Closest records", "synthetic rows asked", closestRecord.queries, synthetic.rows);
		add("Closest records", "training rows compared with", closestRecord.references, real.rows);
		add("Closest records", "held-out rows compared with", closestRecord.references, heldOut?.rows);
	}
	if ("exposed" in membership) add("Membership", "training rows attacked", membership.all.members, real.rows);
	const { univariate, multivariate } = singlingOut;
	if ("training" in univariate) add("Singling out, one condition", "guesses", univariate.training.trials);
	if ("training" in multivariate) add("Singling out, several", "guesses", multivariate.training.trials);
	if ("training" in linkability) add("Linking", "training rows attacked", linkability.training.trials, real.rows);
	add("Inference", "training rows attacked for each column", inference.secrets[0]?.training.trials, real.rows);
	add("Inference", "columns attacked", inference.secrets.length || undefined, real.columns);
	return sizes;
}
