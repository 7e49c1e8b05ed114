import { type Encoder, encode, fitEncoder } from "../encode/encoder";
import type { Table } from "../table/table";
import type { Run } from "../worker/run";
import { levelsEach } from "./levels-each";
import { createModeSpace, fitModes, type ModeRows, type ModeSpace, toModes } from "./mode-space";

/** A table as rows of modes, as ctgan and tvae learn it. */
export async function fitModeRows(
	table: Table,
	{ protect, modes }: { protect: number; modes: number },
	run: Run,
): Promise<{ encoder: Encoder; space: ModeSpace; rows: ModeRows }> {
	await run.step({ phase: "encode", step: 0, steps: 1 });
	const { random } = run;
	const encoder = fitEncoder(table, { protect, maxLevels: levelsEach(table) }, random.stream("encoder"));
	const matrix = encode(encoder, table, random.stream("encode"));
	const space = createModeSpace(encoder, fitModes(encoder, matrix, modes, protect));
	const rows = toModes(space, matrix, random.stream("modes"));
	await run.step({ phase: "encode", step: 1, steps: 1 });
	return { encoder, space, rows };
}
