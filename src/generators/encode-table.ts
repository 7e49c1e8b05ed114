import { type Encoder, type EncoderOptions, encoderSteps, encodeSteps, type Matrix } from "../encode/encoder";
import { paced } from "../table/pause";
import type { Table } from "../table/table";
import type { Run } from "../worker/run";

const pauseOf = (run: Run) => () => run.step({ phase: "encode", step: 0, steps: 1 });

/** Learns how to write the columns as numbers and codes, from the stream "encoder". An abort takes effect between a few thousand rows. */
export function learnEncoder(table: Table, options: EncoderOptions, run: Run): Promise<Encoder> {
	return paced(encoderSteps(table, options, run.random.stream("encoder")), pauseOf(run));
}

/** Writes the rows as numbers and codes, from the stream "encode". An abort takes effect between a few thousand rows. */
export function encodeRows(encoder: Encoder, table: Table, run: Run): Promise<Matrix> {
	return paced(encodeSteps(encoder, table, run.random.stream("encode")), pauseOf(run));
}
