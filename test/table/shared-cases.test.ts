import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../src/table/csv";
import { formatCsv } from "../../src/table/format-csv";
import { isNumeric, type Table } from "../../src/table/table";

const CASES = "../shared/cases/tables";
const here = existsSync(CASES);
if (!here) console.log(`skipped: ${CASES} is not there`);

/** Kind, notation or format of the columns that were once lost, and what must be said about them. */
const RIGHT: Record<string, { columns: Record<string, string>; warns?: RegExp; missing?: number }> = {
	time_of_day: { columns: { arrival_time: "number time HH:mm" } },
	hhmm_int: { columns: { time_occ: "number time Hmm" } },
	"date_YYYY-DD-MM": { columns: { visit: "datetime YYYY-DD-MM" } },
	date_mixed_formats: { columns: { visit: "datetime YYYY-MM-DD" }, warns: /written as MM\/DD\/YYYY/ },
	one_bad_date: { columns: { admitted: "datetime YYYY-MM-DD" }, warns: /"2021-02-30" in row 8/, missing: 1 },
	date_word_missing: { columns: { admitted: "datetime YYYY-MM-DD" }, warns: /12 cells \("pending"/, missing: 12 },
	epoch_seconds: { columns: { created_at: "datetime X" } },
	eight_digit_amounts: { columns: { total_assets: "integer" } },
	latlon: { columns: { location: "text" }, warns: /Split it into two columns/ },
	currency_percent: { columns: { price: "number $_ ,", rate: "number _%" } },
	indian: { columns: { amount: "integer indian" } },
	unicode_minus_n: { columns: { delta: "number −" } },
	censored_lab: { columns: { crp: "number words" } },
	missing_trap: { columns: { age: "integer", crp: "number words" } },
	formats: {
		columns: {
			when_us: "datetime MM/DD/YYYY",
			time: "number time HH:mm",
			share: "number _%",
			yesno: "boolean",
			acct: "id",
			amount_eu: "number . ,",
			km: "integer ,",
		},
	},
	defuse: { columns: { grade: "category", code: "category" } },
	weekdays: { columns: { trade_date: "datetime YYYY-MM-DD" } },
	slots_15min: { columns: { start: "datetime YYYY-MM-DD HH:mm" } },
	prices_99: { columns: { price: "number" } },
	odd_numbers: { columns: { house_no: "integer" } },
	"sentinel_-999": { columns: { bmi: "number" } },
	hex_ids: { columns: { device: "id" } },
	versions: { columns: { python_version: "category" }, warns: /may be different versions/ },
	plus_phone: { columns: { contact: "id" } },
	country_NA: { columns: { iso: "category" }, warns: /may be Namibia/, missing: 0 },
	space_delim_n: { columns: { a: "integer", b: "integer", c: "integer" } },
	nanoseconds: { columns: { ts: "datetime YYYY-MM-DD HH:mm:ss.SSSSSSSSS" } },
	orders: { columns: { vat_pct: "integer _%", currency_amt: "number $_", zip: "category" } },
	kids: { columns: { kids: "integer", visited: "datetime DD/MM/YYYY" } },
	given: { columns: { checkin: "datetime DD/MM/YYYY", seen_at: "datetime YYYY-MM-DD HH:mm" } },
};

function describeColumn(table: Table, name: string): string {
	const column = table.columns.find((c) => c.name === name)!;
	if (!isNumeric(column)) return column.kind;
	const { kind, format, notation, words } = column;
	const parts: (string | undefined)[] = [kind, format];
	if (notation?.type === "number") {
		const { prefix, suffix, group, indian, decimal, minus } = notation;
		parts.push(prefix && `${prefix}_`, suffix && `_${suffix}`, indian ? "indian" : group, decimal, minus);
	} else if (notation) parts.push(notation.type, notation.format);
	if (words) parts.push("words");
	return parts.filter((part) => part).join(" ");
}

describe.runIf(here).each(here ? readdirSync(CASES) : [])("the case %s", (file) => {
	const name = file.replace(".csv", "");
	const bytes = () => readFileSync(`${CASES}/${file}`);

	it("has the kinds that a person would find, and says what it cannot keep", async () => {
		const table = await parseCsv(new Blob([bytes()]));
		const right = RIGHT[name];
		if (!right) return;
		const found = Object.keys(right.columns).map((column) => [column, describeColumn(table, column)]);
		expect(Object.fromEntries(found)).toEqual(right.columns);
		if (right.warns) expect(table.warnings?.join("\n")).toMatch(right.warns);
		if (right.missing !== undefined) {
			const column = table.columns.find((c) => c.name === Object.keys(right.columns)[0])!;
			const cells = isNumeric(column) ? column.values.map((v) => (Number.isNaN(v) ? -1 : 0)) : column.codes;
			expect(cells.filter((cell: number) => cell < 0).length).toBe(right.missing);
		}
	});

	it("is written as it was found", async () => {
		expect(formatCsv(await parseCsv(new Blob([bytes()])))).toBe(bytes().toString("utf8"));
	});
});
