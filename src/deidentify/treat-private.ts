import { noisyCounts } from "../dp/histogram";
import { OptionError } from "../errors";
import type { RandomKey } from "../random";
import { subKey } from "../table/fresh-ids/keyed";
import { type Column, isNumeric, ROWS_ONLY, type Table } from "../table/table";
import type { Run } from "../worker/run";
import { categoryOf, coarsenColumn } from "./coarsen";
import { fitFake } from "./fakes/fit-fake";
import { fitPeople } from "./fakes/people";
import type { Finding, Inspection, What } from "./finding";
import { libraries } from "./libraries";
import { type ColumnPlan, PRESENT } from "./plan";
import type { RowsPerSubject } from "./rows-per-subject";
import type { Treated } from "./treat";
import { chooseSubject, type Decided, type Decisions, decide, droppedOf, type Subjects } from "./treatments";

type Budget = NonNullable<Run["privacy"]>;

/** Values that are made up in a way no real one decides; all others become identifiers. */
const MADE_UP: readonly What[] = ["name", "email", "handle", "url", "address", "ip", "free-text", "coordinates"];
/** What invented values are written like: nothing of the real ones may show. */
const EXAMPLE: Partial<Record<What, string>> = { name: "Anna Berg", ip: "192.0.2.1", address: "12 High Street" };
const IDENTIFIER = "ID000000";
/** Share of the budget that the number of rows of subjects takes. */
const SHARE_OF_ROWS = 0.02;

/** How many rows subjects have, from noisy counts of subjects by their rows, each in one of them. */
function rowsPerSubject({ sizes }: Subjects, most: number, { ledger, random }: Budget): RowsPerSubject {
	if (most === 1) return { rows: Int32Array.of(1), weights: Int32Array.of(1), mean: 1 };
	const rho = ledger.left() * SHARE_OF_ROWS;
	ledger.spend("How many rows subjects have", rho);
	const counts = new Float64Array(most);
	for (const size of sizes) if (size > 0) counts[Math.min(size, most) - 1]!++;
	const deviation = Math.sqrt(1 / (2 * rho));
	const noisy = noisyCounts(counts, 1 / (2 * rho), random).map((n) => (n >= 3 * deviation ? n : 0));
	if (noisy.every((n) => n === 0)) noisy[0] = 1;
	const total = noisy.reduce((a, b) => a + b, 0);
	return {
		rows: Int32Array.from(noisy, (_, i) => i + 1),
		weights: Int32Array.from(noisy),
		mean: noisy.reduce((sum, n, i) => sum + n * (i + 1), 0) / total,
	};
}

function refuseKeeping({ column, what }: Finding): never {
	throw new OptionError(
		`treatments: "${column}" would be kept as it is (${what}), which gives its real values away; where privacy is promised take "replace", "drop" or "learn".`,
		{ option: "treatments", column },
	);
}

/** Days are invented within the year, which is learned. */
function yearOf(column: Column, key: RandomKey): { learned: Column; plan: ColumnPlan } | undefined {
	if (!isNumeric(column) || column.kind !== "datetime") return undefined;
	const { name, format, missing } = column;
	const values = column.values.map((value) => (Number.isNaN(value) ? value : new Date(value).getUTCFullYear()));
	return {
		learned: { name, kind: "integer", values, decimals: 0 },
		plan: {
			type: "birth-date",
			name,
			...(format !== undefined && { format }),
			...(missing !== undefined && { missing }),
			constant: false,
			key: subKey(key, name),
			classes: 1,
		},
	};
}

/**
 * Takes out of a table what identifies people, under a promise of differential privacy: what stands in its place is made up
 * without a look at the values, and how many rows subjects have is a noisy count.
 *
 * @throws OptionError where a column is to be kept as it is, or the promise's unit is the subject and there is none.
 */
export async function treatPrivately(
	table: Table,
	inspection: Inspection,
	decisions: Decisions,
	key: RandomKey,
	budget: Budget,
): Promise<Treated> {
	const { promised } = budget;
	budget.note(
		"Kinds and formats of columns, how their missing cells are written, and which of them identify people, were read from the data.",
	);
	const decided = decide(table, inspection, decisions);
	const named = promised.unit === "row" ? undefined : chooseSubject(table, inspection, decisions);
	if (promised.unit === "subject" && !named) {
		throw new OptionError(
			'privacy.unit is "subject", but no column says whose the rows are; name one by subject, or take "row".',
			{ option: "privacy" },
		);
	}
	if (named && !decisions.subject) budget.note(`That "${named.column}" says whose each row is was read from the data.`);
	if (promised.publicRows) budget.note("The number of rows is taken as public.");
	const language = decided.find(({ finding }) => finding.what === "name")?.finding.locale ?? "en";
	const people = await fitPeople(language, [], subKey(key, "people"));
	const known = await libraries();

	function plan(column: Column, { finding, treatment }: Decided): { learned?: Column; plan?: ColumnPlan } {
		const { name } = column;
		const isSubject = named?.column === name;
		if (treatment === "drop" && !isSubject) return {};
		if (typeof treatment === "object" && !isSubject) {
			if ("coarsen" in treatment) {
				return { learned: coarsenColumn(column, treatment), plan: { type: "learned", name, coarse: treatment } };
			}
			if (finding.identifies !== "no") refuseKeeping(finding);
		}
		if (treatment !== "replace" && !isSubject) {
			const learned =
				column.kind === "id" || column.kind === "text" ? { ...column, kind: "category" as const } : column;
			return { learned, plan: { type: "learned", name } };
		}
		const year = isSubject ? undefined : yearOf(column, key);
		if (year) return year;
		const what = MADE_UP.includes(finding.what) && !isSubject ? finding.what : "key";
		const fake = fitFake({ ...finding, what }, [EXAMPLE[what] ?? IDENTIFIER], { key, people, libraries: known });
		const kind = fake.type === "text" ? "text" : isNumeric(column) ? "id" : column.kind;
		return { plan: { type: "made", name, what, fake, role: 0, kind, constant: isSubject, present: "all" } };
	}

	const steps = table.columns.map((column, i) => plan(column, decided[i]!));
	const learned = steps.flatMap(({ learned }) => learned ?? []);
	if (learned.length === 0) learned.push(categoryOf(ROWS_ONLY, table.rows, () => PRESENT));
	const { subjects: _, ...rest } = table;
	return {
		learned: { ...rest, columns: learned, ...(named && { subjects: named.of }) },
		saved: {
			version: 1,
			columns: steps.flatMap(({ plan }) => plan ?? []),
			dropped: droppedOf(decided),
			people,
			checksums: [],
			...(named && {
				subjects: { column: named.column, rows: rowsPerSubject(named, promised.rowsEach, budget), constant: [] },
			}),
		},
	};
}
