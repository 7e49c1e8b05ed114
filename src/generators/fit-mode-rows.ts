import type { Encoder } from "../encode/encoder";
import { paced } from "../table/pause";
import type { Table } from "../table/table";
import type { Run } from "../worker/run";
import { encodeRows, learnEncoder } from "./encode-table";
import { levelsEach } from "./levels-each";
import { createModeSpace, type ModeRows, type ModeSpace, modeRowSteps, modeSteps } from "./mode-space";

/** A table as rows of modes, as ctgan and tvae learn it. */
export async function fitModeRows(
	table: Table,
	{ protect, modes }: { protect: number; modes: number },
	run: Run,
): Promise<{ encoder: Encoder; space: ModeSpace; rows: ModeRows }> {
	const pause = () => run.step({ phase: "encode", step: 0, steps: 1 });
	await pause();
	const encoder = await learnEncoder(table, { protect, maxLevels: levelsEach(table) }, run);
	const matrix = await encodeRows(encoder, table, run);
	const space = createModeSpace(encoder, await paced(modeSteps(encoder, matrix, modes, protect), pause));
	const rows = await paced(modeRowSteps(space, matrix, run.random.stream("modes")), pause);
	await run.step({ phase: "encode", step: 1, steps: 1 });
	return { encoder, space, rows };
}
