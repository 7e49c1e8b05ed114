import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { transformWithOxc } from "vite";
import { afterAll, expect, test } from "vitest";
import * as standin from "../src";
import * as causal from "../src/causal";
import * as report from "../src/report";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

const PAGES = [
	"README.md",
	...readdirSync(join(ROOT, "docs"))
		.filter((name) => name.endsWith(".md"))
		.map((name) => `docs/${name}`),
];

interface Example {
	name: string;
	code: string;
}

const examples: Example[] = PAGES.flatMap((page) =>
	[...read(page).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code], i) => ({
		name: `${page.replace(/\W+/g, "-")}-${i + 1}`,
		code: code as string,
	})),
);

const folder = mkdtempSync(join(tmpdir(), "standin-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every example of README and docs compiles against the library's types", () => {
	expect(examples.length).toBeGreaterThan(8);
	mkdirSync(join(folder, "examples"));
	for (const { name, code } of examples) writeFileSync(join(folder, "examples", `${name}.ts`), code);
	const config = {
		extends: join(ROOT, "tsconfig.json"),
		compilerOptions: {
			noEmit: true,
			skipLibCheck: true,
			// An example names what the reader goes on with.
			noUnusedLocals: false,
			typeRoots: [join(ROOT, "node_modules/@types"), join(ROOT, "node_modules/@webgpu")],
			types: [join(ROOT, "node_modules/vite/client"), join(ROOT, "node_modules/@webgpu/types")],
			paths: {
				standin: [join(ROOT, "src/index.ts")],
				"standin/element": [join(ROOT, "src/element/index.ts")],
				"standin/portals": [join(ROOT, "src/portals/index.ts")],
				"standin/report": [join(ROOT, "src/report/index.ts")],
				"standin/causal": [join(ROOT, "src/causal/index.ts")],
			},
		},
		include: ["examples/*.ts"],
	};
	writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
	const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
	const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
	expect(stdout.replaceAll(folder, "")).toBe("");
}, 60_000);

/** What computes in a worker, stands in a page or speaks to a portal cannot run without a browser. */
const NEEDS_A_WORKER =
	/\b(inspect|createGenerator|loadGenerator|chooseGenerator|compare|synthesize|tableFromMarginals|createPrior|createPortal)\b|"standin\/element"/;

test.each(examples.filter(({ code }) => !NEEDS_A_WORKER.test(code)))("$name runs", async ({ name, code }) => {
	const { code: plain } = await transformWithOxc(code, `${name}.ts`);
	const body = plain
		.replace(/import\s*\{([^}]*)\}\s*from\s*"standin(?:\/(\w+))?";/g, 'const {$1} = entries["$2"];')
		.replace(/^export \{\};?$/m, "");
	const AsyncFunction = (async () => {}).constructor as new (
		...parts: string[]
	) => (entries: object, out: object) => Promise<void>;
	await new AsyncFunction("entries", "console", body)({ "": standin, causal, report }, { log() {} });
});

const papers = (path: string): string[] =>
	readdirSync(join(ROOT, path), { withFileTypes: true }).flatMap((entry) => {
		const inside = posix.join(path, entry.name);
		return entry.isDirectory() ? papers(inside) : inside.endsWith(".md") ? [inside] : [];
	});

test("every link between papers leads to a file", () => {
	const all = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...papers("docs"), ...papers("src")];
	const dead = all.flatMap((paper) =>
		[...read(paper).matchAll(/\]\(([^)#\s]+)(?:#[\w-]+)?\)/g)]
			.map(([, to]) => to as string)
			.filter((to) => !/^[a-z]+:/.test(to))
			.filter((to) => !existsSync(join(ROOT, dirname(paper), to)))
			.map((to) => `${paper} → ${to}`),
	);
	expect(dead).toEqual([]);
});

test("every file that CONTRIBUTING names in full exists", () => {
	const named = [...read("CONTRIBUTING.md").matchAll(/`((?:src|test|demo|workers)\/[\w./-]+)`/g)].map(
		([, path]) => path!,
	);
	expect(named.length).toBeGreaterThan(20);
	expect(named.filter((path) => !path.includes("/NAME/") && !existsSync(join(ROOT, path)))).toEqual([]);
});

test("every folder of src has a README of a screen at most, which names files that exist", () => {
	const folders = readdirSync(join(ROOT, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
	const faults = folders.flatMap(({ name }) => {
		const path = `src/${name}/README.md`;
		if (!existsSync(join(ROOT, path))) return [`${path} is missing`];
		const text = read(path);
		const lines = text.split("\n").length - 1;
		const named = [...text.matchAll(/`([\w/-]+\.ts|[\w/-]+\/)`/g)].map(([, file]) => file!);
		const gone = named.filter((file) => ![`src/${name}/${file}`, file].some((f) => existsSync(join(ROOT, f))));
		return [...(lines > 60 ? [`${path} has ${lines} lines`] : []), ...gone.map((file) => `${path} names ${file}`)];
	});
	expect(faults).toEqual([]);
});

test("README is read in two minutes", () => {
	expect(read("README.md").split("\n").length - 1).toBeLessThanOrEqual(120);
});
