import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import type { Plugin, UserConfig } from "vite";
import { defineConfig } from "vitest/config";
import { docs } from "./build/docs.ts";
import { offline } from "./build/offline.ts";
import { findChromium } from "./test/chromium.ts";

/** Software WebGPU for correctness; no background traffic, so that a closed network is no obstacle. */
const CHROMIUM_ARGS = [
	// Tests of what is left behind first have the engine take away what nobody holds.
	"--js-flags=--expose-gc",
	"--no-sandbox",
	"--enable-unsafe-webgpu",
	"--use-webgpu-adapter=swiftshader",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--no-first-run",
	"--disable-quic",
];

/** Entries of the package. A worker's file lies beside them: that is a promise to pages that host it themselves. */
const PAGE_ENTRIES = {
	index: "src/index.ts",
	element: "src/element/index.ts",
	portals: "src/portals/index.ts",
	report: "src/report/index.ts",
	causal: "src/causal/index.ts",
};
const WORKER_ENTRIES = {
	worker: "workers/generator.ts",
	"worker-prior": "workers/prior.ts",
	"worker-report": "workers/report.ts",
	"worker-inspect": "workers/inspect.ts",
};

/**
 * Vite would build each worker apart, and write its URL in a form that no other bundler can follow. Here workers are
 * entries like others, so that they share chunks, and are named in the one form all bundlers know:
 * `new Worker(new URL("./worker.js", import.meta.url), {type:"module"})`.
 */
function workersBeside(): Plugin {
	const inSource = /new URL\("\.\.\/\.\.\/(workers\/\w+\.ts)", import\.meta\.url\)/g;
	const inBundle = /new Worker\(__standin_(\d)__,\s*\{\s*type:\s*["'`]module["'`]\s*\}\)/g;
	const sources = Object.values(WORKER_ENTRIES);
	return {
		name: "standin:workers-beside",
		enforce: "pre",
		transform(code, id) {
			if (!id.endsWith("src/page/spawn.ts")) return;
			return code.replace(inSource, (_all, source) => `__standin_${sources.indexOf(source)}__`);
		},
		generateBundle: {
			order: "post",
			handler(_options, bundle) {
				const missing = new Set(Object.keys(WORKER_ENTRIES));
				for (const [file, chunk] of Object.entries(bundle)) {
					if (chunk.type !== "chunk") continue;
					chunk.code = chunk.code.replace(inBundle, (_all, index) => {
						const name = Object.keys(WORKER_ENTRIES)[index]!;
						if (file.includes("/")) this.error(`${file} starts ${name}.js and does not lie beside it.`);
						missing.delete(name);
						return `new Worker(new URL("./${name}.js", import.meta.url), {type:"module"})`;
					});
				}
				if (missing.size) this.error(`No worker expression was found for ${[...missing].join(", ")}.`);
			},
		},
	};
}

/** The minifier writes addresses in backticks; not every bundler's parser reads those. */
function quotedAddresses(): Plugin {
	const address = /\b(import\(|new URL\()`(\.[\w./-]+)`/g;
	return {
		name: "standin:quoted-addresses",
		generateBundle: {
			order: "post",
			handler(_options, bundle) {
				for (const chunk of Object.values(bundle)) {
					if (chunk.type === "chunk") chunk.code = chunk.code.replace(address, '$1"$2"');
				}
			},
		},
	};
}

/** A chunk is called for what it holds: a package's files have names like "index" and "dist". */
function chunkName({ name, moduleIds }: { name: string; moduleIds: readonly string[] }): string {
	const [, scoped] = /.*node_modules[\\/](@[^\\/]+[\\/][^\\/]+|[^\\/]+)/.exec(moduleIds.at(-1) ?? "") ?? [];
	return (scoped ?? name).replace(/^@|\W+$/g, "").replace(/\W+/g, "-");
}

/** One file with the licences of all code that was bundled. */
function licences(fileName: string): Plugin {
	const inPackage = /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))[\\/]/;
	return {
		name: "standin:licences",
		generateBundle(_options, bundle) {
			/** By package. */
			const bundled = new Map<string, { license: string; text: string | undefined }>();
			for (const chunk of Object.values(bundle)) {
				for (const id of chunk.type === "chunk" ? chunk.moduleIds : []) {
					// The lists of names are faker's, written into a file of this package's own.
					const taken = id.replace(
						/^.*src[\\/]deidentify[\\/]names[\\/]names\.ts$/,
						`${resolve("node_modules/@faker-js/faker")}/`,
					);
					const [, folder, name] = inPackage.exec(taken) ?? [];
					if (!folder || !name || bundled.has(name)) continue;
					const { license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
					const find = (start: RegExp) => {
						const files = readdirSync(folder).filter((entry) => start.test(entry));
						// Of a package under two licences the file that only names them says nothing.
						const file = files.find((entry) => /\.mit$/i.test(entry)) ?? files[0];
						return file ? readFileSync(join(folder, file), "utf8").trim() : undefined;
					};
					const section = /^#*\s*licen[cs]e\b[\s\S]*/im;
					bundled.set(name, { license, text: find(/^licen[cs]e/i) ?? find(/^readme/i)?.match(section)?.[0] });
				}
			}
			// Apache's text names no holder: a package that leaves it out is served by another's copy.
			const apache = [...bundled.values()].find(({ license, text }) => license === "Apache-2.0" && text)?.text;
			const parts = [...bundled].sort().map(([name, { license, text }]) => {
				return `## ${name} (${license})\n\n${text ?? (license === "Apache-2.0" ? apache : "")}\n`;
			});
			const source = `# Licences of the code in this folder that others wrote\n\n${parts.join("\n")}`;
			this.emitFile({ type: "asset", fileName, source });
		},
	};
}

/**
 * Writes the `.d.ts` files that the entries lead to; their relative imports get the extension that Node's own resolution
 * asks for. What only the inside needs, and the libraries it names, is left out.
 */
function declarations(outDir: string, entries: readonly string[]): Plugin {
	const specifier = /(from\s+|import\()(["'])(\.[^"']*)\2/g;
	return {
		name: "standin:declarations",
		closeBundle() {
			execFileSync(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", "tsconfig.types.json"], {
				stdio: "inherit",
			});
			const reached = new Set(entries.map((entry) => resolve(outDir, `${entry}.d.ts`)));
			for (const path of reached) {
				const text = readFileSync(path, "utf8").replace(specifier, (_all, before, quote, name) => {
					const target = resolve(dirname(path), name);
					const file = existsSync(`${target}.d.ts`) ? `${name}.js` : `${name}/index.js`;
					reached.add(resolve(dirname(path), file.replace(/\.js$/, ".d.ts")));
					return `${before}${quote}${file}${quote}`;
				});
				writeFileSync(path, text);
			}
			for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
				const path = resolve(entry.parentPath, entry.name);
				if (entry.name.endsWith(".d.ts") && !reached.has(path)) rmSync(path);
			}
		},
	};
}

/** Browsers whose own `light-dark()` is used: what stands in for it would need the colours' scheme set beside it. */
const CSS_TARGET = ["chrome123", "firefox120", "safari17.5"];

/** The package: entries, workers and wasm side by side, the chunks they load in a folder, types. */
const library: UserConfig = {
	base: "./",
	publicDir: false,
	define: { "process.env.NODE_ENV": '"production"' },
	plugins: [
		workersBeside(),
		quotedAddresses(),
		licences("licences.md"),
		declarations(
			"dist/types",
			Object.values(PAGE_ENTRIES).map((source) => source.replace(/\.ts$/, "")),
		),
	],
	build: {
		target: "es2022",
		cssTarget: CSS_TARGET,
		outDir: "dist",
		emptyOutDir: true,
		lib: { entry: { ...PAGE_ENTRIES, ...WORKER_ENTRIES }, formats: ["es"], fileName: (_format, name) => `${name}.js` },
		rolldownOptions: {
			output: {
				minify: true,
				comments: false,
				chunkFileNames: (chunk) => (chunk.name === "spawn" ? "[name].js" : `chunks/${chunkName(chunk)}-[hash].js`),
				codeSplitting: {
					groups: [
						// What nearly every file needs, in one: the entry and each worker begin with it.
						{
							name: "core",
							test: /src\/(errors|pace|options\/[\w-]+|table\/(table|pause|check-table)|worker\/yield-to-messages)\.ts$/,
							priority: 4,
						},
						{
							name: "cells",
							test: /src\/table\/(cell-(text|format)|datetime|number-text|format-csv|notation\/(number|duration|time)-notation)\.ts$/,
							priority: 3,
						},
						{
							name: "metas",
							test: /src\/(generators|priors)\/([\w-]+\/meta|metas|protect|private-options|options)\.ts$/,
							priority: 3,
						},
						// What starts workers lies beside them, for their URLs are relative to it; what it shares with them does not.
						{ name: "wire", test: /src\/wire\/(alive|attach|wire)\.ts$|node_modules\/comlink\//, priority: 2 },
						{ name: "saved", test: /src\/wire\/(saved|packed)\.ts$/, priority: 2 },
						{ name: "spawn", test: /src\/page\/spawn\.ts$/, priority: 1 },
					],
				},
				assetFileNames: "[name][extname]",
			},
		},
	},
};

/** Keeps the scripts of the page's examples, which act by being loaded: package.json speaks of the package alone. */
function runsExamples(): Plugin {
	return {
		name: "standin:runs-examples",
		transform: {
			filter: { id: /demo[\\/]embed[\\/]examples[\\/][\w-]+\.js$/ },
			handler: (code) => ({ code, map: null, moduleSideEffects: true }),
		},
	};
}

/** What the command line uses of the library stays an import of the built entries beside it. */
function entriesBeside(): Plugin {
	const built = new Map(
		Object.entries(PAGE_ENTRIES).map(([name, source]) => [
			resolve(name === "index" ? "src/index" : dirname(source)),
			`./${name}.js`,
		]),
	);
	return {
		name: "standin:entries-beside",
		enforce: "pre",
		resolveId(source, importer) {
			const id = importer === undefined ? undefined : built.get(resolve(dirname(importer), source));
			return id ? { id, external: true } : undefined;
		},
	};
}

/** The command line, on Node: built after the library, into the same folder, whose files it starts and imports. */
const commandLine: UserConfig = {
	publicDir: false,
	plugins: [entriesBeside(), quotedAddresses(), licences("licences-cli.md")],
	ssr: { noExternal: true },
	build: {
		ssr: true,
		target: "node20",
		outDir: "dist",
		emptyOutDir: false,
		minify: true,
		rolldownOptions: {
			input: { cli: "src/cli/main.ts", "cli-thread": "src/cli/thread.ts" },
			output: {
				comments: { legal: false },
				entryFileNames: "[name].js",
				// Its threads are named by addresses relative to it.
				chunkFileNames: "cli-[name].js",
			},
		},
	},
};

/** The demo: `npm start` serves it, `npm run site` builds it. Tests run in the same setting. */
const site: UserConfig = {
	base: "./",
	root: "demo",
	plugins: [runsExamples(), docs(resolve()), offline(resolve("demo/offline/service-worker.js"), "service-worker.js")],
	// The examples of the page name the package as its users do.
	resolve: {
		alias: [
			{ find: /^standin$/, replacement: resolve("src/index.ts") },
			{ find: /^standin\/(\w+)$/, replacement: resolve("src/$1/index.ts") },
		],
	},
	worker: { format: "es" },
	server: { host: "127.0.0.1", fs: { allow: [".."] } },
	build: {
		target: "es2022",
		cssTarget: CSS_TARGET,
		outDir: "../site",
		emptyOutDir: true,
		chunkSizeWarningLimit: 4000,
	},
	optimizeDeps: {
		include: [
			"@tensorflow/tfjs-core",
			"@tensorflow/tfjs-core/dist/register_all_gradients",
			"@tensorflow/tfjs-backend-cpu",
			"@tensorflow/tfjs-backend-wasm",
			"@tensorflow/tfjs-backend-webgpu",
			"comlink",
			"papaparse",
			"fast-check",
			// Imported when a table needs them, in workers: found by then, they would reload the page of a test.
			"ibantools",
			"libphonenumber-js/min",
			"postcode-validator",
			"stdnum",
			"fflate",
		],
	},
};

export default defineConfig(({ mode }) => {
	if (mode === "library") return library;
	if (mode === "cli") return commandLine;
	return {
		...site,
		test: {
			root: ".",
			globalSetup: "test/install-chromium.ts",
			// Two files of node's and one of the browser's at once: each waits for its pages and workers half of the time.
			maxWorkers: 2,
			testTimeout: 120_000,
			hookTimeout: 120_000,
			projects: [
				{
					extends: true,
					test: {
						name: "unit",
						include: ["test/**/*.test.ts"],
						exclude: ["test/browser/**"],
						environment: "node",
						server: { deps: { inline: [/@tensorflow/] } },
					},
				},
				{
					extends: true,
					test: {
						name: "browser",
						include: ["test/browser/**/*.test.ts"],
						browser: {
							enabled: true,
							// One after the other: they share a graphics device, of which some are lost on purpose.
							fileParallelism: false,
							headless: true,
							screenshotFailures: false,
							provider: playwright({
								launchOptions: {
									// Asked at launch: the setup may have installed one since.
									get executablePath() {
										return findChromium();
									},
									args: CHROMIUM_ARGS,
								},
							}),
							instances: [{ browser: "chromium" }],
						},
					},
				},
			],
		},
	};
});
