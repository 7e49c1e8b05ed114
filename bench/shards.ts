/**
 * Shards against one process, by the built command: `npm run build && npm run bench -- shards [rows] [tables] [shards] [table] [generator]`.
 * Defaults are the full size: 10,000,000 rows of Adult and 100,000 prior tables in 4 shards; 0 leaves one out. Two shards run at a time on two
 * cores, as an array job of Slurm where STANDIN_SLURM names the folder of one that runs (recipes/slurm/one-machine.sh); the
 * joined files must be the bytes of one run. `diffusion` draws some thousand rows a second in one thread: give it fewer
 * rows. Writes bench/results/shards.json and shards.md.
 */
import { createHash } from "node:crypto";
import {
	createReadStream,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { formatCsv } from "../src/table/format-csv";
import { cli, measure, type Ran, standin } from "./processes";
import { benchTable } from "./tables";

const slurm = process.env.STANDIN_SLURM;

/** Shards as an array job of Slurm; the job ends when all of them have. */
function submit(words: readonly string[], shards: number, cwd: string, parts: string): Promise<Ran> {
	const script = join(process.cwd(), "recipes/slurm/standin.sbatch");
	const job = `. ${slurm}/env; export STANDIN="${process.execPath} ${cli}"; sbatch --wait --array=1-${shards} -o slurm-%a.log`;
	return measure("bash", ["-c", `${job} ${script} ${shards} ${parts} csv ${words.join(" ")}`], cwd);
}

async function checksum(paths: readonly string[]): Promise<string> {
	const hash = createHash("sha256");
	for (const path of paths) for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
	return hash.digest("hex");
}

/** One run in a process, then the same in shards, as many at a time as there are cores. */
async function compare(name: string, words: readonly string[], shards: number, folder: string) {
	const run = [...words, "--seed", "1"];
	const one = await standin([...run, "--quiet", "-o", `${name}.csv`], folder);
	const { files, ran } = slurm ? await bySlurm(name, run, shards, folder) : await here(name, run, shards, folder);
	const same = (await checksum([join(folder, `${name}.csv`)])) === (await checksum(files.map((f) => join(folder, f))));
	if (!same) throw new Error(`${name}: the shards are not the bytes of one run.`);
	return {
		oneProcess: one,
		shards,
		seconds: ran.seconds,
		ratio: one.seconds / ran.seconds,
		peakMb: ran.peakMb,
	};
}

async function bySlurm(name: string, run: readonly string[], shards: number, folder: string) {
	const started = Date.now();
	const { peakMb } = await submit(run, shards, folder, name);
	const names = readdirSync(join(folder, name)).filter((file) => /^part-\d+\.csv$/.test(file));
	const files = names.sort().map((file) => join(name, file));
	// Slurm says up to ten seconds late that a job has ended.
	const ended = Math.max(...files.map((file) => statSync(join(folder, file)).mtimeMs));
	return { ran: { seconds: (ended - started) / 1000, peakMb }, files };
}

async function here(name: string, run: readonly string[], shards: number, folder: string) {
	const files = Array.from({ length: shards }, (_, i) => `${name}-${i + 1}.csv`);
	const started = performance.now();
	const open = files.map((file, i) => [...run, "--quiet", "--shard", `${i + 1}/${shards}`, "-o", file]);
	const parts: Ran[] = [];
	const take = async () => {
		for (let next = open.shift(); next; next = open.shift()) parts.push(await standin(next, folder));
	};
	await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, take));
	const ran = { seconds: (performance.now() - started) / 1000, peakMb: Math.max(...parts.map((p) => p.peakMb)) };
	return { files, ran };
}

/** One line of the results. */
interface Line extends Awaited<ReturnType<typeof compare>> {
	readonly what: string;
	/** Who ran the shards. */
	readonly by: string;
	/** Load averages of the machine at start and end: of two cores alone with this bench, up to 2. */
	readonly load: readonly [number, number];
}

const RESULTS = "bench/results/shards";

function record(line: Line): void {
	const known: Line[] = existsSync(`${RESULTS}.json`) ? JSON.parse(readFileSync(`${RESULTS}.json`, "utf8")) : [];
	const lines = [...known.filter(({ what, by }) => what !== line.what || by !== line.by), line];
	writeFileSync(`${RESULTS}.json`, `${JSON.stringify(lines, null, "\t")}\n`);
	const row = ({ what, by, shards, load, oneProcess, seconds, ratio, peakMb }: Line) =>
		`| ${what} | ${by}, ${shards} | ${oneProcess.seconds.toFixed(1)} | ${seconds.toFixed(1)} | ${ratio.toFixed(2)} | ${oneProcess.peakMb} | ${peakMb} | ${load.map((one) => one.toFixed(1)).join(" to ")} |`;
	const text = [
		"# Shards against one process",
		"",
		`Two at a time on ${availableParallelism()} cores; joined they are the bytes of one run. One process already samples in one thread and writes in another.`,
		"",
		"| run | shards | one process, s | shards, s | ratio | peak of one process, MB | of a shard, MB | load |",
		"| --- | --- | --- | --- | --- | --- | --- | --- |",
		...lines.map(row),
		"",
	].join("\n");
	writeFileSync(`${RESULTS}.md`, text);
	console.log(text);
}

export async function run([
	rows = "10000000",
	tables = "100000",
	shards = "4",
	table = "adult",
	generator = "bayesian-network",
]: string[]): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), "standin-shards-"));
	const measured = async (name: string, what: string, words: readonly string[]) => {
		const [before] = loadavg() as [number];
		const by = slurm ? "array job of Slurm" : "processes";
		const ran = await compare(name, words, Number(shards), folder);
		record({ what, by, load: [before, loadavg()[0]!], ...ran });
	};
	try {
		if (Number(rows) > 0) {
			const { training } = await benchTable(table);
			writeFileSync(join(folder, "table.csv"), formatCsv(training));
			await standin(["fit", "table.csv", "-g", generator, "--seed", "1", "-o", "table.standin", "-q"], folder);
			const asked = ["sample", "table.standin", "--rows", rows];
			await measured("sample", `${rows} rows of ${table} (${generator})`, asked);
		}
		if (Number(tables) > 0) {
			const asked = ["prior", "mlp-scm", "--tables", tables, "--rows", "150", "--features", "5"];
			await measured("prior", `${tables} tables of mlp-scm, 150 × 5`, asked);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
