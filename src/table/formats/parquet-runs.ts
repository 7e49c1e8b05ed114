import type { DataReader } from "hyparquet";
import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { readVarInt } from "hyparquet/src/thrift.js";

/** How many values more than there are the last run may state, since writers fill it up: 63 groups of 8. */
const FILLED = 504;

/**
 * Passes over the runs of `count` numbers of `width` bits (the RLE/bit-packed hybrid of
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/), as they are read, and throws where a run is longer
 * than the page: a reader that follows it would fill the memory. `length` is that of the runs in bytes; without it, it
 * stands before them.
 */
export function passRuns(reader: DataReader, width: number, count: number, length?: number): void {
	let bytes = length;
	if (bytes === undefined) {
		bytes = reader.view.getUint32(reader.offset, true);
		reader.offset += 4;
	}
	const end = reader.offset + bytes;
	for (let seen = 0; seen < count; ) {
		const header = readVarInt(reader);
		const groups = header >>> 1;
		const packed = (header & 1) === 1;
		const run = packed ? groups * 8 : groups;
		if (run > count + FILLED) throw new Error(`A run states ${run} values in a page of ${count}.`);
		seen += run;
		reader.offset += packed ? Math.max(1, groups * width) : (width + 7) >> 3;
	}
	reader.offset = end;
}

/**
 * Throws where the head of a block of differences (DELTA_BINARY_PACKED) would lead a reader backwards. `pass` also moves the
 * reader behind the `count` 32-bit numbers, to what comes next.
 */
export function passDeltas(reader: DataReader, count: number, pass: boolean): void {
	const head = { ...reader };
	const block = readVarInt(head);
	const parts = readVarInt(head);
	if (count > 0 && !(block > 0 && parts > 0 && block % parts === 0)) {
		throw new Error(`A block of ${block} differences cannot have ${parts} parts.`);
	}
	if (pass) deltaBinaryUnpack(reader, count, new Int32Array(count));
}
