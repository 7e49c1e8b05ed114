import { formatCount, NONE } from "../../charts/scale";
import { OptionError } from "../../errors";
import { show } from "../../options/choose";
import type { PromiseReport } from "../promise-report";
import type { Report } from "../report";
import { cards } from "./cards";
import { careSection } from "./care-section";
import { checkGroups, evidence } from "./checklist-groups";
import type { ReportDocument, Section } from "./document";
import { fairnessSection } from "./fairness-section";
import { fidelitySections } from "./fidelity-sections";
import { privacySections } from "./privacy-sections";
import { promiseDocument } from "./promise-document";

function excludedSection(report: Report): Section[] {
	if (report.excluded.length === 0) return [];
	return [
		{
			id: "excluded",
			appendix: true,
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

function constraintsSection({ constraints, tables }: Report): Section[] {
	if (constraints.length === 0) return [];
	return [
		{
			id: "constraints",
			title: "Constraints between columns",
			blocks: [
				{
					kind: "table",
					table: {
						caption: `Rows that break a constraint, of ${formatCount(tables.real.rows)} real and ${formatCount(tables.synthetic.rows)} synthetic rows`,
						head: ["Constraint", "Real rows", "Synthetic rows"],
						rows: constraints.map(({ sentence, real, synthetic }) => [
							sentence,
							formatCount(real),
							formatCount(synthetic),
						]),
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
			id: "samples",
			appendix: true,
			title: "How many rows the figures rest on",
			blocks: [
				{
					kind: "table",
					table: {
						caption: "Sampled at random where there are more; figures not listed use every row",
						head: ["Figure", "What", "Used", "Of"],
						rows: samples.map(({ figure, what, used, of }) => [
							figure,
							what,
							formatCount(used),
							of === undefined ? NONE : formatCount(of),
						]),
					},
				},
			],
		},
	];
}

/**
 * What a report says to people, in reading order.
 *
 * @param width of the charts in pixels. Default 640.
 */
export function reportDocument(report: Report | PromiseReport, width = 640): ReportDocument {
	if (typeof report === "object" && report && "promise" in report && !("fidelity" in report))
		return promiseDocument(report);
	if (!report?.tables?.real || !report.fidelity || !report.privacy) {
		throw new OptionError(`report is ${show(report)}; take what compare() gives.`, { option: "report" });
	}
	const { real, synthetic, heldOut } = report.tables;
	const held = heldOut
		? ` ${formatCount(heldOut.rows)} hold-out rows, real rows that the generator never saw, show what is to be expected.`
		: " No hold-out rows were given, so much could not be measured.";
	return {
		title: "Synthetic table compared with the real one",
		lead: `${formatCount(synthetic.rows)} synthetic rows are compared with the ${formatCount(real.rows)} real rows they were trained on (${formatCount(real.columns)} columns).${held} Ranges in brackets are 95 % intervals.`,
		checks: checkGroups(report),
		evidence: evidence(report),
		cards: cards(report),
		notes: report.promise
			? [
					"For your own eyes: these figures were computed from the real rows beside the ledger. Exports hold the promise alone.",
					...report.notes,
				]
			: report.notes,
		sections: [
			...fidelitySections(report, width),
			...careSection(report),
			...fairnessSection(report),
			...constraintsSection(report),
			...privacySections(report, width),
			...samplesSection(report),
			...excludedSection(report),
		],
	};
}
