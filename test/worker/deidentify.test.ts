import { beforeAll, describe, expect, test } from "vitest";
import type { Treatment } from "../../src/deidentify/finding";
import { OptionError } from "../../src/errors";
import { generators } from "../../src/generators";
import type { Given } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { parseCsv } from "../../src/table/csv";
import type { Column, Table } from "../../src/table/table";
import type { FitSetup } from "../../src/wire/api";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { cellsOf, times } from "../encode/tables";
import { startNodeBackend } from "../nn/node-backend";

const random = createRandom("people");
const digits = (n: number) => times(n, () => random.int(10)).join("");
const FIRST = "Anna Sanne Pieter Johan Maria Lotte Bram Thijs Eva Daan Sofie Mark".split(" ");
const LAST = "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Dekker Dijkstra Peters Hendriks".split(" ");

const patients = times(40, (i) => {
	const name = `${FIRST[i % 12]} ${LAST[(i * 5 + Math.floor(i / 12)) % 12]}`;
	return {
		id: `P${1000 + random.int(9000)}`,
		name,
		mail: `${name.toLowerCase().replace(" ", ".")}${i}@post.nl`,
		phone: `06-${digits(8)}`,
		iban: `NL${digits(2)}INGB${digits(10)}`,
		born: `${1940 + random.int(60)}-0${1 + random.int(9)}-${10 + random.int(19)}`,
		sex: i % 3 ? "V" : "M",
		visits: 2 + random.int(6),
	};
});

/** Visits of 40 patients: the ward goes with the patient's sex, the dose with the ward. */
const visits: Promise<Table> = parseCsv(
	[
		"patient_id,name,mail,phone,iban,born,sex,ward,dose,day,note",
		...patients.flatMap((p) =>
			times(p.visits, (i) => {
				const ward = p.sex === "V" ? "A" : "B";
				const dose = (p.sex === "V" ? 10 : 50) + random.int(9);
				const day = `2024-0${1 + random.int(9)}-${10 + random.int(19)}`;
				return [
					p.id,
					p.name,
					p.mail,
					p.phone,
					p.iban,
					p.born,
					p.sex,
					ward,
					dose,
					day,
					i % 2 ? `${p.name} called` : "nothing",
				].join(",");
			}),
		),
	].join("\n"),
);

const names = Object.keys(generatorMetas) as (keyof typeof generatorMetas)[];
const call = (seed: number | string = 1) => ({ id: 1, seed, device: "auto" as const });
const columnOf = (table: Table, name: string): Column => table.columns.find((column) => column.name === name)!;

function options(name: keyof typeof generatorMetas): object {
	const defaults = generatorMetas[name].defaults as Record<string, unknown>;
	const small: Record<string, unknown> = {
		steps: 20,
		batchRows: 32,
		timesteps: 4,
		samplingSteps: 4,
		width: 16,
		bins: 8,
	};
	const known = Object.entries(small).filter(([option]) => option in defaults);
	const layers = "layers" in defaults ? { layers: Array.isArray(defaults.layers) ? [16] : 1 } : {};
	return { ...defaults, ...Object.fromEntries(known), ...layers };
}

async function fitted(setup: FitSetup = {}, name: keyof typeof generatorMetas = "independent", table?: Table) {
	const host = createGeneratorHost(generators as never, "", stages);
	const summary = await host.fit(name, table ?? (await visits), options(name), setup, call());
	return { host, summary };
}

/** Cells of a column by the subject they belong to. */
function bySubject(table: Table, subject: string, name: string): Map<unknown, Set<unknown>> {
	const [who, what] = [cellsOf(columnOf(table, subject)), cellsOf(columnOf(table, name))];
	const values = new Map<unknown, Set<unknown>>();
	for (const [row, s] of who.entries()) values.set(s, (values.get(s) ?? new Set()).add(what[row]));
	return values;
}

beforeAll(() => startNodeBackend("wasm"));

describe.each(names)("a sample of %s, by default", (name) => {
	test("holds no real identifier, and invented people with several rows each", async () => {
		const real = await visits;
		const { host, summary } = await fitted({}, name);
		const made = await host.sample({ rows: 300 }, call());
		expect(made.columns.map((column) => column.name)).toEqual(real.columns.map((column) => column.name));
		expect(made.dialect).toEqual(real.dialect);
		for (const column of ["patient_id", "name", "mail", "phone", "iban", "note"]) {
			const known = new Set(cellsOf(columnOf(real, column)));
			expect(cellsOf(columnOf(made, column)).filter((cell) => known.has(cell))).toEqual([]);
		}
		expect(summary).toMatchObject({ subject: "patient_id", subjects: 40 });
		for (const column of ["name", "mail", "phone", "iban", "born", "sex", "ward"]) {
			for (const values of bySubject(made, "patient_id", column).values()) expect(values.size, column).toBe(1);
		}
		const people = new Set(cellsOf(columnOf(made, "patient_id"))).size;
		expect(300 / people).toBeGreaterThan(3);
		expect(300 / people).toBeLessThan(7);
		const [who, mail] = [cellsOf(columnOf(made, "name")), cellsOf(columnOf(made, "mail"))];
		who.forEach((n, row) => {
			const word = String(n)
				.split(" ")
				.at(-1)!
				.toLowerCase()
				.normalize("NFD")
				.replace(/[^a-z]/g, "");
			expect(String(mail[row]).replace(/[^a-z]/g, "")).toContain(word);
		});
		expect(String(mail[0])).toMatch(/@example\.(com|org|net)$/);
	});

	test("is the same in chunks as at once, and from the saved model", async () => {
		const { host } = await fitted({}, name);
		const whole = await host.sample({ rows: 120 }, call(5));
		const bytes = await host.save();
		const other = createGeneratorHost(generators as never, "", stages);
		await other.load(bytes);
		const parts = [await other.sample({ rows: 50 }, call(5)), await other.sample({ rows: 70, offset: 50 }, call(5))];
		for (const column of whole.columns) {
			const cells = parts.flatMap((part) => cellsOf(columnOf(part, column.name)));
			expect(cells, column.name).toEqual(cellsOf(column));
		}
		const text = new TextDecoder("latin1").decode(bytes);
		for (const p of patients)
			for (const value of [p.id, p.name, p.mail, p.phone, p.iban]) expect(text).not.toContain(value);
	});
});

test("what varies within a subject goes with what does not", async () => {
	const { host } = await fitted({}, "diffusion");
	const made = await host.sample({ rows: 2000 }, call());
	const [sex, ward] = [cellsOf(columnOf(made, "sex")), cellsOf(columnOf(made, "ward"))];
	expect(new Set(sex).size).toBe(2);
	expect(ward.length).toBe(2000);
});

test("the subject can be chosen, and switched off", async () => {
	const off = await fitted({ subject: false });
	expect(off.summary.subject).toBeUndefined();
	const rows = await off.host.sample({ rows: 50 }, call());
	expect(new Set(cellsOf(columnOf(rows, "patient_id"))).size).toBe(50);
	expect((await fitted({ subject: "mail" })).summary).toMatchObject({ subject: "mail" });
	await expect(fitted({ subject: "nobody" })).rejects.toThrow(/there is no column "nobody"/);
});

test("conditions hold for subjects, and are refused on what is made up", async () => {
	const { host } = await fitted();
	const rows = await host.sample({ rows: 60, given: { sex: "M" } }, call());
	expect(new Set(cellsOf(columnOf(rows, "sex")))).toEqual(new Set(["M"]));
	const refused: Given[] = [{ mail: "a@b.nl" }, { born: "1980-01-01" }];
	for (const given of refused)
		await expect(host.sample({ rows: 5, given }, call())).rejects.toThrow(/cannot be fixed: its/);
});

test("completing keeps every known cell, and makes up what is missing of identifiers", async () => {
	const { host } = await fitted();
	const table = await parseCsv("patient_id,name,sex,dose\nP1,Anna Jansen,,12\nP2,,V,\n", {
		kinds: { dose: "integer", patient_id: "id", sex: "category", name: "category" },
	});
	const full = await host.sample({ rows: 2, complete: table }, call());
	expect(cellsOf(columnOf(full, "patient_id"))).toEqual(["P1", "P2"]);
	const [known, made] = cellsOf(columnOf(full, "name"));
	expect(known).toBe("Anna Jansen");
	expect(made).toMatch(/^\p{L}+ [\p{L}-]+$/u);
	expect(cellsOf(columnOf(full, "dose"))[0]).toBe(12);
	expect(cellsOf(columnOf(full, "sex"))).not.toContain(null);
});

describe("treatments", () => {
	const treat = async (treatments: Record<string, Treatment>) => {
		const { host, summary } = await fitted({ treatments, subject: false });
		return { made: await host.sample({ rows: 200 }, call()), summary };
	};

	test("drop leaves a column out, coarsen makes it coarser, learn learns it", async () => {
		const { made, summary } = await treat({
			iban: "drop",
			dose: { coarsen: { band: 20 } },
			day: { coarsen: "month" },
			mail: "learn",
			born: { coarsen: "year" },
		});
		expect(made.columns.map(({ name }) => name)).not.toContain("iban");
		expect(cellsOf(columnOf(made, "dose")).every((cell) => /^\d+–\d+$|^\(/.test(String(cell)))).toBe(true);
		expect(columnOf(made, "day")).toMatchObject({ kind: "datetime", format: "YYYY-MM" });
		expect(columnOf(made, "born")).toMatchObject({ kind: "datetime", format: "YYYY" });
		expect(summary).toMatchObject({ dropped: "iban", coarsened: "dose, day, born" });
	});

	test("keeping needs a confirmation that names what the column holds", async () => {
		await expect(treat({ mail: { keep: { confirmed: "name" } } })).rejects.toThrow(/confirm what it holds.*"email"/);
		const { made, summary } = await treat({ mail: { keep: { confirmed: "email" } } });
		const real = new Set(cellsOf(columnOf(await visits, "mail")));
		expect(cellsOf(columnOf(made, "mail")).every((cell) => real.has(cell))).toBe(true);
		expect(summary).toMatchObject({ keptAsTheyAre: "mail" });
	});

	test("name columns that are there, and are what a treatment may be", async () => {
		await expect(treat({ nobody: "drop" })).rejects.toThrow(OptionError);
		await expect(treat({ mail: "hide" as never })).rejects.toThrow(/take "replace", "drop"/);
		await expect(treat({ sex: { coarsen: "year" } })).rejects.toThrow(/is for datetimes/);
	});
});

test("people whom many rows share are learned under made-up names", async () => {
	const doctors = ["Dr. P. van Dam", "Dr. S. Aydin", "Dr. M. de Groot"];
	const csv = `doctor,score\n${times(300, (i) => `${doctors[i % 3]},${i % 3 === 0 ? 10 + (i % 7) : 50 + (i % 9)}`).join("\n")}`;
	const { host } = await fitted({}, "independent", await parseCsv(csv));
	const made = cellsOf(columnOf(await host.sample({ rows: 300 }, call()), "doctor"));
	expect(new Set(made).size).toBe(3);
	for (const doctor of doctors) expect(made).not.toContain(doctor);
	for (const cell of made) expect(cell).toMatch(/^Dr\. \p{Lu}\. /u);
});

test.each([
	["a", "Jansen|Bakker|Visser|Smit|Meijer|Vos"],
	["a", "Hans|Peter|Klaus|Jürgen|Wolfgang|Uwe"],
	["surname", "Xhoznik|Wbrlle|Jansen|Qudor|Smit|Tvaxx"],
	["contact", "office|Jansen|Visser|office@clinic.nl|front.desk@clinic.nl"],
])("none of a few names in a column called %s comes out: %s", async (header, levels) => {
	const real = levels.split("|");
	const lines = times(120, (i) => `${real[(i * 7) % real.length]},${i % 9},${random.int(3) ? "x" : "y"}`);
	const host = createGeneratorHost(generators as never, "", stages);
	await host.fit(
		"independent",
		await parseCsv(`${header},dose,arm\n${lines.join("\n")}`),
		generatorMetas.independent.defaults,
		{},
		call(),
	);
	const made = cellsOf(columnOf(await host.sample({ rows: 500 }, call()), header));
	expect(made.filter((cell) => real.includes(String(cell)) && cell !== "office")).toEqual([]);
});

test("where all rows are those of a few people, what they have is withheld and said to be", async () => {
	const real = "Jansen|Bakker|Visser|Smit|Meijer|Vos".split("|");
	const csv = (more: string) =>
		`a,arm${more && ",site"}\n${times(120, (i) => `${real[i % 6]},${i % 3}${more}`).join("\n")}`;
	const { host, summary } = await fitted({}, "independent", await parseCsv(csv(",north")));
	expect(summary).toMatchObject({ subject: "a", subjects: 6, withheld: "arm" });
	expect(cellsOf(columnOf(await host.sample({ rows: 9 }, call()), "a")).every((cell) => cell !== null)).toBe(true);
	// Where nothing else is left, made-up names of subjects with empty rows are no table.
	await expect(fitted({}, "independent", await parseCsv(csv("")))).rejects.toThrow(/those of 6 people, by "a"/);
});
