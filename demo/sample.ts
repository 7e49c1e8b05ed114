import { causalModel } from "../src/causal";
import { formatCsv } from "../src/index";
import { sampleModel } from "./sample-model";

const ROWS = 2400;
const SEED = 7;

/** The page's sample data as CSV text, so that it comes in by the same door as anybody's file. */
export async function drawSample(): Promise<string> {
	return formatCsv(causalModel(sampleModel).sample({ rows: ROWS, seed: SEED }));
}
