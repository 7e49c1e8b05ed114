import { checkOptions } from "../../options/check";
import { type PromiseReport, publishable } from "../promise-report";
import type { Report } from "../report";
import type { Block, TextTable } from "./document";
import { reportDocument } from "./report-document";
import { escapeMarkdown } from "./text";

function tableMarkdown({ caption, head, rows }: TextTable): string {
	const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
	return [
		escapeMarkdown(caption),
		"",
		line(head),
		`|${head.map(() => " --- |").join("")}`,
		...rows.map((row) => line(row)),
	].join("\n");
}

function blockMarkdown(block: Block): string {
	switch (block.kind) {
		case "text":
			return escapeMarkdown(block.text);
		case "table":
		case "chart":
			return tableMarkdown(block.table);
		case "definition":
			return `> **${escapeMarkdown(block.title)}.** ${escapeMarkdown(block.text)} (${escapeMarkdown(block.source)})`;
	}
}

/** The report as Markdown: the same words and tables as the HTML, without the charts. */
export function formatMarkdown(
	report: Report | PromiseReport,
	options: { title?: string; appendix?: boolean } = {},
): string {
	checkOptions("formatMarkdown", options, { title: { type: "text" }, appendix: { type: "boolean" } });
	const { title: titleText, appendix = true } = options;
	const { title, lead, checks, evidence, cards, notes, sections } = reportDocument(publishable(report));
	const parts = [
		`# ${escapeMarkdown(titleText ?? title)}`,
		escapeMarkdown(lead),
		"## May it be shared?",
		...checks.map(
			({ title, lines }) =>
				`### ${escapeMarkdown(title)}\n\n${lines.map(({ item, sentence }) => `- **${escapeMarkdown(item)}.** ${escapeMarkdown(sentence)}`).join("\n")}`,
		),
		"## Evidence",
		tableMarkdown(evidence),
		"## At a glance",
		tableMarkdown({
			caption: "At a glance",
			head: ["Question", "Figure", "What it says"],
			rows: cards.map((c) => [c.title, c.beside ? `${c.value}; ${c.beside}` : c.value, c.text]),
		}),
		notes.map((n) => `- ${escapeMarkdown(n)}`).join("\n"),
	];
	for (const section of sections.filter((section) => appendix || !section.appendix)) {
		parts.push(`## ${escapeMarkdown(section.title)}`, ...section.blocks.map(blockMarkdown));
	}
	return `${parts.join("\n\n")}\n`;
}
