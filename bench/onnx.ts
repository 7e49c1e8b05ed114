/**
 * Rows that `recipes/onnx/sample.py` draws from an exported model beside those that `standin sample` draws from the model
 * itself, by the built command: `npm run build && npm run bench -- onnx [TABLES] [SEEDS]`. Needs onnxruntime and NumPy for
 * `python3`. A difference counts where it is larger than what two seeds of one sampler differ by. Writes bench/results/onnx.md.
 */
import { execFileSync, type StdioOptions } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moments } from "../src/statistics/moments";
import { parseCsv } from "../src/table/csv";
import { formatCsv } from "../src/table/format-csv";
import { judge } from "./judge";
import { benchTable } from "./tables";

const FIGURES = ["shape", "trend", "detection", "utility"] as const;
type Figure = (typeof FIGURES)[number];

const spread = (values: readonly number[]) => {
	const { mean, deviation } = moments(Float64Array.from(values));
	return `${mean.toPrecision(3)} ± ${deviation.toPrecision(2)}`;
};

export async function run([names = "churn,california", seeds = "1,2,3"]: string[]): Promise<void> {
	const lines = [
		"# Rows drawn in Python from an exported model, beside our own",
		"",
		"Mean and standard deviation over draws of one model; errors in per cent.",
		"",
		`| table | sampler | ${FIGURES.join(" | ")} |`,
		"| --- | --- | --- | --- | --- | --- |",
	];
	for (const name of names.split(",")) {
		const folder = mkdtempSync(join(tmpdir(), "standin-onnx-"));
		try {
			const { training, holdout, target } = await benchTable(name);
			writeFileSync(join(folder, "table.csv"), formatCsv(training));
			const stdio: StdioOptions = ["ignore", "pipe", "inherit"];
			const options = { cwd: folder, stdio, maxBuffer: 2 ** 30 };
			const standin = (...words: string[]) =>
				execFileSync(process.execPath, [join(process.cwd(), "dist/cli.js"), ...words, "-q"], options);
			standin("fit", "table.csv", "--seed", "1", "-o", "table.standin");
			standin("export", "table.standin", "--onnx", "-o", "table.onnx");
			const sampler = join(process.cwd(), "recipes/onnx/sample.py");
			const rows = String(training.rows);
			const samplers: Record<string, (seed: string) => string> = {
				"standin sample": (seed) => {
					standin("sample", "table.standin", "--rows", rows, "--seed", seed, "-o", "own.csv");
					return readFileSync(join(folder, "own.csv"), "utf8");
				},
				"sample.py": (seed) => execFileSync("python3", [sampler, "table.onnx", rows, seed], options).toString(),
			};
			for (const [who, draw] of Object.entries(samplers)) {
				const found: Record<Figure, number>[] = [];
				for (const seed of seeds.split(",")) {
					found.push(await judge(training, await parseCsv(draw(seed)), holdout, target));
				}
				const figures = FIGURES.map((figure) => spread(found.map((one) => one[figure])));
				lines.push(`| ${name} | ${who} | ${figures.join(" | ")} |`);
				console.log(lines.at(-1));
			}
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	}
	writeFileSync("bench/results/onnx.md", `${lines.join("\n")}\n`);
}
