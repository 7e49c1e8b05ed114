import { checkArgument } from "../options/check";
import { COUNT } from "../options/option";
import { createRandom, type Random } from "../random";
import { checkTable } from "./check-table";
import { createPause, finish, paced, type Steps } from "./pause";
import { type Table, takingRows } from "./table";

/** A table in two parts, each in the table's own order. */
export interface RowSplit {
	/** Rows to learn from. */
	training: Table;
	/** Hold-out rows as the control of the report; absent where the share of this table is less than one row. */
	holdout: Table | undefined;
}

/** Rows passed over between two stops for breath. */
const ROWS_A_PIECE = 1 << 17;

/** Which of `n` are among `count` drawn by `random` without replacement: 1 for those, 0 for the others. */
function* drawing(n: number, count: number, random: Random): Steps<Uint8Array> {
	const order = new Uint32Array(n);
	for (let i = 0; i < n; i++) {
		order[i] = i;
		if (i % ROWS_A_PIECE === 0) yield;
	}
	yield* random.shuffling(order);
	const drawn = new Uint8Array(n);
	for (let i = 0; i < count; i++) {
		drawn[order[i] as number] = 1;
		if (i % ROWS_A_PIECE === 0) yield;
	}
	return drawn;
}

/** Whose rows there are: the subjects' number, or that of the rows where each is one of its own. */
function* ownersOf({ rows, subjects }: Table): Steps<number> {
	if (!subjects) return rows;
	let last = -1;
	for (let row = 0; row < rows; row++) {
		if ((subjects[row] as number) > last) last = subjects[row] as number;
		if (row % ROWS_A_PIECE === 0) yield;
	}
	return last + 1;
}

/** The rows whose owner was drawn, or those whose was not. */
function* rowsOf({ rows, subjects }: Table, drawn: Uint8Array, which: 0 | 1): Steps<Uint32Array> {
	const found = new Uint32Array(rows);
	let n = 0;
	for (let row = 0; row < rows; row++) {
		if (drawn[subjects ? (subjects[row] as number) : row] === which) found[n++] = row;
		if (row % ROWS_A_PIECE === 0) yield;
	}
	return found.subarray(0, n);
}

function* splittingRows(all: Table, share: number, seed: number | string, most?: number): Steps<RowSplit> {
	checkTable(all);
	checkArgument("share", share, { type: "number", min: 0, max: 1 });
	checkArgument("seed", seed, { type: "seed" });
	if (most !== undefined) checkArgument("maxTrainingRows", most, COUNT);
	const wanted = most === undefined ? all.rows : Math.ceil(most / (1 - share));
	const table = wanted < all.rows ? yield* takingSome(all, wanted, partStream(seed)) : all;
	if (Math.min(Math.floor(table.rows * share), table.rows - 1) < 1) return { training: table, holdout: undefined };
	const owners = yield* ownersOf(table);
	const aside = Math.min(Math.floor(owners * share), owners - 1);
	if (aside < 1) return { training: table, holdout: undefined };
	const drawn = yield* drawing(owners, aside, createRandom(seed).stream("split rows"));
	return {
		training: yield* takingRows(table, yield* rowsOf(table, drawn, 0)),
		holdout: yield* takingRows(table, yield* rowsOf(table, drawn, 1)),
	};
}

/**
 * Holds out `share` (0 … 1) of the rows, drawn by `seed` without replacement; at least one row stays for training. Where
 * the table says whose each row is, whole subjects are held out: nobody is on both sides.
 *
 * @throws OptionError where the share is not a number from 0 to 1, or the seed neither number nor text.
 */
export function splitRows(table: Table, share: number, seed: number | string): RowSplit {
	return finish(splittingRows(table, share, seed));
}

/**
 * `splitRows` in pieces, so that messages get through however many rows there are; rejects with the signal's reason.
 *
 * @param maxTrainingRows Most rows to learn from: of more, about so many are chosen by the seed, and hold-out rows as their
 * share asks for.
 */
export function splitRowsPaced(
	table: Table,
	share: number,
	seed: number | string,
	{ maxTrainingRows, signal }: { maxTrainingRows?: number | undefined; signal?: AbortSignal | undefined } = {},
): Promise<RowSplit> {
	return paced(splittingRows(table, share, seed, maxTrainingRows), createPause(signal));
}

/** The stream that chooses a part of the rows to learn from. */
export const partStream = (seed: number | string): Random => createRandom(seed).stream("training rows");

/**
 * About `most` of the rows, drawn by `random` without replacement, as a table of its own and in the table's order. Where the
 * table says whose each row is, all rows of some subjects. In pieces, as `splitRowsPaced`.
 */
export function someRows(table: Table, most: number, random: Random, signal?: AbortSignal): Promise<Table> {
	return paced(takingSome(table, most, random), createPause(signal));
}

function* takingSome(table: Table, most: number, random: Random): Steps<Table> {
	const owners = yield* ownersOf(table);
	const count = Math.min(owners, Math.max(1, Math.floor((owners * most) / Math.max(1, table.rows))));
	const drawn = yield* drawing(owners, count, random);
	return yield* takingRows(table, yield* rowsOf(table, drawn, 1));
}
