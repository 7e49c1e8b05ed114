import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { type CheckResult, checkPackage, Package, type Problem } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { beforeAll, expect, test } from "vitest";
import { generatorMetas } from "../src/generators/metas";
import { priorMetas } from "../src/priors/metas";
import { type PackedFile, packedFiles, ROOT } from "./package-build";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const manifest = JSON.parse(read("package.json"));
const WORKERS = ["dist/worker.js", "dist/worker-prior.js", "dist/worker-report.js", "dist/worker-inspect.js"];

/** Most kilobytes after gzip that the import of an entry brings, with all it imports at once; raise one only with a reason. */
const ENTRY_KB: Record<string, number> = {
	// 15 are wanted; what generators and their options are is most of it.
	"index.js": 16.5,
	// Rules are checked as they are typed, a fit's memory is told before it begins, a file is read again as a person says, and
	// large tables are learned in part.
	"element.js": 114,
	"portals.js": 13,
	"report.js": 21,
	"causal.js": 44,
	// Each worker holds what tells of its death and of memory that is full, and continues from checkpoints.
	"worker.js": 20.5,
	"worker-prior.js": 25.5,
	// Records of care, forms of identifiers that repeat, names among other words, and what says that memory is full.
	"worker-report.js": 127,
	"worker-inspect.js": 61,
};

/** What an entry brings when it asks for a chunk by name: a generator with all it imports, beyond the worker itself. */
const WITHOUT_TENSORS_KB = 43;
const WITH_TENSORS_KB: Record<string, number> = {
	// It tells of conditions beyond what was learned.
	diffusion: 106,
	// Each watches its training.
	tabddpm: 73,
	ctgan: 94,
	tvae: 78,
	findiff: 74,
	autodiff: 78,
	tabfairgan: 77,
	dpgan: 82,
};
const PRIOR_KB = 36;
/** What every fit brings around its generator, where no option asks for more; conditions are told in a column's own writing. */
const AROUND_KB = 70;

/** Chunks larger than most; a new one stays below `CHUNK_KB`, or is listed with a reason. */
const CHUNK_KB = 14;
const LARGE_CHUNKS_KB: Record<string, number> = {
	// First and last names in 70 languages; national numbers; phone numbers.
	names: 121,
	stdnum: 51,
	"libphonenumber-js": 45,
	// Codecs of Parquet, and its writer.
	parquet: 89,
	"hyparquet-writer": 23,
	// The core of TensorFlow.js and what trains on it.
	watch: 40,
	"tensorflow-tfjs-backend-cpu": 28,
	"tensorflow-tfjs-backend-wasm": 35,
	"tensorflow-tfjs-backend-webgpu": 67,
	diffusion: 26,
	// What the library says, in German.
	de: 16,
};

/** Addresses of registries and places of somebody's machine, this checkout's own among them. */
const PRIVATE = /registry\.(npm|yarn)|"file:|\/home\/\w|\/root\/|\/Users\/\w|[A-Z]:\\Users\\/;
function isPrivate(text: string): boolean {
	return PRIVATE.test(text) || text.includes(ROOT);
}

let packed: PackedFile[];
beforeAll(async () => {
	packed = await packedFiles();
});

test("every entry that package.json promises is packed", () => {
	const paths = packed.map((file) => file.path);
	const targets = Object.values(manifest.exports as Record<string, string | Record<string, string>>).flatMap((entry) =>
		typeof entry === "string" ? [entry] : Object.values(entry),
	);
	expect(targets.length).toBeGreaterThan(4);
	for (const target of targets) {
		const pattern = new RegExp(`^${target.replace("./", "").replace(/[.]/g, "\\.").replace("*", "[^/]+")}$`);
		expect(
			paths.filter((path) => pattern.test(path)),
			target,
		).not.toEqual([]);
	}
});

test("the package is ESM only", () => {
	expect(manifest.type).toBe("module");
	expect(manifest.main).toBeUndefined();
	expect(JSON.stringify(manifest.exports)).not.toContain("require");
	for (const { path } of packed) expect(path).not.toMatch(/\.c[jt]s$/);
});

test("nothing is packed but the build, its types and the papers", () => {
	const allowed =
		/^(package\.json|custom-elements\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/licences(-cli)?\.md|dist\/[\w.-]+\.(js|wasm)|dist\/chunks\/[\w.-]+\.js|dist\/types\/src\/[\w./-]+\.d\.ts)$/;
	expect(packed.map((file) => file.path).filter((path) => !allowed.test(path))).toEqual([]);
	for (const paper of ["README.md", "CHANGELOG.md", "LICENSE"]) {
		expect(packed.map((file) => file.path)).toContain(paper);
	}
});

test("the licences of bundled code are packed with their texts", () => {
	const text = read("dist/licences.md");
	for (const name of ["@tensorflow/tfjs-core", "comlink", "papaparse", "@faker-js/faker", "stdnum"])
		expect(text).toContain(`## ${name} (`);
	for (const part of text.split(/^## /m).slice(1)) expect(part.length, part.slice(0, 60)).toBeGreaterThan(400);
});

test("importing the entry does nothing, so that bundlers may drop what is not used", () => {
	// The one source is there for this package's own build: its import registers the gradients.
	expect(manifest.sideEffects).toEqual([
		"./src/nn/tf.ts",
		"./src/element/index.ts",
		"./dist/element.js",
		"./dist/worker*.js",
		"./dist/chunks/tensorflow-*.js",
	]);
	const entry = read("dist/index.js");
	expect(entry).not.toMatch(/customElements\.define|localStorage/);
});

test("workers are started by the one expression that every bundler follows, from a file beside them", () => {
	const code = packed
		.filter(({ path }) => /^dist\/[\w-]+\.js$/.test(path))
		.map(({ path }) => read(path))
		.join("\n");
	for (const worker of WORKERS) {
		const file = worker.replace("dist/", "");
		expect(code).toContain(`new Worker(new URL("./${file}", import.meta.url), {type:"module"})`);
	}
});

test("files name each other by quoted relative addresses, and every file so named is packed", () => {
	const paths = new Set(packed.map((file) => file.path));
	let named = 0;
	for (const path of paths) {
		if (!path.endsWith(".js")) continue;
		const code = read(path);
		expect(code, path).not.toMatch(/\b(from|import|import\(|new URL\()\s*`\./);
		for (const [, to] of code.matchAll(/\b(?:from|import|import\(|new URL\()\s*"(\.[^"]+)"/g)) {
			named++;
			expect(paths, `${path} names ${to}`).toContain(posix.join(posix.dirname(path), to!));
		}
	}
	expect(named).toBeGreaterThan(100);
});

test("the types name no library: users never meet comlink or tfjs", () => {
	const named = packed.filter(
		({ path }) => path.endsWith(".d.ts") && /^(?:import|export)\b.* from ["'][^."']/m.test(read(path)),
	);
	expect(named.map(({ path }) => path)).toEqual([]);
});

test("the code evaluates no text, so that a strict policy lets it run", () => {
	for (const { path } of packed) {
		if (!path.endsWith(".js")) continue;
		expect(read(path), path).not.toMatch(/\beval\(|new Function\(|\bFunction\(["'`]/);
	}
});

const gzipKb = (path: string) => gzipSync(read(path)).length / 1000;
const importsOf = (path: string, form: RegExp) =>
	[...read(path).matchAll(form)].map((match) => [match[1]!, posix.join(posix.dirname(path), match.at(-1)!)] as const);

/** `path` and all that is imported with it. */
function closure(path: string, seen = new Set<string>()): Set<string> {
	if (seen.has(path)) return seen;
	seen.add(path);
	for (const [, to] of importsOf(path, /\b(from|import)"(\.[^"]+)"/g)) closure(to, seen);
	return seen;
}
const sumKb = (paths: Iterable<string>) => [...paths].reduce((sum, path) => sum + gzipKb(path), 0);

/** Kilobytes of each chunk that a worker's registry loads by name, with all it imports that the worker has not. */
function registered(worker: string): Record<string, number> {
	const own = closure(worker);
	const chunks = importsOf(worker, /"?([\w-]+)"?:\(\)=>import\("(\.[^"]+)"\)/g);
	return Object.fromEntries(chunks.map(([name, path]) => [name, sumKb([...closure(path)].filter((p) => !own.has(p)))]));
}

test.each(Object.entries(ENTRY_KB))("%s and what it imports stay within %d kB after gzip", (name, budget) => {
	expect(sumKb(closure(`dist/${name}`))).toBeLessThanOrEqual(budget);
});

test("each generator brings its own code alone, and tensors only where it uses them", () => {
	const brought = registered("dist/worker.js");
	expect(Object.keys(brought)).toEqual(Object.keys(generatorMetas));
	const over = Object.entries(brought).filter(([name, kb]) => kb > (WITH_TENSORS_KB[name] ?? WITHOUT_TENSORS_KB));
	expect(over).toEqual([]);
});

test("fairness, enhancement and what obeys constraints are brought by the fits that ask for them alone", () => {
	const own = closure("dist/worker.js");
	const named = importsOf("dist/worker.js", /\bimport\("(\.[^"]+)"\)/g).map(([, path]) => path);
	const generators = new Set(
		importsOf("dist/worker.js", /"?[\w-]+"?:\(\)=>import\("(\.[^"]+)"\)/g).map(([, path]) => path),
	);
	const around = named.filter((path) => !generators.has(path)).map((path) => closure(path));
	// Both learn the categories of a target, by trees.
	const asked = (files: Set<string>) => [...files].some((path) => path.includes("/labels-"));
	expect(around.filter(asked)).toHaveLength(2);
	const always = new Set(around.filter((files) => !asked(files)).flatMap((files) => [...files]));
	expect([...always].filter((path) => /\/(expression|rule|obey)-/.test(path))).toEqual([]);
	expect(sumKb([...always].filter((path) => !own.has(path)))).toBeLessThanOrEqual(AROUND_KB);
});

test("each prior brings its own code alone", () => {
	const brought = registered("dist/worker-prior.js");
	expect(Object.keys(brought).sort()).toEqual(Object.keys(priorMetas).sort());
	expect(Object.entries(brought).filter(([, kb]) => kb > PRIOR_KB)).toEqual([]);
});

test("no chunk is larger than it is known to be", () => {
	const chunks = packed.map(({ path }) => path).filter((path) => path.startsWith("dist/chunks/"));
	const nameOf = (path: string) => /([^/]+)-[\w-]{8}\.js$/.exec(path)![1]!;
	const over = chunks.filter((path) => gzipKb(path) > (LARGE_CHUNKS_KB[nameOf(path)] ?? CHUNK_KB));
	expect(over.map((path) => `${path} ${gzipKb(path).toFixed(1)}`)).toEqual([]);
	expect(Object.keys(LARGE_CHUNKS_KB).filter((name) => !chunks.some((path) => nameOf(path) === name))).toEqual([]);
});

test("no address of a registry or of somebody's machine stands in what is shared", () => {
	expect(read("package-lock.json")).not.toContain('"resolved"');
	const shared = ["package.json", "package-lock.json", ...packed.map((file) => file.path)];
	expect(shared.filter((path) => !path.endsWith(".wasm") && isPrivate(read(path)))).toEqual([]);
});

test("dependencies are pinned exactly, and the lock file agrees with them", () => {
	const lock = JSON.parse(read("package-lock.json")).packages;
	const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
	for (const [name, version] of Object.entries<string>(wanted)) {
		expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
		expect(lock[`node_modules/${name}`].version, name).toBe(version);
	}
	expect(lock[""].version).toBe(manifest.version);
});

test("the lock file names the packages of every platform, without which npm ci refuses to start", () => {
	const lock: Record<string, { optionalDependencies?: object }> = JSON.parse(read("package-lock.json")).packages;
	const locked = new Set(Object.keys(lock).map((path) => path.split("node_modules/").at(-1)));
	const wanted = Object.values(lock).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
	expect(wanted.length).toBeGreaterThan(5);
	expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
});

test("are-the-types-wrong finds nothing, as bundlers and Node resolve modules", async () => {
	const files = Object.fromEntries(
		packed.map(({ path }) => [`/node_modules/standin/${path}`, new Uint8Array(readFileSync(join(ROOT, path)))]),
	);
	const { problems, types } = (await checkPackage(new Package(files, "standin", manifest.version), {
		excludeEntrypoints: [/\.(js|wasm|json)$/, /wasm/],
	})) as CheckResult & { problems: readonly Problem[] };
	expect(types).toMatchObject({ kind: "included" });
	// Resolution without "exports", and by require(): the package is ESM only, and says so.
	const foreseen = problems.filter(
		(problem) =>
			problem.kind !== "CJSResolvesToESM" &&
			!("resolutionKind" in problem && ["node10", "node16-cjs"].includes(problem.resolutionKind)),
	);
	expect(foreseen).toEqual([]);
});

test("publint finds nothing", async () => {
	const { messages } = await publint({ pkgDir: ROOT, level: "suggestion", strict: true, pack: false });
	expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
});
