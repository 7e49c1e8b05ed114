import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { rollup } from "rollup";
import { afterAll, beforeAll, expect, test } from "vitest";
import webpack from "webpack";
import { installPacked } from "../package-build";

let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "standin-bundlers-"));
	await installPacked(folder);
	writeFileSync(
		join(folder, "main.js"),
		'import { synthesize } from "standin";\nglobalThis.synthesize = synthesize;\n',
	);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dist = (path: string) => join(folder, "node_modules/standin/dist", path);
const WORKERS = ["worker.js", "worker-prior.js", "worker-report.js", "worker-inspect.js"];

/** The scripts that a bundler has put out, joined. */
function written(out: string): string {
	const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((path) => /\.m?js$/.test(path));
	return files.map((path) => readFileSync(join(out, path), "utf8")).join("\n");
}

/** Addresses beside the bundle at which it will look for workers: each must be a file of the package, to be copied there. */
function expectWorkersBeside(code: string): void {
	for (const worker of WORKERS) {
		expect(code).toMatch(new RegExp(`new URL\\(["']\\./${worker}["'], ?import\\.meta\\.url\\)`));
		expect(existsSync(dist(worker))).toBe(true);
	}
}

test("webpack follows the workers without configuration, and gives each generator a chunk", async () => {
	const out = join(folder, "webpack");
	const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) =>
		webpack(
			{ mode: "development", devtool: false, context: folder, entry: "./main.js", output: { path: out } },
			(error, result) => (error ? reject(error) : resolve(result)),
		),
	);
	expect(stats?.compilation.errors).toEqual([]);
	expect(stats?.compilation.warnings).toEqual([]);
	const code = written(out);
	// Whole workers were put out, not addresses left as they were.
	expect(code).not.toMatch(/new URL\(["']\.\/worker/);
	expect(readdirSync(out).filter((name) => name.endsWith(".js")).length).toBeGreaterThan(20);
	expect(readdirSync(out).some((name) => name.endsWith(".wasm"))).toBe(true);
});

test("rollup leaves the workers where its bundle lies, for the package's files to be copied there", async () => {
	const out = join(folder, "rollup");
	mkdirSync(out);
	const resolve = { name: "standin", resolveId: (id: string) => (id === "standin" ? dist("index.js") : null) };
	const bundle = await rollup({ input: join(folder, "main.js"), plugins: [resolve] });
	await bundle.write({ dir: out, format: "es" });
	await bundle.close();
	expectWorkersBeside(written(out));
});

test("esbuild leaves the workers where its bundle lies, for the package's files to be copied there", async () => {
	const out = join(folder, "esbuild");
	const entryPoints = [join(folder, "main.js")];
	const { warnings } = await build({ entryPoints, bundle: true, format: "esm", outdir: out, logLevel: "silent" });
	expect(warnings).toEqual([]);
	expectWorkersBeside(written(out));
});
