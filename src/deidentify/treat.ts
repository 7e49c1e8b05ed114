import type { RandomKey } from "../random";
import { cellText } from "../table/cell-text";
import { keyedHash, keyedWord, subKey } from "../table/fresh-ids/keyed";
import { type Column, isNumeric, type LevelColumn, ROWS_ONLY, type Table } from "../table/table";
import { categoryOf, coarsenColumn } from "./coarsen";
import { isNameWord } from "./detect/few-names";
import { findSpans } from "./detect/spans";
import { checksums } from "./fakes/checksums";
import { type Fake, makeFake } from "./fakes/fake";
import { fitFake, WITHHELD } from "./fakes/fit-fake";
import { fitPeople, type People } from "./fakes/people";
import type { Finding, Inspection } from "./finding";
import { constantShare } from "./groups";
import { type Libraries, libraries } from "./libraries";
import { type ColumnPlan, type DeidentifySaved, isPresent, PRESENT } from "./plan";
import { withPrevious } from "./previous";
import { assignRoles } from "./roles";
import { fitRowsPerSubject } from "./rows-per-subject";
import { CONSTANT_SHARE } from "./subject";
import { chooseSubject, type Decided, type Decisions, decide, droppedOf, type Subjects } from "./treatments";

/** A table made fit to learn from, and the way back. */
export interface Treated {
	readonly learned: Table;
	readonly saved: DeidentifySaved;
}

/** Fewest subjects behind a number of rows, and behind a plain value among identifying ones. */
const FEWEST = 5;
/** Rows a repeated identifier that is not the subject's own has on average for it to be learned under made-up names. */
const ROLE_ROWS = 20;
const MOST_RENAMED = 200;
/** Share of identifying values up to which a category's plain values are still learned. */
const MIXED_SHARE = 0.7;

/** Language of names by country, where names alone do not tell. */
const LANGUAGE_OF: Readonly<Record<string, string>> = {
	...{
		US: "en",
		GB: "en",
		IE: "en",
		AU: "en",
		CA: "en",
		NL: "nl",
		DE: "de",
		AT: "de",
		CH: "de",
		BE: "nl",
		FR: "fr",
		ES: "es",
		MX: "es",
	},
	...{
		IT: "it",
		PT: "pt",
		BR: "pt",
		PL: "pl",
		SE: "sv",
		DK: "da",
		NO: "nb",
		FI: "fi",
		CZ: "cs",
		SK: "sk",
		HU: "hu",
		RO: "ro",
		HR: "hr",
	},
	...{ TR: "tr", GR: "el", RU: "ru", UA: "uk", CN: "zh", JP: "ja", KR: "ko", IL: "he", EG: "ar", IN: "hi", ID: "id" },
};

/** Different values of a column as written. */
function textsOf(column: Column): string[] {
	const text = cellText(column);
	const rows = isNumeric(column) ? column.values.length : column.codes.length;
	const seen = new Set<string>();
	for (let row = 0; row < rows; row++) {
		const cell = text(row)?.trim();
		if (cell) seen.add(cell);
	}
	return [...seen];
}

async function peopleOf(table: Table, decided: readonly Decided[], key: RandomKey): Promise<People> {
	const findings = decided.map(({ finding }) => finding);
	const named = findings.find(({ what, locale }) => what === "name" && locale);
	const placed = findings.find(
		({ locale }) =>
			locale && locale.length === 2 && LANGUAGE_OF[locale.toUpperCase()] && locale === locale.toUpperCase(),
	);
	const language = named?.locale ?? LANGUAGE_OF[placed?.locale ?? ""] ?? "en";
	const real = table.columns.flatMap((column, i) =>
		findings[i]!.what === "name" || findings[i]!.what === "address" ? textsOf(column) : [],
	);
	return fitPeople(language, real, subKey(key, "people"));
}

/** What is needed to plan a column. */
interface Planning {
	readonly table: Table;
	readonly subjects: Subjects | undefined;
	readonly key: RandomKey;
	readonly people: People;
	readonly known: Libraries;
}

const isConstant = (column: Column, { subjects }: Planning) =>
	subjects !== undefined &&
	(column.name === subjects.column || constantShare(subjects.groups, column) >= CONSTANT_SHARE);

/** The column as the generator is to learn it, if at all, and the plan for the way back, if it comes back. */
interface Step {
	readonly learned?: Column;
	readonly plan?: ColumnPlan;
}

function presence(column: Column): { present: "all" | "none" | "learned"; learned?: Column } {
	const has = isPresent(column);
	const rows = isNumeric(column) ? column.values.length : column.codes.length;
	let n = 0;
	for (let row = 0; row < rows; row++) if (has(row)) n++;
	if (n === rows) return { present: "all" };
	if (n === 0) return { present: "none" };
	return { present: "learned", learned: categoryOf(column.name, rows, (row) => (has(row) ? PRESENT : undefined)) };
}

/** Days are invented within the year, which is learned. */
function inventedDays(column: Column, planning: Planning): Step | undefined {
	if (!isNumeric(column) || column.kind !== "datetime") return undefined;
	const values = column.values.map((value) => (Number.isNaN(value) ? value : new Date(value).getUTCFullYear()));
	const { key, classes } = missingDays(column.values, subKey(planning.key, column.name));
	return {
		learned: { name: column.name, kind: "integer", values, decimals: 0 },
		plan: {
			type: "birth-date",
			name: column.name,
			...(column.format !== undefined && { format: column.format }),
			...(column.missing !== undefined && { missing: column.missing }),
			constant: isConstant(column, planning),
			key,
			classes,
		},
	};
}

const DAY = 86_400_000;

/** A key by which no real date is in class 0; one class, of all days, where there are too many dates for that. */
function missingDays(values: Float64Array, key: RandomKey): { key: RandomKey; classes: number } {
	const days = [...new Set(values.filter((value) => !Number.isNaN(value)).map((value) => Math.floor(value / DAY)))];
	const classes = Math.min(20, Math.max(2, Math.ceil(days.length / 4)));
	for (let attempt = 0; attempt < 2000; attempt++) {
		const tried = subKey(key, `days/${attempt}`);
		if (!days.some((day) => keyedWord(tried, day, 0) % classes === 0)) return { key: tried, classes };
	}
	return { key, classes: 1 };
}

const writtenLike = (text: string) => text.replace(/\d+/g, "9").replace(/\p{L}+/gu, "a");

/** A category whose plain values are learned, while those that identify somebody become one. */
function mixed(column: LevelColumn, finding: Finding, { known, subjects, table }: Planning): Column | undefined {
	if (column.kind !== "category" || finding.share > MIXED_SHARE) return undefined;
	// Of names no list has all: those that are not known are no plain words.
	if (!["free-text", "email", "phone", "url"].includes(finding.what)) return undefined;
	const spans = findSpans(column.levels, known);
	const holders = column.levels.map(() => new Set<number>());
	for (let row = 0; row < table.rows; row++) {
		const code = column.codes[row]!;
		if (code >= 0 && holders[code]!.size < FEWEST) holders[code]!.add(subjects?.of[row] ?? row);
	}
	// Of paths and logins, those written like one that holds a name may hold one that no list has.
	const told = new Set(column.levels.filter((level, i) => spans[i]!.length > 0 && !/\s/.test(level)).map(writtenLike));
	const plain = column.levels.map(
		(level, i) =>
			spans[i]!.length === 0 &&
			holders[i]!.size >= FEWEST &&
			!isNameWord(level, known) &&
			!told.has(writtenLike(level)),
	);
	if (!plain.includes(true)) return undefined;
	return categoryOf(column.name, table.rows, (row) => {
		const code = column.codes[row]!;
		return code < 0 ? undefined : plain[code] ? column.levels[code]! : WITHHELD;
	});
}

/** A category of a few people (doctors, agents) that many rows share: learned under made-up names. */
function renamed(column: LevelColumn, fake: Fake, role: number, { key, people, table }: Planning): Column | undefined {
	const used = new Set(column.codes.filter((code) => code >= 0));
	if (column.kind === "text" || used.size > MOST_RENAMED || table.rows < ROLE_ROWS * used.size) return undefined;
	if (fake.type === "text" || (fake.type === "id" && fake.checksum)) return undefined;
	const making = { people, checksums: new Map(), key: subKey(key, "renamed") };
	const order = [...used].sort((a, b) => keyedHash(making.key, String(a)) - keyedHash(making.key, String(b)));
	const names = new Map<number, string>();
	const taken = new Set<string>();
	let index = 0;
	for (const code of order) {
		let name = makeFake(fake, column.name, role, index++, making);
		while (taken.has(name)) name = makeFake(fake, column.name, role, index++, making);
		taken.add(name);
		names.set(code, name);
	}
	return categoryOf(column.name, table.rows, (row) => names.get(column.codes[row]!));
}

/** Real cells in an order that says nothing. */
function shuffled(column: Column, key: RandomKey): Column {
	const rows = isNumeric(column) ? column.values.length : column.codes.length;
	const order = Array.from({ length: rows }, (_, row) => row).sort(
		(a, b) => keyedWord(key, a, 0) - keyedWord(key, b, 0),
	);
	// A cell that is written otherwise than its column is known by its row.
	const plain = { ...column, asWritten: undefined };
	if (isNumeric(plain)) return { ...plain, values: Float64Array.from(order, (row) => plain.values[row]!) };
	return { ...plain, codes: Int32Array.from(order, (row) => plain.codes[row]!) };
}

/** A column that is learned although its kind says that it never is. */
function learnable(column: Column): Column {
	return column.kind === "id" || column.kind === "text" ? { ...column, kind: "category" } : column;
}

function planColumn(
	column: Column,
	{ finding, treatment }: Decided,
	planning: Planning,
): Step | { fake: Fake; finding: Finding } {
	const { name } = column;
	const isSubject = planning.subjects?.column === name;
	if (treatment === "drop") return {};
	if (typeof treatment === "object" && !isSubject) {
		if ("coarsen" in treatment)
			return { learned: coarsenColumn(column, treatment), plan: { type: "learned", name, coarse: treatment } };
		if (finding.identifies !== "no") {
			const kept = shuffled(column, subKey(planning.key, `kept ${name}`));
			return { plan: { type: "kept", name, what: finding.what, column: kept, constant: isConstant(column, planning) } };
		}
	}
	if (treatment !== "replace" && !isSubject) return { learned: learnable(column), plan: { type: "learned", name } };
	if (!isSubject) {
		const step = inventedDays(column, planning);
		if (step) return step;
	}
	if (!isNumeric(column) && !isSubject) {
		const plain = mixed(column, finding, planning);
		if (plain) return { learned: plain, plan: { type: "learned", name } };
	}
	const texts = textsOf(column);
	const context = { key: planning.key, people: planning.people, libraries: planning.known };
	return { finding, fake: texts.length === 0 ? { type: "text", text: WITHHELD } : fitFake(finding, texts, context) };
}

/** Takes out of a table what identifies people, as was decided, and plans how it is put back. */
export async function treat(
	table: Table,
	inspection: Inspection,
	decisions: Decisions,
	key: RandomKey,
): Promise<Treated> {
	const decided = decide(table, inspection, decisions);
	const subjects = chooseSubject(table, inspection, decisions);
	const people = await peopleOf(table, decided, key);
	const planning: Planning = { table, subjects, key, people, known: await libraries() };
	const steps = table.columns.map((column, i) => planColumn(column, decided[i]!, planning));
	const made = steps.flatMap((step, i) => ("fake" in step ? [{ ...step, column: table.columns[i]!, i }] : []));
	const personal = made.filter(({ fake }) => ["name", "email", "handle", "address"].includes(fake.type));
	const roles = assignRoles(
		personal.map(({ column, fake }) => ({
			column,
			constant: isConstant(column, planning),
			...(fake.type === "name" && { style: fake.style }),
		})),
	);
	const learned: Column[] = [];
	const plans: ColumnPlan[] = [];
	for (const [i, step] of steps.entries()) {
		const column = table.columns[i]!;
		const whole =
			"fake" in step ? finishMade(column, step, roles[personal.findIndex((one) => one.i === i)] ?? 0, planning) : step;
		if (whole.learned) learned.push(whole.learned);
		if (whole.plan) plans.push(whole.plan);
	}
	if (learned.length === 0) learned.push(categoryOf(ROWS_ONLY, table.rows, () => PRESENT));
	const constant = subjects
		? learned.filter((column) => constantShare(subjects.groups, column) >= CONSTANT_SHARE).map(({ name }) => name)
		: [];
	const { subjects: _, ...rest } = table;
	const plain: Table = { ...rest, columns: learned, ...(subjects && { subjects: subjects.of }) };
	const followed = subjects && withPrevious(plain, subjects.of, constant);
	return {
		learned: followed?.table ?? plain,
		saved: {
			version: 1,
			columns: plans,
			dropped: droppedOf(decided),
			people,
			checksums: plans.flatMap((plan) =>
				plan.type === "made" && plan.fake.type === "id" && plan.fake.checksum ? [plan.fake.checksum] : [],
			),
			...(subjects && {
				subjects: {
					column: subjects.column,
					rows: fitRowsPerSubject(subjects.sizes, FEWEST),
					constant,
					...(followed && { previous: followed.previous }),
				},
			}),
		},
	};
}

function finishMade(
	column: Column,
	{ fake, finding }: { fake: Fake; finding: Finding },
	role: number,
	planning: Planning,
): Step {
	const { name, kind } = column;
	const constant = isConstant(column, planning);
	if (!constant && !isNumeric(column)) {
		const other = renamed(column, fake, role, planning);
		if (other) return { learned: other, plan: { type: "learned", name } };
	}
	const { present, learned } = presence(column);
	const plan: ColumnPlan = {
		type: "made",
		name,
		what: finding.what,
		fake,
		role,
		kind: fake.type === "text" ? "text" : kind,
		...(isNumeric(column) && column.decimals !== undefined && { decimals: column.decimals }),
		...(column.missing !== undefined && { missing: column.missing }),
		constant,
		present,
	};
	return { plan, ...(learned && { learned }) };
}

/** The checksums a saved plan needs. */
export const checksumsOf = (saved: DeidentifySaved) => checksums(saved.checksums);
