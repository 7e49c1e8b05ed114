import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import type { Plugin, UserConfig } from "vite";
import { defineConfig } from "vitest/config";
import { offline } from "./build/offline.ts";
import { findChromium } from "./test/chromium.ts";

/** Software WebGPU for correctness; no background traffic, so that a closed network is no obstacle. */
const CHROMIUM_ARGS = [
	"--no-sandbox",
	"--enable-unsafe-webgpu",
	"--use-webgpu-adapter=swiftshader",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--no-first-run",
	"--disable-quic",
];

/** Source of each worker's file; the file's name beside the entry is a promise to pages that host it themselves. */
const WORKER_FILES: Record<string, string> = {
	generator: "worker.js",
	prior: "worker-prior.js",
	report: "worker-report.js",
	inspect: "worker-inspect.js",
};

/** Plugins of every build: page and workers alike. */
const shared = (): Plugin[] => [];

const common: UserConfig = {
	base: "./",
	plugins: shared(),
};

/** Puts `./` before the wasm files a worker asks for, as bundlers expect of a file beside it. */
function literalWasmUrls(): Plugin {
	const wasm = /new URL\(["'`]([\w.-]+\.wasm)["'`],\s*import\.meta\.url\)/g;
	return {
		name: "standin:literal-wasm-urls",
		generateBundle: {
			order: "post",
			handler(_options, bundle) {
				for (const chunk of Object.values(bundle)) {
					if (chunk.type === "chunk") chunk.code = chunk.code.replace(wasm, `new URL("./$1", import.meta.url)`);
				}
			},
		},
	};
}

/**
 * Vite writes a worker's URL in a form that no other bundler can follow. This puts back the one they all know:
 * `new Worker(new URL("./worker.js", import.meta.url), {type:"module"})`.
 */
function literalWorkerUrls(): Plugin {
	const worker =
		/new Worker\(\s*new URL\(.{0,200}?["'`](worker[\w-]*\.js)["'`].{0,200}?\{\s*type:\s*["'`]module["'`]\s*\}\s*\)/gs;
	return {
		name: "standin:literal-worker-urls",
		generateBundle: {
			order: "post",
			handler(_options, bundle) {
				const found = new Set<string>();
				for (const chunk of Object.values(bundle)) {
					if (chunk.type !== "chunk") continue;
					chunk.code = chunk.code.replace(worker, (_all, file: string) => {
						found.add(file);
						return `new Worker(new URL("./${file}", import.meta.url), {type:"module"})`;
					});
				}
				const missing = Object.values(WORKER_FILES).filter((file) => !found.has(file));
				if (missing.length) this.error(`No worker expression was found for ${missing.join(", ")}.`);
			},
		},
	};
}

/** Licences of what was bundled, by package; filled by the workers' builds first, then by the page's. */
const bundled = new Map<string, { license: string; text: string | undefined }>();

/** Notes whose code a build holds; the build of the page then writes one file for all. */
function licences(fileName?: string): Plugin {
	const inPackage = /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))[\\/]/;
	return {
		name: "standin:licences",
		generateBundle(_options, bundle) {
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
			if (!fileName) return;
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

/** The package: entries, one self-contained file a worker, wasm beside them, types. */
const library: UserConfig = {
	...common,
	publicDir: false,
	plugins: [
		...shared(),
		literalWorkerUrls(),
		licences("licences.md"),
		declarations("dist/types", ["src/index", "src/element/index", "src/portals/index"]),
	],
	worker: {
		format: "es",
		plugins: () => [...shared(), literalWasmUrls(), licences()],
		rolldownOptions: {
			output: {
				codeSplitting: false,
				comments: { legal: false },
				entryFileNames: ({ name }) => WORKER_FILES[name] ?? "[name].js",
				assetFileNames: "[name][extname]",
			},
		},
	},
	build: {
		target: "es2022",
		cssTarget: CSS_TARGET,
		outDir: "dist",
		emptyOutDir: true,
		modulePreload: false,
		chunkSizeWarningLimit: 4000,
		rolldownOptions: {
			input: {
				index: "src/index.ts",
				...(existsSync("src/element/index.ts") ? { element: "src/element/index.ts" } : {}),
				portals: "src/portals/index.ts",
			},
			preserveEntrySignatures: "strict",
			output: {
				comments: { legal: false },
				entryFileNames: "[name].js",
				// Beside the entries: a worker's URL is relative to the file that starts it.
				chunkFileNames: "chunk-[name]-[hash].js",
				assetFileNames: "[name][extname]",
			},
		},
	},
};

/** The demo: `npm start` serves it, `npm run site` builds it. Tests run in the same setting. */
const site: UserConfig = {
	...common,
	root: "demo",
	plugins: [...shared(), offline(resolve("demo/offline/service-worker.js"), "service-worker.js")],
	// The examples of the page name the package as its users do.
	resolve: {
		alias: [
			{ find: /^standin$/, replacement: resolve("src/index.ts") },
			{ find: /^standin\/element$/, replacement: resolve("src/element/index.ts") },
		],
	},
	worker: { format: "es", plugins: shared },
	server: { host: "127.0.0.1", fs: { allow: [".."] } },
	build: {
		target: "es2022",
		cssTarget: CSS_TARGET,
		outDir: "../site",
		emptyOutDir: true,
		chunkSizeWarningLimit: 4000,
		// package.json speaks of the package; the scripts of the page's examples act by being loaded.
		rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /demo\/embed\/examples/, sideEffects: true }] } },
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
		],
	},
};

export default defineConfig(({ mode }) => {
	if (mode === "library") return library;
	return {
		...site,
		test: {
			root: ".",
			globalSetup: "test/install-chromium.ts",
			fileParallelism: false,
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
