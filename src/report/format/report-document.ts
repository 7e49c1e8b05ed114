import type { Report } from "../report";
import { cards } from "./cards";
import type { ReportDocument, Section } from "./document";
import { fidelitySections } from "./fidelity-sections";
import { privacySections } from "./privacy-sections";
import { count, NONE } from "./text";

function excludedSection(report: Report): Section[] {
	if (report.excluded.length === 0) return [];
	return [
		{
			title: "Columns left out",
			blocks: [
				{
					kind: "table",
					table: {
						caption: "No figure is computed for these columns",
						head: ["Column", "Reason"],
						rows: report.excluded.map((e) => [e.column, e.reason]),
					},
				},
			],
		},
	];
}

function samplesSection({ samples }: Report): Section[] {
	if (samples.length === 0) return [];
	return [
		{
			title: "How many rows the figures rest on",
			blocks: [
				{
					kind: "table",
					table: {
						caption: "Drawn at random where there are more; figures not listed take in every row",
						head: ["Figure", "What", "Used", "Of"],
						rows: samples.map(({ figure, what, used, of }) => [
							figure,
							what,
							count(used),
							of === undefined ? NONE : count(of),
						]),
					},
				},
			],
		},
	];
}

/** The report's content in reading order. */
export function reportDocument(report: Report): ReportDocument {
	const { real, synthetic, heldOut } = report.tables;
	const held = heldOut
		? ` ${count(heldOut.rows)} further real rows, which the generator never saw, show what is to be expected.`
		: " No further real rows were given, so much could not be measured.";
	return {
		title: "A stand-in beside the real table",
		lead: `${count(synthetic.rows)} synthetic rows are compared with the ${count(real.rows)} real rows they were learned from (${count(real.columns)} columns).${held} Ranges in brackets are 95 % intervals.`,
		cards: cards(report),
		notes: report.notes,
		sections: [
			...fidelitySections(report),
			...privacySections(report),
			...samplesSection(report),
			...excludedSection(report),
		],
	};
}
