import { formatCount } from "../charts/scale";
import type { Constraint } from "../constraints/constraint";
import type { Fair } from "../constraints/fair/fair";
import { tellsOfSomebody } from "../deidentify/inspect";
import type { PromiseRecord } from "../dp/budget";
import { OptionError, TableError } from "../errors";
import { createRandom } from "../random";
import { layoutOf } from "../table/layout";
import { readAs } from "../table/read-as";
import type { Table } from "../table/table";
import type { Run } from "../worker/run";
import { type Aligned, align, type TableSize } from "./align";
import { checklist } from "./checklist/checklist";
import { countViolations } from "./constraints";
import { careDefinition, definitions, fairnessDefinition } from "./definitions";
import { fairness } from "./fairness";
import { careParts, compareCare } from "./fidelity/care";
import { compareFidelity } from "./fidelity/compare";
import { refuseLearned, refuseOther, refusePartial } from "./matching-tables";
import { NEED_HOLDOUT, paceReport, type ReportPhase, startPhase } from "./phase";
import { comparePrivacy } from "./privacy/compare";
import { type People, people } from "./privacy/people";
import type { Provenance } from "./provenance";
import type { Report } from "./report";
import { toSameDetail } from "./same-detail";
import { sampleSizes } from "./samples";
import { someColumns } from "./some-columns";
import { type UtilityResult, utility } from "./utility";

/** What is compared. */
export interface CompareInput {
	/** The rows the generator learned from, without the held-out ones. */
	readonly real: Table;
	readonly synthetic: Table;
	/** Real rows the generator never saw; without them detection, utility and every attack say why they are absent. */
	readonly holdout?: Table;
	/** Column that `utility` predicts. */
	readonly target?: string;
	/** Where the synthetic table came from: stands in the report as evidence, nothing is computed from it. */
	readonly provenance?: Provenance;
	/** The promise the table was made under: `summary.privacy` of its fit. Nothing is computed from it. */
	readonly promise?: PromiseRecord;
	/** Constraints that were stated in `fit`: the rows that break them are counted, beside those that are found. */
	readonly constraints?: readonly Constraint[];
	/** What `fit` was asked to make fair: both differences are measured. */
	readonly fair?: Fair;
	/** Overrides the run's stream. */
	readonly seed?: number | string;
}

const NO_HOLDOUT = "no held-out rows were given: without real rows the generator never saw there is no control";

const SAMPLED =
	"Some figures rest on a random part of the rows, which widens their intervals; how many is listed with them.";

function sizeOf(table: Table): TableSize {
	return { rows: table.rows, columns: table.columns.length };
}

function notesOf({ real, synthetic, holdout }: CompareInput): string[] {
	const notes: string[] = [];
	if (!holdout) notes.push(`Detection, utility and the attacks are absent: ${NO_HOLDOUT}.`);
	else if (holdout.rows * 4 < real.rows) {
		notes.push(
			`There are ${formatCount(holdout.rows)} hold-out rows for ${formatCount(real.rows)} training rows. With so few, attacks are measured coarsely, and what hold-out rows score is lower than more of them would.`,
		);
	}
	const has = new Set(synthetic.columns.map(({ name }) => name));
	const absent = real.columns.filter(({ name }) => !has.has(name)).map(({ name }) => `"${name}"`);
	if (absent.length > 0) {
		const some = `${absent.slice(0, 10).join(", ")}${absent.length > 10 ? " and others" : ""}`;
		notes.push(`The synthetic table lacks ${some}: nothing is said of them.`);
	}
	if (synthetic.rows * 4 < real.rows) {
		notes.push(
			`The synthetic table has ${formatCount(synthetic.rows)} rows, the real one ${formatCount(real.rows)}: a small sample looks less faithful than it is.`,
		);
	}
	notes.push(
		"This report is computed from the real table. It names only categories and ranges that at least five people have, and no person: treat it as you would a summary of that table.",
	);
	return notes;
}

/** The charts of columns that identify nobody directly: a report names no one. */
function withoutPeople(marginals: Report["fidelity"]["marginals"], { people }: Report["privacy"]) {
	const direct = new Set(
		people.identifying.filter(({ identifies }) => identifies === "directly").map(({ column }) => column),
	);
	return marginals.filter(({ column }) => !direct.has(column));
}

/** A file that is named after somebody is not named in a report. */
async function withoutPerson({ table, ...others }: Provenance): Promise<Provenance> {
	if (table === undefined) return others;
	return { table: (await tellsOfSomebody(table)) ? "(not named: its name tells of somebody)" : table, ...others };
}

/** Leaves columns out of every figure, for a reason that the report tells. */
function without(aligned: Aligned, names: ReadonlySet<string>, reason: string): Aligned {
	const series = aligned.series.filter(({ name }) => !names.has(name));
	const left = aligned.series.filter(({ name }) => names.has(name));
	return { ...aligned, series, excluded: [...aligned.excluded, ...left.map(({ name }) => ({ column: name, reason }))] };
}

/** Their cells mean something else in one of the tables: they would make every row look new. */
const UNLIKE = "its cells in one of the tables cannot be read as those of the real one";

/** Phases that will not come because of what was not given. */
function skippedPhases({ holdout, target, fair }: CompareInput, care: boolean): ReportPhase[] {
	const unfair: ReportPhase[] = [...(fair ? [] : ["fairness" as const]), ...(care ? [] : ["care" as const])];
	if (!holdout) return [...NEED_HOLDOUT, ...unfair];
	return target === undefined ? ["utility", ...unfair] : unfair;
}

/**
 * The columns that are learned: direct identifiers are made up, so that their values say nothing of how faithful a table
 * is, and a row copied but for its name is a copy. The target stays, whatever it is.
 */
function withoutIdentifiers(aligned: Aligned, { identifying }: People, target: string | undefined): Aligned {
	const direct = new Set(
		identifying.flatMap((f) => (f.identifies === "directly" && f.column !== target ? [f.column] : [])),
	);
	return without(aligned, direct, "identifies people directly: values are made up, not learned");
}

/**
 * Compares a synthetic table with the real one it was learned from: fidelity, utility, privacy. The same input and
 * seed give the same report. Time grows with rows × columns², up to 120 columns, and with rows × columns beyond; memory with
 * rows × columns.
 *
 * @throws {TableError} where a table has no rows or no columns, where the tables have no column in common, and where hold-out
 * rows stand among the real ones.
 * @throws {OptionError} where `target` is not a column of the real table.
 * @throws {StoppedError} once the run was stopped.
 */
export async function compareTables(given: CompareInput, call: Run): Promise<Report> {
	const { target, seed } = given;
	for (const name of ["real", "synthetic", "holdout"] as const) {
		const table = given[name];
		if (table && (table.rows === 0 || table.columns.length === 0)) {
			const what = table.rows === 0 ? "rows" : "columns";
			throw new TableError(`The ${name} table has no ${what}; give one that has.`, { table: name });
		}
	}
	if (target !== undefined && !given.real.columns.some((c) => c.name === target)) {
		const names = given.real.columns.map((c) => c.name).join(", ");
		throw new OptionError(`target "${target}" is not a column of the real table; it has ${names}.`, { target });
	}
	refuseOther(given.real, given.synthetic);
	refusePartial(given);
	const { input, unlike } = toSameDetail(given);
	const { real, synthetic, holdout } = input;
	const parts = careParts(real);
	const run = paceReport(call, skippedPhases(input, parts !== undefined));
	const random = seed === undefined ? run.random.stream("report") : createRandom(seed).stream("report");
	const everything = without(align(holdout ? [real, synthetic, holdout] : [real, synthetic]), new Set(unlike), UNLIKE);
	const tables = { real: 0, synthetic: 1, heldOut: holdout ? 2 : null };
	refuseLearned(everything, tables);
	const constraints = await countViolations(
		given.real,
		readAs(given.synthetic, layoutOf(given.real, true), "missing"),
		input.constraints ?? [],
		startPhase(run, "constraints", 1),
	);
	const found = await people(everything, input, given.synthetic, tables, run);
	const aligned = withoutIdentifiers(everything, found, target);
	const some = someColumns(aligned, target, random.stream("columns"));
	const { fidelity, information } = await compareFidelity(
		{ aligned, paired: some.of(aligned) },
		input,
		tables,
		random.stream("fidelity"),
		run,
	);
	const tick = startPhase(run, "care", (parts?.sets.length ?? 0) + 1);
	const learned = aligned.series.map(({ name }) => name);
	const care = parts && (await compareCare(input, parts, learned, tick));
	let useful: UtilityResult;
	if (target === undefined) useful = { reason: "no target column was named" };
	else if (tables.heldOut === null) useful = { reason: NO_HOLDOUT };
	else {
		const { real, synthetic, heldOut } = tables;
		useful = await utility(aligned, { real, synthetic, heldOut }, target, random.stream("utility"), run);
	}
	const fair = input.fair && (await fairness(aligned, input, input.fair, random.stream("fairness"), run));
	const privacy = await comparePrivacy(
		aligned,
		input,
		tables,
		{ people: found, information, paired: some.of, target, noHoldout: NO_HOLDOUT },
		random.stream("privacy"),
		run,
	);
	const sizes = { real: sizeOf(real), synthetic: sizeOf(synthetic), ...(holdout && { heldOut: sizeOf(holdout) }) };
	const samples = sampleSizes(sizes, fidelity, useful, privacy);
	return {
		version: 1,
		tables: sizes,
		...(target !== undefined && { target }),
		excluded: aligned.excluded,
		notes: [
			...notesOf(input),
			...(some.note ? [some.note] : []),
			...(samples.some(({ used, of = used }) => used < of) ? [SAMPLED] : []),
		],
		checklist: checklist(privacy, unlike),
		...(input.provenance && { provenance: await withoutPerson(input.provenance) }),
		...(input.promise && { promise: input.promise }),
		fidelity: { ...fidelity, marginals: withoutPeople(fidelity.marginals, privacy) },
		constraints,
		utility: useful,
		...(care && { care }),
		...(fair && { fairness: fair }),
		privacy,
		samples,
		definitions: {
			...definitions,
			...(fair && { fairness: fairnessDefinition }),
			...(care && { care: careDefinition }),
		},
	};
}
