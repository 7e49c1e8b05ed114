import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { beforeAll, expect, test } from "vitest";
import { buildPackage, type PackedFile, packedFiles, ROOT } from "./package-build";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const manifest = JSON.parse(read("package.json"));
const WORKERS = ["dist/worker.js", "dist/worker-prior.js", "dist/worker-report.js", "dist/worker-inspect.js"];

/** Most kilobytes of each file after gzip; raise one only with a reason. */
const BUDGET_KB: Record<string, number> = {
	"dist/index.js": 72,
	"dist/portals.js": 10,
	// Half of it looks at columns and makes up what stands in their place: names, national numbers, phones.
	"dist/worker.js": 600,
	"dist/worker-prior.js": 320,
	// It looks for real identifiers among synthetic ones, with all that looking at a table takes.
	"dist/worker-report.js": 310,
	// What looking at a table may load in all.
	"dist/worker-inspect.js": 250,
};

/** Addresses of registries and places of somebody's machine, this checkout's own among them. */
const PRIVATE = /registry\.(npm|yarn)|"file:|\/home\/\w|\/root\/|\/Users\/\w|[A-Z]:\\Users\\/;
function isPrivate(text: string): boolean {
	return PRIVATE.test(text) || text.includes(ROOT);
}

let packed: PackedFile[];
beforeAll(() => {
	buildPackage();
	packed = packedFiles();
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
		/^(package\.json|custom-elements\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/licences(-cli)?\.md|dist\/[\w.-]+\.(js|wasm)|dist\/types\/src\/[\w./-]+\.d\.ts)$/;
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
	]);
	const entry = read("dist/index.js");
	expect(entry).not.toMatch(/customElements\.define|localStorage/);
});

test("workers are started by the one expression that every bundler follows", () => {
	const code = packed
		.filter(({ path }) => /^dist\/(index|chunk-[\w-]+)\.js$/.test(path))
		.map(({ path }) => read(path))
		.join("\n");
	for (const worker of WORKERS) {
		const file = worker.replace("dist/", "");
		expect(code).toContain(`new Worker(new URL("./${file}", import.meta.url), {type:"module"})`);
	}
});

test("each worker is one file: it imports no other, so one address is all a page must host", () => {
	for (const worker of WORKERS) {
		const code = read(worker);
		expect(code.match(/\bimport\s*["'`{*]|\bfrom\s*["'`]\.|\bimport\(/g)).toBeNull();
	}
});

test("a worker finds its wasm file beside itself", () => {
	expect(read("dist/worker.js")).toContain('new URL("./tfjs-backend-wasm-simd.wasm", import.meta.url)');
	expect(packed.map((file) => file.path)).toContain("dist/tfjs-backend-wasm-simd.wasm");
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

test.each(Object.entries(BUDGET_KB))("%s stays within %d kB after gzip", (path, budget) => {
	const kb = gzipSync(read(path)).length / 1000;
	expect(kb).toBeLessThanOrEqual(budget);
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

test("publint finds nothing", async () => {
	const { messages } = await publint({ pkgDir: ROOT, level: "suggestion", strict: true, pack: false });
	expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
});
