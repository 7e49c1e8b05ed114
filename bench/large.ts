/**
 * Large files by the built command: `npm run build && npm run bench -- large [gigabytes] [rows]`. A CSV of that size (1, rows
 * sampled for Adult) and a table of that many rows and 20 columns (1,000,000) are each learned from whole. Writes
 * bench/results/large.json and large.md.
 */

import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { formatCsv, formatCsvChunks } from "../src/table/format-csv";
import { makeTable } from "./browser/made-table";
import { openResults, printResults } from "./browser/results";
import { standin } from "./processes";
import { benchTable } from "./tables";

const GENERATORS = ["independent", "bayesian-network"];

export async function run([gigabytes = "1", rows = "1000000"]: string[]): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), "standin-large-"));
	const kept = openResults("bench/results", "large", { cpu: cpus()[0]?.model ?? "unknown", node: process.version });
	const title = "fits of large files";
	kept.note(title, "Every row is learned from. Memory is the most resident memory of the command's process.");
	const learn = async (file: string, what: string) => {
		const megabytes = Math.round(statSync(join(folder, file)).size / 1e6);
		for (const generator of GENERATORS) {
			const words = ["fit", file, "-g", generator, "--seed", "1", "--json", "-o", "model.standin"];
			const ran = await standin(words, folder).catch((error: Error) => error.message);
			const figures: Record<string, string | number> =
				typeof ran === "string" ? { refused: ran } : { seconds: ran.seconds, "peak MB": ran.peakMb };
			kept.record(title, { what, generator, "file MB": megabytes, ...figures }, ["what", "generator"]);
		}
	};
	try {
		if (Number(gigabytes) > 0) {
			const { training } = await benchTable("adult");
			writeFileSync(join(folder, "adult.csv"), formatCsv(training));
			await standin(["fit", "adult.csv", "-g", "bayesian-network", "--seed", "1", "-o", "adult.standin", "-q"], folder);
			const wanted = String(Math.round((Number(gigabytes) * 1e9) / 108));
			await standin(["sample", "adult.standin", "--rows", wanted, "--seed", "1", "-o", "large.csv", "-q"], folder);
			await learn("large.csv", `${gigabytes} GB of CSV`);
		}
		if (Number(rows) > 0) {
			const out = createWriteStream(join(folder, "rows.csv"));
			for (const chunk of formatCsvChunks(makeTable(Number(rows), 12, 8)))
				if (!out.write(chunk)) await once(out, "drain");
			out.end();
			await once(out, "finish");
			await learn("rows.csv", `${rows} rows of 20 columns`);
		}
		printResults(kept.results);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
