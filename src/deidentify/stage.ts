import { OptionError } from "../errors";
import type { Model, SampleRequest } from "../generators/generator";
import type { RandomKey } from "../random";
import { cellText } from "../table/cell-text";
import { keyOf, subKey } from "../table/fresh-ids/keyed";
import { type Column, isNumeric, type Table, takeRows } from "../table/table";
import type { Stage, StageModel } from "../worker/stage";
import { checkComplete } from "./check-complete";
import { checkPlan } from "./check-plan";
import { categoryOf, coarsenColumn } from "./coarsen";
import { dress, type Indices } from "./dress";
import type { Making } from "./fakes/fake";
import { type DeidentifySaved, isPresent } from "./plan";
import { subjectSampler } from "./sample-subjects";
import { checksumsOf, treat } from "./treat";
import { treatPrivately } from "./treat-private";

const byRow: Indices = { row: (i) => i, subject: (i) => i };

/** Refuses conditions on what is not learned, with the reason. */
function checkConditions({ columns, dropped }: DeidentifySaved, { given, rebalance }: SampleRequest): void {
	for (const name of [...Object.keys(given ?? {}), ...(rebalance ? [rebalance.column] : [])]) {
		const option = name === rebalance?.column ? "rebalance" : "given";
		const plan = columns.find((column) => column.name === name);
		const why =
			plan?.type === "made"
				? "its values are made up, because it identifies people"
				: plan?.type === "birth-date"
					? "its days are made up; only their years are learned"
					: plan?.type === "kept"
						? "its values are kept as they are and not learned"
						: dropped.includes(name)
							? "it was left out before learning"
							: undefined;
		if (why) throw new OptionError(`${option}: "${name}" cannot be fixed: ${why}.`, { option, column: name });
	}
}

/** The cells of a table to complete that the model knows of, as coarse as it knows them. */
function withoutMade(table: Table, { columns }: DeidentifySaved): Table {
	const known = table.columns.flatMap((column): Column[] => {
		const plan = columns.find(({ name }) => name === column.name);
		if (plan?.type !== "learned") return [];
		return [plan.coarse ? coarsenColumn(column, plan.coarse) : column];
	});
	return { ...table, columns: known };
}

const sliceOf = (column: Column, offset: number, rows: number) =>
	takeRows(
		{ rows, columns: [column] },
		Int32Array.from({ length: rows }, (_, i) => offset + i),
	).columns[0]!;

/** Completed rows, but every cell that `known` holds of what is made up or coarse as it stands there. */
function keepKnown(known: Table, made: Table, offset: number, { columns: plans }: DeidentifySaved): Table {
	const columns = made.columns.map((column) => {
		const found = known.columns.find(({ name }) => name === column.name);
		const plan = plans.find(({ name }) => name === column.name);
		if (!found || (plan?.type === "learned" && !plan.coarse)) return column;
		// A batch by itself may be read as another kind than the whole table was: its texts are what stays.
		const own = isNumeric(found) && !isNumeric(column) ? categoryOf(found.name, known.rows, cellText(found)) : found;
		if (!isNumeric(own) && isNumeric(column)) return sliceOf(own, offset, made.rows);
		const has = isPresent(own);
		if (isNumeric(own) && isNumeric(column)) {
			return { ...column, values: column.values.map((v, i) => (has(offset + i) ? own.values[offset + i]! : v)) };
		}
		if (isNumeric(own) || isNumeric(column)) return column;
		const levels = [...own.levels];
		const place = column.levels.map((level) => {
			const at = own.levels.indexOf(level);
			return at >= 0 ? at : levels.push(level) - 1;
		});
		const codes = column.codes.map((code, i) =>
			has(offset + i) ? own.codes[offset + i]! : code < 0 ? -1 : place[code]!,
		);
		return { ...column, codes, levels };
	});
	return { ...made, columns };
}

async function stageModel(saved: DeidentifySaved, diagnostics?: StageModel["diagnostics"]): Promise<StageModel> {
	const checksums = await checksumsOf(saved);
	const makingOf = (key: RandomKey): Making => ({ people: saved.people, checksums, key });
	return {
		saved,
		...(diagnostics && { diagnostics }),
		wrap(model: Model<unknown>): Model<unknown> {
			const sampleSubjects = saved.subjects && subjectSampler(model, saved.subjects);
			return {
				...model,
				async sample(request, run) {
					checkConditions(saved, request);
					const making = makingOf(subKey(run.random.key, "made up"));
					const { offset = 0, complete } = request;
					if (complete) {
						checkComplete(complete, saved);
						const sampled = await model.sample({ ...request, complete: withoutMade(complete, saved) }, run);
						const at: Indices = { row: (i) => offset + i, subject: (i) => offset + i };
						return keepKnown(complete, dress(sampled, saved, at, making), offset, saved);
					}
					if (!sampleSubjects) {
						const sampled = await model.sample(request, run);
						const at: Indices = { row: (i) => offset + i, subject: (i) => offset + i };
						return dress(sampled, saved, at, making);
					}
					const { table, subject } = await sampleSubjects(request, run);
					return dress(table, saved, { row: (i) => offset + i, subject: (i) => subject[i]! }, making);
				},
			};
		},
		preview: (table) => dress(table, saved, byRow, makingOf(keyOf("preview"))),
	};
}

/** Names of columns for a diagnostic, or nothing where there are none. */
function listed(name: string, columns: readonly string[]): Record<string, string> {
	return columns.length === 0 ? {} : { [name]: columns.join(", ") };
}

/**
 * Takes out what identifies people before a table is learned, and puts made-up values in its place afterwards: see
 * `docs/identifiers.md`.
 */
export const deidentify: Stage = {
	keepsPrivacy: true,
	async fit(table, setup, run) {
		const step = (column: number, columns: number) => run.step({ phase: "inspect", step: column, steps: columns });
		const inspection = setup.inspection ?? (await (await import("./inspect")).inspectTable(table, { step }));
		await step(table.columns.length, table.columns.length);
		const { key } = run.random.stream("deidentify");
		const { learned, saved } = run.privacy
			? await treatPrivately(table, inspection, setup, key, run.privacy)
			: await treat(table, inspection, setup, key);
		const of = (test: (plan: DeidentifySaved["columns"][number]) => boolean) =>
			saved.columns.filter(test).map(({ name }) => name);
		const coarse = Object.entries(setup.treatments ?? {}).flatMap(([name, treatment]) =>
			typeof treatment === "object" && "coarsen" in treatment ? [name] : [],
		);
		const byDefault = inspection.findings.flatMap(({ column, treatment }) =>
			!setup.treatments?.[column] && typeof treatment === "object" && "coarsen" in treatment ? [column] : [],
		);
		const longer = of((plan) => plan.type === "made" && plan.fake.type === "id" && plan.fake.format.widened);
		const diagnostics = {
			...listed(
				"replaced",
				of(({ type }) => type === "made" || type === "birth-date"),
			),
			...listed("dropped", saved.dropped),
			...listed("coarsened", [...coarse, ...byDefault]),
			...listed(
				"keptAsTheyAre",
				of(({ type }) => type === "kept"),
			),
			...listed("longerIdentifiers", longer),
			...(saved.subjects && {
				subject: saved.subjects.column,
				// Their exact number is no more to be told than that of the rows.
				...(!run.privacy && { subjects: learned.subjects!.reduce((a, b) => Math.max(a, b), -1) + 1 }),
				...listed("constantWithinSubject", saved.subjects.constant),
				...listed(
					"followed",
					(saved.subjects.previous ?? []).map(({ name }) => name),
				),
			}),
		};
		return { ...(await stageModel(saved, diagnostics)), table: learned };
	},
	load: async (saved) => stageModel(checkPlan(saved)),
};
