import { formatCount } from "../../charts/scale";
import type { Figure } from "../figure";
import type { Report } from "../report";
import type { Block, Section } from "./document";
import { decimal, figure, notMeasured } from "./text";

/** Groups listed; all of them are in the JSON. */
const LISTED = 12;

/** What a fair target costs, in words: the two aims contradict each other where groups differ. */
function verdict(
	real: { opportunity: Figure; accuracy: Figure },
	synthetic: { opportunity: Figure; accuracy: Figure },
) {
	const [before, after] = [real.opportunity.value, synthetic.opportunity.value];
	const cost = (real.accuracy.value ?? Number.NaN) - (synthetic.accuracy.value ?? Number.NaN);
	const lost = Number.isNaN(cost) ? "" : ` Accuracy is ${decimal(Math.abs(cost))} ${cost < 0 ? "higher" : "lower"}.`;
	if (before === null || after === null) return `Whether equal opportunity is kept could not be measured.${lost}`;
	const text =
		after > before
			? `Among those with the favourable outcome in reality, the difference between groups grew from ${decimal(before)} to ${decimal(after)}: a model trained on this table withholds it from more of them in one group than in another. Parity and equal opportunity contradict each other where groups differ.`
			: `Among those with the favourable outcome in reality, the difference between groups went from ${decimal(before)} to ${decimal(after)}.`;
	return text + lost;
}

/** Both differences of a table with a fair target, always together. */
export function fairnessSection({ fairness, definitions }: Report): Section[] {
	if (!fairness) return [];
	const { asked, target, favourable, groups, outcome, predictions } = fairness;
	const { title, meaning, scale, source } = definitions.fairness!;
	const blocks: Block[] = [
		{ kind: "text", text: asked },
		{ kind: "definition", title, text: `${meaning} ${scale}`, source },
	];
	const line = (name: string, own: (of: "real" | "synthetic") => Figure) => [
		name,
		figure(own("real"), decimal),
		figure(own("synthetic"), decimal),
	];
	const rows = [line(`Difference in ${target} = ${favourable}, in the table`, (of) => outcome[of])];
	if ("reason" in predictions) blocks.push({ kind: "text", text: notMeasured(predictions.reason) });
	else {
		rows.push(
			line("Difference in predictions (demographic parity)", (of) => predictions[of].parity),
			line("Difference in true-positive rates (equal opportunity)", (of) => predictions[of].opportunity),
			line("Accuracy of predictions", (of) => predictions[of].accuracy),
		);
		blocks.push({ kind: "text", text: verdict(predictions.real, predictions.synthetic) });
	}
	const kind = "table" as const;
	blocks.push(
		{
			kind,
			table: {
				caption:
					"The real table and a model trained on it, beside the synthetic table and one trained on that; hold-out real rows judge both",
				head: ["Figure", "Real (95 % interval)", "Synthetic (95 % interval)"],
				rows,
			},
		},
		{
			kind,
			table: {
				caption:
					groups.length > LISTED
						? `Share with ${target} = ${favourable}, the ${LISTED} largest of ${formatCount(groups.length)} groups`
						: `Share with ${target} = ${favourable}`,
				head: ["Group", "Real rows", "Synthetic rows"],
				rows: groups
					.slice(0, LISTED)
					.map((own) => [own.group, figure(own.real, decimal), figure(own.synthetic, decimal)]),
			},
		},
	);
	return [{ id: "fairness", title: "Fairness between groups", blocks }];
}
