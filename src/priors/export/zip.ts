import { Zip, ZipDeflate } from "fflate";
import { formatCsvChunks } from "../../table/format-csv";
import type { Task } from "../prior";
import { formatGroundTruth } from "./ground-truth";

/**
 * Writes tables into a zip, piece by piece: for each task `INDEX.csv` and beside it `INDEX.json`, one line with its
 * truth. Memory holds one table and the zip's directory.
 */
export async function* toZip(tasks: AsyncIterable<Task> | Iterable<Task>): AsyncGenerator<Uint8Array> {
	let pieces: Uint8Array[] = [];
	const zip = new Zip((error, piece) => {
		if (error) throw error;
		pieces.push(piece);
	});
	const encoder = new TextEncoder();
	const add = (name: string, texts: Iterable<string>) => {
		const file = new ZipDeflate(name, { level: 6 });
		// A fixed date: the same tables give the same bytes.
		file.mtime = new Date(1980, 0, 1);
		zip.add(file);
		for (const text of texts) file.push(encoder.encode(text));
		file.push(new Uint8Array(0), true);
	};
	for await (const task of tasks) {
		add(`${task.index}.csv`, formatCsvChunks(task.table));
		add(`${task.index}.json`, [formatGroundTruth(task)]);
		yield* pieces;
		pieces = [];
	}
	zip.end();
	yield* pieces;
}
