import { expect, test } from "vitest";
import { compare, OptionError, parseCsv, SchemaError, synthesize, TableError } from "../../../src/index";
import { rejection } from "./fixture";

function text(rows: number): string {
	const lines = ["age,sex,readmitted"];
	for (let i = 0; i < rows; i++) {
		lines.push(`${20 + ((i * 7) % 60)},${i % 3 ? "Female" : "Male"},${i % 11 ? "no" : "yes"}`);
	}
	return `${lines.join("\n")}\n`;
}

test("one call takes a file to a stand-in and its report, with held-out rows as control", async () => {
	const file = new File([text(400)], "visits.csv");
	const phases = new Set<string>();
	const { table, report, summary } = await synthesize(file, {
		generator: "independent",
		rows: 120,
		target: "readmitted",
		seed: 1,
		onProgress: ({ phase }) => phases.add(phase),
	});
	expect(table.rows).toBe(120);
	expect(summary).toMatchObject({ rows: 320, seed: 1 });
	expect(report.tables).toEqual({
		real: { rows: 320, columns: 3 },
		synthetic: { rows: 120, columns: 3 },
		heldOut: { rows: 80, columns: 3 },
	});
	expect(report.fidelity.shape.score).toBeGreaterThan(0.8);
	expect(phases.size).toBeGreaterThan(2);
	// The report says whether it may be shared, and how it was made.
	expect(report.checklist.length).toBeGreaterThan(10);
	expect(report.provenance).toMatchObject({ table: "visits.csv", seed: 1, generator: "independent" });
	expect(report.provenance?.treatments?.map(({ column }) => column)).toEqual(["age", "sex", "readmitted"]);
});

test("whoever has several rows is either learned from or held out", async () => {
	const lines = Array.from({ length: 240 }, (_, i) => `anna.visser${i % 40}@mail.com,${(i * 37) % 90},${(i % 40) % 3}`);
	const { report, summary } = await synthesize(`mail,minutes,service\n${lines.join("\n")}\n`, {
		generator: "independent",
		seed: 1,
	});
	expect(summary).toMatchObject({ subject: "mail", rows: 192 });
	expect(report.privacy.people.subjects).toEqual({ real: 32, shared: 0, mostRows: 6 });
});

test("a table of one row is refused, since nothing of it may leave", async () => {
	const refused = await rejection(synthesize("age,sex\n40,Female\n", { generator: "independent", seed: 1 }));
	expect(refused).toBeInstanceOf(TableError);
	expect((refused as Error).message).toMatch(/table of 1 row:.*"protect" to 1/);
});

test("without protection one row comes out as a table, and the report says what it cannot measure", async () => {
	const { table, report } = await synthesize("age,sex\n40,Female\n", {
		generator: "independent",
		seed: 1,
		options: { protect: 1 },
	});
	expect(table.rows).toBe(1);
	expect(report.tables.heldOut).toBeUndefined();
	expect(report.notes.join(" ")).toContain("held-out");
});

test("what cannot be right is refused before anything is learned", async () => {
	expect(await rejection(synthesize(text(10), { target: "readmited" }))).toBeInstanceOf(OptionError);
	expect(await rejection(synthesize(text(10), { holdout: 0.9 }))).toBeInstanceOf(OptionError);
	expect(await rejection(synthesize(text(10), { rows: 0 }))).toBeInstanceOf(OptionError);
	expect(await rejection(synthesize(text(10), { generator: "tabdpm" as never }))).toBeInstanceOf(OptionError);
	expect(await rejection(synthesize(""))).toBeInstanceOf(TableError);
});

test("an abort stops the report, too, with the signal's reason", async () => {
	const table = await parseCsv(text(2000));
	const stop = new AbortController();
	const reason = new Error("enough");
	const report = compare({ real: table, synthetic: table, holdout: table, seed: 1, signal: stop.signal });
	setTimeout(() => stop.abort(reason), 100);
	expect(await rejection(report)).toBe(reason);
	expect(await rejection(compare({ real: table, synthetic: {} as never }))).toBeInstanceOf(SchemaError);
});
