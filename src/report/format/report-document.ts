import type { Report } from "../report";
import { cards } from "./cards";
import type { ReportDocument, Section } from "./document";
import { fidelitySections } from "./fidelity-sections";
import { privacySections } from "./privacy-sections";
import { count } from "./text";

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
		sections: [...fidelitySections(report), ...privacySections(report), ...excludedSection(report)],
	};
}
