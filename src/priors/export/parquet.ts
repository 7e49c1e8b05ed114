import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import { checkOptions } from "../../options/check";
import { COUNT } from "../../options/option";
import type { Task } from "../prior";
import { cells, fileColumns } from "./file-columns";
import { formatGroundTruth } from "./ground-truth";

export interface ParquetExportOptions {
	/** Feature columns of the file; tables with fewer are filled with nulls. Default: as many as the first table has. */
	features?: number;
	/** Receives each table's ground truth, one line of JSON, in the order of the tables. */
	onGroundTruth?: (line: string) => void;
}

/**
 * Writes tables into one Parquet file, piece by piece: columns `table` (the task's index), `x1` … and `target`, one row
 * group a table. Categories are written as codes; their levels are in the table's ground truth. Memory holds one table and
 * the footer, which grows by some hundred bytes a column and table.
 *
 * @throws OptionError where a table has more features than the file.
 */
export async function* toParquet(
	tasks: AsyncIterable<Task> | Iterable<Task>,
	options: ParquetExportOptions = {},
): AsyncGenerator<Uint8Array> {
	checkOptions("toParquet", options, { features: COUNT, onGroundTruth: { type: "function" } });
	const { features, onGroundTruth } = options;
	const bytes = new ByteWriter();
	let writer: ParquetWriter | undefined;
	let width = features ?? 0;
	const take = () => {
		const piece = bytes.getBytes().slice();
		bytes.index = 0;
		return piece;
	};
	const start = () => {
		const names = ["table", ...Array.from({ length: width }, (_, i) => `x${i + 1}`), "target"];
		const schema: SchemaElement[] = [
			{ name: "root", num_children: names.length },
			...names.map(
				(name, i): SchemaElement =>
					i === 0
						? { name, type: "INT32", repetition_type: "REQUIRED" }
						: { name, type: "DOUBLE", repetition_type: "OPTIONAL" },
			),
		];
		return new ParquetWriter({ writer: bytes, schema, statistics: false, createdBy: "standin" });
	};
	for await (const task of tasks) {
		if (!writer) {
			width = features ?? task.table.columns.length - 1;
			writer = start();
		}
		const { rows } = task.table;
		const columns = fileColumns(task, width).map((column, i) => ({
			name: i < width ? `x${i + 1}` : "target",
			data: cells(column, rows),
			offsetIndex: false,
		}));
		const index = { name: "table", data: new Int32Array(rows).fill(task.index), offsetIndex: false };
		await writer.write({ columnData: [index, ...columns], rowGroupSize: Math.max(1, rows) });
		onGroundTruth?.(formatGroundTruth(task));
		yield take();
	}
	writer ??= start();
	await writer.finish();
	yield take();
}
