import { escapeHtml, toText } from "../../charts/to-text";
import { checkOptions } from "../../options/check";
import { type PromiseReport, publishable } from "../promise-report";
import type { Report } from "../report";
import type { Block, CheckGroup, Section, TextTable } from "./document";
import { reportDocument } from "./report-document";
import { style } from "./style";

/** Characters up to which a cell stays on one line: a figure with its interval. */
const SHORT = 26;

function tableHtml({ caption, head, rows }: TextTable): string {
	const heads = head.map((h) => `<th scope="col">${escapeHtml(h)}</th>`).join("");
	const body = rows
		.map(([name = "", ...cells]) => {
			const rest = cells.map((c) => `<td${c.length <= SHORT ? ' class="short"' : ""}>${escapeHtml(c)}</td>`).join("");
			return `<tr><th scope="row">${escapeHtml(name)}</th>${rest}</tr>`;
		})
		.join("\n");
	// A scrolled box must be reachable by keyboard.
	return (
		`<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption>` +
		`<thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`
	);
}

function blockHtml(block: Block): string {
	switch (block.kind) {
		case "text":
			return `<p>${escapeHtml(block.text)}</p>`;
		case "table":
			return tableHtml(block.table);
		case "chart":
			return `<div class="beside">${toText(block.chart)}${tableHtml(block.table)}</div>`;
		case "definition":
			return (
				`<div class="definition"><h3>${escapeHtml(block.title)}</h3><p>${escapeHtml(block.text)}</p>` +
				`<p class="source">${escapeHtml(block.source)}</p></div>`
			);
	}
}

function groupHtml({ verdict, title, lines }: CheckGroup): string {
	const items = lines.map(
		({ item, sentence }) => `<li><strong>${escapeHtml(item)}.</strong> ${escapeHtml(sentence)}</li>`,
	);
	return `<section class="checks ${verdict.replace(" ", "-")}"><h3>${escapeHtml(title)}</h3><ul>${items.join("\n")}</ul></section>`;
}

function sectionHtml({ title, blocks }: Section): string {
	return `<section><h2>${escapeHtml(title)}</h2>\n${blocks.map(blockHtml).join("\n")}</section>`;
}

/** What `formatHtml` may be told. */
export interface FormatHtmlOptions {
	/** Replaces the heading. */
	title?: string;
	/** Whether the appendix is in it: distributions column by column, diagnostics, sample sizes. Default true. */
	appendix?: boolean;
}

/**
 * The report as one HTML file: no script, nothing fetched, opens from disk, light and dark, prints. The answer to "may I
 * share this?" comes first. Charts are SVG with their numbers in a table beside them. The appendix is folded, and is
 * printed only where it was opened.
 */
export function formatHtml(report: Report | PromiseReport, options: FormatHtmlOptions = {}): string {
	checkOptions("formatHtml", options, { title: { type: "text" }, appendix: { type: "boolean" } });
	const { title: titleText, appendix = true } = options;
	const { title, lead, checks, evidence, cards, notes, sections } = reportDocument(publishable(report));
	const heading = escapeHtml(titleText ?? title);
	const cardList = cards
		.map(
			(c) =>
				`<li${c.alarm ? ' class="alarm"' : ""}><h3>${escapeHtml(c.title)}</h3><p class="value">${escapeHtml(c.value)}</p>${c.beside ? `<p class="scale">${escapeHtml(c.beside)}</p>` : ""}<p class="text">${escapeHtml(c.text)}</p></li>`,
		)
		.join("\n");
	const noteList = notes.map((n) => `<li>${escapeHtml(n)}</li>`).join("\n");
	const body = sections
		.filter((section) => !section.appendix)
		.map(sectionHtml)
		.join("\n");
	const rest = sections.filter((section) => section.appendix);
	const folded =
		appendix && rest.length > 0
			? `<details class="appendix"><summary>Appendix: ${escapeHtml(rest.map((section) => section.title.toLowerCase()).join("; "))}. Printed only while it is open.</summary>\n${rest.map(sectionHtml).join("\n")}</details>`
			: "";
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${heading}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${heading}</h1>
<p>${escapeHtml(lead)}</p>
<h2>May it be shared?</h2>
${checks.map(groupHtml).join("\n")}
<h2>Evidence</h2>
${tableHtml(evidence)}
<h2>At a glance</h2>
<ul class="cards">
${cardList}
</ul>
<ul class="notes">
${noteList}
</ul>
<p class="legend">In the charts:<span class="swatch real"></span>real<span class="swatch synthetic"></span>synthetic</p>
${body}
${folded}
<footer><p>Every figure with its definition and source is also in the report's JSON.</p></footer>
</main>
</body>
</html>
`;
}
