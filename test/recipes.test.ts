/**
 * The recipes, each where its engine is there: GNU parallel and Dask where they are installed, Slurm where STANDIN_SLURM names
 * a folder that recipes/slurm/one-machine.sh may unpack it into.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPackage, ROOT } from "./package-build";

const recipes = join(ROOT, "recipes");
const STANDIN = `${process.execPath} ${join(ROOT, "dist/cli.js")}`;
const has = (command: string, ...words: string[]) => spawnSync(command, words).status === 0;
const slurm = process.env.STANDIN_SLURM;

const engines: [name: string, there: boolean, command: string][] = [
	["GNU parallel", has("parallel", "--version"), `bash ${recipes}/parallel/standin-shards.sh`],
	["Dask", has("python3", "-c", "import distributed, dask.bag"), `python3 ${recipes}/dask/standin_shards.py`],
	[
		"Slurm",
		slurm !== undefined,
		`. ${slurm}/env; sbatch --wait --array=1-4 -o slurm-%a.log ${recipes}/slurm/standin.sbatch`,
	],
];

let folder: string;
const shell = (text: string) =>
	execFileSync("bash", ["-ec", text], {
		cwd: folder,
		env: { ...process.env, STANDIN },
		encoding: "utf8",
		stdio: "pipe",
	});

beforeAll(async () => {
	if (!engines.some(([, there]) => there)) return;
	await buildPackage();
	folder = mkdtempSync(join(tmpdir(), "standin-recipes-"));
	writeFileSync(
		join(folder, "table.csv"),
		`a,b\n${Array.from({ length: 80 }, (_, i) => `${i % 7},${"xyz"[i % 3]}`).join("\n")}\n`,
	);
	shell(`${STANDIN} fit table.csv -g independent --seed 1 -o m.standin -q`);
	if (slurm) shell(`bash ${recipes}/slurm/one-machine.sh start ${slurm}`);
});

afterAll(() => {
	if (slurm) shell(`bash ${recipes}/slurm/one-machine.sh stop ${slurm}`);
	if (folder) rmSync(folder, { recursive: true, force: true });
});

for (const [name, there, command] of engines) {
	test.skipIf(!there)(`${name} makes four shards, which joined are one run`, () => {
		const parts = `parts-${name.split(" ").at(-1)}`;
		shell(`${command} 4 ${parts} csv sample m.standin --rows 1001 --seed 3`);
		const files = readdirSync(join(folder, parts)).filter((file) => file.endsWith(".csv"));
		expect(files).toHaveLength(4);
		const joined = files.sort().map((file) => readFileSync(join(folder, parts, file), "utf8"));
		expect(joined.join("")).toBe(shell(`${STANDIN} sample m.standin --rows 1001 --seed 3 -q`));
	});
}

const hdf5 = has("python3", "-c", "import h5py, numpy, pyarrow");

test.skipIf(!hdf5)(
	"tables of a prior become what trainers of prior-fitted networks read, from shards as from one file",
	async () => {
		await buildPackage();
		folder ??= mkdtempSync(join(tmpdir(), "standin-recipes-"));
		const run = `${STANDIN} prior mlp-scm --tables 6 --rows 20 --features 3 --classes 2 --seed 1 -q`;
		shell(`${run} --shard 1/2 -o a.parquet; ${run} --shard 2/2 -o b.parquet; ${run} -o c.csv`);
		shell(`python3 ${recipes}/pfn/to_hdf5.py tables.h5 a.parquet b.parquet`);
		const ask =
			"import h5py, json; f = h5py.File('tables.h5'); print(json.dumps({n: [list(f[n].shape), f[n][:].flatten().tolist()] for n in f}))";
		const read: Record<string, [number[], number[]]> = JSON.parse(shell(`python3 -c "${ask}"`));
		expect(read.X![0]).toEqual([6, 20, 3]);
		expect(read.num_features![1]).toEqual([3, 3, 3, 3, 3, 3]);
		expect(read.single_eval_pos![1]).toEqual([10, 10, 10, 10, 10, 10]);
		expect(read.max_num_classes![1]).toEqual([2]);
		const lines = readFileSync(join(folder, "c.csv"), "utf8").trim().split("\n").slice(1);
		const cells = lines.map((line) => line.split(",").map(Number));
		expect(read.y![1]).toEqual(cells.map((row) => row.at(-1)));
		expect(read.X![1]).toEqual(cells.flatMap((row) => row.slice(1, 4).map(Math.fround)));
	},
);

test("every engine has a page that says whether it was tested", () => {
	const all = readFileSync(join(recipes, "README.md"), "utf8");
	const folders = readdirSync(recipes, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	expect(folders.map(({ name }) => name).sort()).toEqual([
		"dask",
		"kubernetes",
		"onnx",
		"parallel",
		"pfn",
		"slurm",
		"spark",
	]);
	for (const { name } of folders) {
		expect(all).toContain(`(${name}/README.md)`);
		expect(readFileSync(join(recipes, name, "README.md"), "utf8")).toMatch(/Tested:|\*\*Untested\*\*/);
	}
});
