import { expect, test } from "vitest";
import { OptionError } from "../../src/errors";
import { parseCsv } from "../../src/table/csv";
import { splitRows } from "../../src/table/split-rows";
import { subjectsOf, withSubjects } from "../../src/table/subjects";

const VISITS = "patient,ward\nP7,a\nP3,b\nP7,b\n,a\nP3,a\n,b\n";

test("rows with the same value are one subject, rows without a value are subjects of their own", async () => {
	const table = await parseCsv(VISITS, { kinds: { patient: "category" } });
	expect([...subjectsOf(table, "patient")]).toEqual([0, 1, 0, 2, 1, 3]);
	expect(withSubjects(table, undefined)).toBe(table);
});

test("numbers say whose rows they are as well", async () => {
	const table = await parseCsv("bsn,x\n111222333,1\n123456782,2\n111222333,3\n");
	expect([...subjectsOf(table, "bsn")]).toEqual([0, 1, 0]);
});

test("nobody is on both sides of the split", async () => {
	const rows = Array.from({ length: 300 }, (_, i) => `P${(i * 7) % 50},${i}`);
	const table = await parseCsv(`patient,x\n${rows.join("\n")}\n`, { kinds: { patient: "category" } });
	const { training, holdout } = splitRows(withSubjects(table, "patient"), 0.2, 1);
	expect(new Set(holdout?.subjects).size).toBe(10);
	const learned = new Set(training.subjects);
	expect([...holdout!.subjects!].filter((subject) => learned.has(subject))).toEqual([]);
});

test("a column that is not there is refused", async () => {
	const table = await parseCsv(VISITS);
	expect(() => subjectsOf(table, "patients")).toThrow(OptionError);
	expect(() => subjectsOf(table, "patients")).toThrow('there is no column "patients"; there are patient, ward');
});
