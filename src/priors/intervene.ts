import type { CausalColumn, Intervention, Interventions } from "../causal/scm";
import { OptionError } from "../errors";
import { isNumeric, type Table } from "../table/table";
import { component, type NumberReading } from "./reading";
import type { DrawnModel } from "./table-prior";

/**
 * Interventions on columns, in the units of the table, as interventions on the nodes they are read from: what is
 * propagated is replaced, so children follow and the rest of a vector-valued node does not.
 *
 * A number is taken back through the column's standardisation; a level of a column cut from a number becomes the median
 * of the numbers with that level in the table's rows.
 *
 * @param table The drawn table without intervention.
 * @throws OptionError for an unknown column, a level it does not have, or a column that is not read from one number.
 */
export function columnInterventions(
	drawn: Pick<DrawnModel, "model" | "values">,
	table: Table,
	settings: Readonly<Record<string, number | string>>,
): Interventions {
	const { nodes, columns } = drawn.model;
	const interventions: Record<string, Intervention> = {};
	for (const [name, setting] of Object.entries(settings)) {
		const column = columns.find((c) => c.name === name);
		if (!column) {
			throw new OptionError(
				`There is no column "${name}" to set; the table has ${columns.map((c) => c.name).join(", ")}.`,
				{ option: "do", column: name },
			);
		}
		const node = nodes[column.node]!;
		const set = propagated(drawn, column, table, setting);
		if (!Object.hasOwn(interventions, node.name)) {
			interventions[node.name] = node.width === 1 ? { set } : { set, component: column.component ?? 0 };
			continue;
		}
		throw new OptionError(
			`Columns read from one node ("${node.name}") cannot be set together; "${name}" is the second. Set one of them.`,
			{ option: "do", column: name },
		);
	}
	return interventions;
}

/** The number in the node that stands for `setting` in the column. */
function propagated(
	{ values }: Pick<DrawnModel, "values">,
	column: CausalColumn,
	table: Table,
	setting: number | string,
): number {
	const { name, convert, levels } = column;
	if (!levels) {
		const x = Number(setting);
		if (setting === "" || !Number.isFinite(x)) {
			throw new OptionError(`Column "${name}" is set to ${JSON.stringify(setting)}; it takes a finite number.`, {
				option: "do",
				column: name,
				value: setting,
			});
		}
		if (!convert) return x;
		const { mean, deviation } = convert.parameters as NumberReading;
		return x * deviation + mean;
	}
	const code = levels.indexOf(String(setting));
	if (code < 0) {
		throw new OptionError(
			`Column "${name}" has no level ${JSON.stringify(setting)}; its levels are ${levels.join(", ")}.`,
			{ option: "do", column: name, value: setting },
		);
	}
	if (!convert) return code;
	const raw = component(values[column.node]!, column.component ?? 0);
	const read = table.columns.find((c) => c.name === name)!;
	const having = raw.filter((_, row) => !isNumeric(read) && read.codes[row] === code).sort();
	return having[having.length >>> 1] ?? 0;
}
