/** Arguments checked on the page, before any worker starts: every refusal names the value and the remedy. */
import { SchemaError } from "../errors";
import { checkArgument } from "../options/check";
import { show } from "../options/choose";
import type { Table } from "../table/table";
import type { Device } from "../worker/run";

export const DEVICES: readonly Device[] = ["auto", "webgpu", "wasm", "cpu"];

export function checkDevice(device: Device = "auto"): Device {
	return checkArgument("device", device, { type: "choice", choices: DEVICES });
}

/** `seed` itself, or a fresh one from `crypto` where none is given. */
export function checkSeed(seed: number | string | undefined): number | string {
	if (seed === undefined) return crypto.getRandomValues(new Uint32Array(1))[0]!;
	return checkArgument("seed", seed, { type: "seed" });
}

/** Refuses what is not a table before it is copied into a worker. */
export function checkTable(table: Table, argument = "table"): Table {
	const shape = table as Partial<Table> | null | undefined;
	if (typeof shape !== "object" || shape === null || !Array.isArray(shape.columns)) {
		throw new SchemaError(
			`${argument} is ${show(table)}; it must be a Table, { rows, columns }, as parseCsv returns. For text or a file call parseCsv first.`,
			{ argument },
		);
	}
	const seen = new Set<string>();
	for (const column of table.columns) {
		const cells = "values" in column ? column.values : column.codes;
		if (cells?.length !== table.rows) {
			throw new SchemaError(
				`Column "${column.name}" of ${argument} has ${cells?.length ?? 0} values, but ${argument}.rows is ${table.rows}.`,
				{ argument, column: column.name },
			);
		}
		if (seen.has(column.name)) {
			throw new SchemaError(`${argument} has two columns called "${column.name}"; rename one.`, {
				argument,
				column: column.name,
			});
		}
		seen.add(column.name);
	}
	return table;
}
