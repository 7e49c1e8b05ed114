import type { Kind, Table } from "../table/table";
import type { FitSummary } from "../wire/api";

/** What a summary says happened to columns: the diagnostic that lists their names, and the treatment in words. */
const TREATMENTS = [
	["replaced", "replaced by invented values"],
	["dropped", "left out"],
	["keptAsTheyAre", "kept as they are, as was confirmed"],
	["withheld", "withheld: too few people share a value"],
	["coarsened", "made coarser, then learned"],
] as const;

/** Kinds of columns whose values are never learned, whatever was asked. */
const MADE_UP: Partial<Record<Kind, string>> = {
	id: "not learned: identifiers are made up",
	text: "not learned: texts are withheld",
};

/** What happened to every column, for the report's evidence. */
export function treatmentsOf(summary: FitSummary, { columns }: Table): { column: string; treatment: string }[] {
	return columns.map(({ name, kind }) => {
		const found = TREATMENTS.find(([diagnostic]) => `, ${summary[diagnostic] ?? ""}, `.includes(`, ${name}, `));
		const made = MADE_UP[kind] ?? "learned, with rare values protected";
		return { column: name, treatment: found?.[1] ?? made };
	});
}
