import { beforeAll, describe, expect, test } from "vitest";
import { escapeHtml } from "../../../src/charts/to-text";
import { createRandom } from "../../../src/random";
import { compareTables } from "../../../src/report/compare";
import { definitions } from "../../../src/report/definitions";
import { formatHtml } from "../../../src/report/format/html";
import { formatMarkdown } from "../../../src/report/format/markdown";
import { decimal, figure, points } from "../../../src/report/format/text";
import type { Report } from "../../../src/report/report";
import { createRun } from "../../../src/worker/run";
import { tableOf } from "../tables";

let report: Report;
let html: string;
let markdown: string;

beforeAll(async () => {
	const make = (seed: number) => {
		const random = createRandom(seed);
		const x = Array.from({ length: 300 }, () => random.normal());
		return tableOf({
			income: x.map((v) => Math.round(1000 * v)),
			"housing & rent": x.map((v) => (v > 0.3 ? "owns" : "rents")),
			children: x.map(() => random.int(4)),
		});
	};
	const input = { real: make(1), synthetic: make(2), holdout: make(3), target: "housing & rent" };
	report = await compareTables(input, createRun({ random: createRandom(1) }));
	html = formatHtml(report);
	markdown = formatMarkdown(report);
});

describe("the page", () => {
	test("is one file: no script, nothing fetched, and a policy that forbids both", () => {
		expect(html.startsWith("<!doctype html>")).toBe(true);
		expect(html.match(/<script|javascript:|\son\w+=|<link|<img|@import|url\(|src=|https?:/gi)).toBeNull();
		expect(html.includes("default-src 'none'")).toBe(true);
	});

	test("never says safe or anonymous, and gives no mark", () => {
		for (const page of [html, markdown, JSON.stringify(report)]) {
			expect(page.match(/\bsafe|anonym|\bpass(ed)?\b|\bfail(ed)?\b|excellent/gi)).toBeNull();
		}
	});

	test("says of every attack what the attacker knows, and its interval or why it cannot measure", () => {
		const { singlingOut, linkability, inference, attributeDisclosure, membership } = report.privacy;
		const attacks = [
			singlingOut.univariate,
			singlingOut.multivariate,
			linkability,
			inference,
			attributeDisclosure,
			...inference.secrets,
			...attributeDisclosure.secrets,
		];
		for (const attack of attacks) {
			expect("knowledge" in attack && attack.knowledge?.length).toBeGreaterThan(20);
			const { value, interval, reason } = attack.risk;
			if (value === null) expect(reason).toMatch(/^cannot measure: /);
			else expect(interval![0] <= value && value <= interval![1]).toBe(true);
		}
		for (const attack of attacks.slice(0, 5)) {
			expect(html.includes(escapeHtml((attack as { knowledge: string }).knowledge))).toBe(true);
		}
		if (!("exposed" in membership)) throw new Error("membership was not tried");
		expect(html.includes(escapeHtml(membership.knowledge))).toBe(true);
		for (const { advantage } of [membership.exposed, membership.all]) {
			if (advantage.value === null) expect(advantage.reason).toMatch(/^cannot measure: /);
			else expect(advantage.interval).toHaveLength(2);
		}
	});

	test("lists how many rows figures rest on that do not take in all of them", () => {
		expect(report.samples.length).toBeGreaterThan(8);
		expect(report.samples.every(({ used, of = used }) => used > 0 && used <= of)).toBe(true);
		const membership = report.samples.find(({ figure }) => figure === "Membership");
		expect(membership).toEqual({ figure: "Membership", what: "training rows attacked", used: 150, of: 300 });
		expect(report.notes.some((note) => note.includes("random part of the rows"))).toBe(true);
		expect(html).toMatch(/Membership<\/th><td[^>]*>training rows attacked<\/td><td[^>]*>150<\/td><td[^>]*>300</);
	});

	test("begins with a first screen of one sentence a question, each figure beside what to compare it with", () => {
		const cards = html.match(/<li><h3>.*?<\/li>/gs) ?? [];
		expect(cards).toHaveLength(7);
		expect(html.indexOf("At a glance")).toBeLessThan(html.indexOf("<h2>Columns</h2>"));
		expect(cards[0]).toMatch(/of 100<\/p><p class="scale">hold-out rows score \d/);
		expect(cards[5]).toMatch(/could not measure|measured anything|How much more often/);
	});

	test("says the same of detection in figure and words, whichever side of guessing it is on", () => {
		const { fidelity } = report;
		const told = (auc: number) =>
			formatMarkdown({ ...report, fidelity: { ...fidelity, detection: { ...fidelity.detection, auc } } });
		expect(told(0.48)).toMatch(/AUC 0\.48.*?48 % of the time.*?It cannot distinguish them/s);
		expect(told(0.62)).toMatch(/AUC 0\.62.*?62 % of the time.*?The closer to that, the better/s);
	});

	test("has a table beside every chart, with the worst column first", () => {
		const charts = html.match(/<div class="beside"><svg.*?<\/svg><div class="scroll"/gs) ?? [];
		expect(charts).toHaveLength((html.match(/<svg/g) ?? []).length);
		const scores = [...report.fidelity.shape.columns].sort((a, b) => a.score! - b.score!);
		expect(html.indexOf(`Shares of rows in ${scores[0]!.column.replace("&", "&amp;")}`)).toBeLessThan(
			html.indexOf(`Shares of rows in ${scores[2]!.column.replace("&", "&amp;")}`),
		);
	});

	test("gives every definition with its source", () => {
		for (const { title, source } of Object.values(definitions)) {
			expect(html.includes(escapeHtml(title)), title).toBe(true);
			expect(html.includes(escapeHtml(source)), source).toBe(true);
		}
		expect(report.definitions).toEqual(definitions);
	});

	test("knows light, dark and paper", () => {
		expect(html.includes("prefers-color-scheme:dark")).toBe(true);
		expect(html.includes("@media print")).toBe(true);
	});

	test("takes a title of its own", () => {
		expect(formatHtml(report, { title: "A < B" }).includes("<h1>A &lt; B</h1>")).toBe(true);
	});

	test("is well-formed: every element that opens closes", () => {
		const open: string[] = [];
		for (const [, slash, name, self] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/gi)) {
			if (self || ["meta", "br"].includes(name!)) continue;
			if (slash) expect(open.pop()).toBe(name);
			else open.push(name!);
		}
		expect(open).toEqual([]);
	});
});

test("Markdown says the same in tables of even width", () => {
	expect(markdown.startsWith("# Synthetic table compared with the real one")).toBe(true);
	expect(markdown.includes("housing & rent")).toBe(true);
	const lines = markdown.split("\n");
	lines.forEach((line, i) => {
		if (!/^\|( --- \|)+$/.test(line)) return;
		const cells = (row: string) => row.replaceAll("\\|", "").split("|").length;
		for (let j = i - 1; lines[j]?.startsWith("|"); j++) expect(cells(lines[j]!), lines[j]).toBe(cells(line));
	});
});

test("numbers are written for people", () => {
	expect(decimal(-0.0001)).toBe("0.000");
	expect(points(0.99999)).toBe("99.9");
	expect(points(1)).toBe("100");
	expect(points(null)).toBe("–");
	expect(figure({ value: 0.1, interval: [0.05, 0.2] })).toBe("10 % (5 % to 20 %)");
	expect(figure({ value: null, reason: "no rows" })).toBe("no rows");
});
