import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { findConstraints } from "../../src/constraints/find-constraints";
import { inspectTable } from "../../src/deidentify/inspect";
import { fetchSentences, translator } from "../../src/element/messages/messages";
import { deSentences } from "../../src/element/messages/sentences/de";
import { lookUp } from "../../src/element/messages/sentences/sentences";
import { protectionPreview } from "../../src/encode/protection-preview";
import { generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { compareTables } from "../../src/report/compare";
import { reportDocument } from "../../src/report/format/report-document";
import { parseCsv } from "../../src/table/csv";
import type { Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { piecesOf } from "../words/source-text";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));
const SPEAK = ["table", "constraints", "deidentify", "encode", "generators", "report", "worker"];
const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

/** Whether `part` stands in `said`, or several pieces of some length do that the source joins. */
function isMadeOf(part: string, said: string): boolean {
	let rest = part;
	while (rest.length > 2) {
		let length = rest.length;
		while (length > 7 && !said.includes(rest.slice(0, length))) length--;
		if (!said.includes(rest.slice(0, length)) && /^\p{L}/u.test(rest)) return false;
		// A sign at which pieces are joined.
		if (!said.includes(rest.slice(0, length))) length = 1;
		rest = rest.slice(length);
	}
	return true;
}

/** Three hundred people with a column of every kind that the detectors know by its form. */
function people(random: ReturnType<typeof createRandom>): Promise<Table> {
	const [first, last] = ["Anna Sanne Pieter Johan Maria Lotte", "Jansen Bakker Visser Smit Meijer Mulder"].map(
		(names) => names.split(" "),
	);
	const one = (list: readonly string[] | undefined) => list![random.int(list!.length)]!;
	const day = () => `${1950 + random.int(50)}-0${1 + random.int(9)}-1${random.int(9)}`;
	const lines = Array.from({ length: 300 }, (_, i) => {
		const [given, family] = [one(first), one(last)];
		return [
			1000 + i,
			`${given} ${family}`,
			`${given}.${family}${i}@example.org`.toLowerCase(),
			`10.0.${random.int(200)}.${random.int(200)}`,
			`+49 30 ${1000000 + random.int(8000000)}`,
			`${one(["Hauptstraße", "Lindenallee"])} ${1 + random.int(90)}`,
			10115 + random.int(800),
			day(),
			random.int(90),
			(Math.round(random.normal() * 1000) / 100).toFixed(2),
			i % 7 ? "yes" : "no",
			i % 7 ? "present" : "away",
			one(["red", "green", "blue"]),
			random.int(2),
			`€${random.int(900)}.00`,
			`0${random.int(9)}:1${random.int(9)}`,
			`M-AB ${100 + random.int(800)}`,
			i < 3 ? "rare" : one(["A", "B"]),
			"",
		].join(",");
	});
	const header =
		"patient_id,name,email,ip,phone,address,postcode,birth_date,age,score,smoker,there,colour,flag,fee,arrival,plate,ward,nothing";
	return parseCsv(`${header}\n${lines.join("\n")}\n`);
}

describe("what the library says, in another language", () => {
	beforeAll(() => fetchSentences("de"));

	test("every sentence of a catalogue is one that the library makes, with the same things put in", () => {
		const files = SPEAK.flatMap((folder) =>
			readdirSync(join(SRC, folder), { recursive: true, encoding: "utf8" }).map((file) => join(SRC, folder, file)),
		);
		const sources = files.filter((file) => file.endsWith(".ts")).map((file) => readFileSync(file, "utf8"));
		const keys = new Set(sources.flatMap((source) => [...source.matchAll(/^\t(\w+): "/gm)].map(([, key]) => key)));
		const said = sources
			.flatMap(piecesOf)
			.flatMap(({ kind, text }) => (kind === "string" ? text.replaceAll(/\\(["'`])/g, "$1").split("{…}") : []))
			.join("\n");
		for (const [english, translated] of Object.entries(deSentences)) {
			const lacking = english.split(/\{\w+\}/).filter((part) => !isMadeOf(part, said) && !keys.has(part));
			expect(lacking, english).toEqual([]);
			for (const slot of slots(translated)) expect(slots(english), english).toContain(slot);
			for (const slot of slots(english).filter((name) => /^[nt]/.test(name))) {
				expect(slots(translated), english).toContain(slot);
			}
		}
	});

	test("reasons of columns, findings and what is protected are said in German whole", async () => {
		const de = translator("de");
		const table = await people(createRandom(3));
		const { findings, subject } = await inspectTable(table);
		const all = [
			...table.columns.map(({ reason = "" }) => reason),
			...findings.map(({ evidence }) => evidence),
			...(subject ? [subject.reason] : []),
			...(await findConstraints(table)).map(({ sentence }) => sentence),
			...(await protectionPreview(table)).map(({ sentence }) => sentence),
			...Object.values(generatorMetas).flatMap(({ label, summary }) =>
				[summary, label].filter((text) => /[a-z]{4} [a-z]/.test(text)),
			),
		];
		expect(all.filter((text) => de.langOf(text) !== "de")).toEqual([]);
		expect(de.sentence("Whole numbers from 0 to 1234.5.")).toBe("Ganze Zahlen von 0 bis 1234,5.");
	});

	test("the checks, first screen and figures of a report are said in German", async () => {
		const de = translator("de");
		const make = (seed: number) => people(createRandom(seed));
		const [real, synthetic, holdout] = await Promise.all([make(1), make(2), make(3)]);
		const run = createRun({ random: createRandom(1) });
		const shown = reportDocument(await compareTables({ real, synthetic, holdout, target: "colour" }, run));
		const all = [
			...shown.checks.flatMap(({ title, lines }) => [
				title,
				...lines.flatMap(({ item, sentence }) => [item, sentence]),
			]),
			...shown.cards.flatMap(({ title, value, beside = "–", text }) => [title, value, beside, text]),
			...shown.sections.map(({ title }) => title).filter((title) => title !== "Distributions, column by column"),
			...shown.sections.flatMap(({ blocks }) => blocks.flatMap((one) => (one.kind === "definition" ? [one.text] : []))),
		];
		expect(all.filter((text) => text && de.langOf(text) !== "de")).toEqual([]);
		expect(de.sentence("12.5 % (1,010 to 2 %)")).toBe("12,5 % (1.010 bis 2 %)");
	});

	test("a table's own words are not translated, and what is half known stays whole in English", () => {
		const find = lookUp({ "{n} of {t}": "{n} von {t}", rows: "Zeilen", "In “{a}”.": "In „{a}“." }, (text) => text);
		expect(find("3 of rows")).toBe("3 von Zeilen");
		expect(find("3 of heads")).toBeUndefined();
		expect(find("In “rows”.")).toBe("In „rows“.");
		expect(find("In “rows”. Who knows?")).toBeUndefined();
		expect(translator("en").sentence("Nothing")).toBe("Nothing");
		expect(translator("de").langOf("A sentence of no catalogue.")).toBe("en");
	});
});
