import { protectWriting } from "../encode/protect-writing";
import { PROTECTED } from "../encode/protection";
import { SavedModelError } from "../errors";
import type { Model, SampleRequest } from "../generators/generator";
import { cellFormat, type Writing } from "../table/cell-format";
import { readConditions } from "../table/given";
import { type TableLayout, withLayout } from "../table/layout";
import { readAs } from "../table/read-as";
import { type Column, isNumeric, type Table } from "../table/table";
import { checkLayout } from "./check-layout";
import type { Run } from "./run";
import type { Stage, StageModel } from "./stage";

/**
 * How the table is written, learned once: rows leave as the table came, a second table is read by the same kinds and
 * spellings, and conditions as the columns write them. No generator knows of it, and nothing of it is what too few have.
 */
export const layoutStage: Stage = {
	keepsPrivacy: true,
	async fit(table, { protect = PROTECTED }, run) {
		// No noise hides a limit or a level of one person's: under a promise of privacy none is taken from the rows.
		const { layout, limits, table: learned } = protectWriting(table, run.privacy ? Number.POSITIVE_INFINITY : protect);
		const diagnostics = limits.length > 0 ? { limitsAsNumbers: limits.join(", ") } : undefined;
		return { table: learned, ...stageModel(layout, diagnostics) };
	},
	async load(saved) {
		const { version, ...layout } = (saved ?? {}) as Partial<TableLayout & { version: number }>;
		if (version !== 1 || !layout.columns) {
			throw new SavedModelError(`The table's layout was saved as version ${version}; this build reads version 1.`, {
				version,
			});
		}
		return stageModel(checkLayout(layout));
	},
};

function stageModel(layout: TableLayout, diagnostics?: StageModel["diagnostics"]): StageModel {
	return {
		saved: { version: 1, ...layout },
		...(diagnostics && { diagnostics }),
		preview: (table) => withLayout(table, layout),
		wrap: (model): Model<unknown> => ({
			...model,
			async sample(request, run) {
				const { given, complete } = request;
				const known = complete && readAs(complete, layout);
				const asked: SampleRequest = {
					...request,
					...(given && { given: readConditions(given, layout) }),
					...(known && { complete: known }),
				};
				const warnings = new Set<string>();
				const beyondLearned: Run["beyondLearned"] = (...beyond) => warnings.add(beyondText(layout, ...beyond));
				const sampled = withLayout(await model.sample(asked, { ...run, beyondLearned }), layout);
				const table = warnings.size > 0 ? { ...sampled, warnings: [...warnings] } : sampled;
				return known ? keepKnown(table, known, complete, request.offset ?? 0) : table;
			},
			save: () => model.save(),
			dispose: () => model.dispose(),
		}),
	};
}

/** The learned range is the model's own: its ends are those that protection left. */
function beyondText(layout: TableLayout, name: string, value: number, learned: readonly [number, number]): string {
	const column = layout.columns.find((one) => one.name === name);
	const written = (n: number) => (column ? cellFormat(column as Writing).format(n) : String(n));
	return `given: "${name}" is asked to be ${written(value)}, far from what was learned: ${written(learned[0])} to ${written(learned[1])}. The other columns of such rows say little.`;
}

/** The completed rows with every known cell as it came, in the layout of the table that was to be completed. */
function keepKnown(drawn: Table, known: Table, complete: Table, offset: number): Table {
	const columns = drawn.columns.map((column): Column => {
		const own = known.columns.find(({ name }) => name === column.name);
		if (!own?.asWritten) return column;
		const asWritten = new Map<number, string>();
		for (let row = 0; row < drawn.rows; row++) {
			const text = own.asWritten.get(offset + row);
			if (text !== undefined && !isMissing(own, offset + row)) asWritten.set(row, text);
		}
		return asWritten.size > 0 ? { ...column, asWritten } : column;
	});
	return { ...drawn, columns, ...(complete.dialect && { dialect: complete.dialect }) };
}

function isMissing(column: Column, row: number): boolean {
	return isNumeric(column) ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0;
}
