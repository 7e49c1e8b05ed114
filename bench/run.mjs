/**
 * Runs one bench: `npm run bench -- NAME [arguments]`. A bench of `bench/browser/NAME.bench.ts` runs in a real Chromium,
 * one of `bench/NAME.ts` in Node, where its exported `run(arguments)` does the work. Either is bundled first, as users'
 * builds are: unbundled modules would pay a getter for every imported function in the inner loops.
 */
import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

const [name, ...rest] = process.argv.slice(2);
const root = fileURLToPath(new URL("..", import.meta.url));
const inBrowser = name && existsSync(`${root}bench/browser/${name}.bench.ts`);
if (!name || !(inBrowser || existsSync(`${root}bench/${name}.ts`))) {
	const names = readdirSync(`${root}bench/browser`).flatMap((file) => /^(.*)\.bench\.ts$/.exec(file)?.[1] ?? []);
	console.error(
		`Which bench? npm run bench -- NAME [arguments]: ${names.join(", ")} run in a browser, bench/NAME.ts in Node.`,
	);
	process.exit(2);
}
const outDir = `${root}node_modules/.bench/${name}-${process.pid}`;
await build({
	root,
	configFile: false,
	publicDir: false,
	logLevel: "error",
	// tfjs's modules name each other without extensions, which Node alone does not resolve.
	ssr: { noExternal: [/@tensorflow/] },
	build: {
		ssr: inBrowser ? "bench/browser/launch.ts" : `bench/${name}.ts`,
		outDir,
		minify: false,
		rolldownOptions: { output: { entryFileNames: "bench.mjs" } },
	},
});
// tfjs's wasm glue was written for CommonJS, whose names a bundle of modules lacks.
Object.assign(globalThis, { __dirname: outDir, require: createRequire(import.meta.url) });
try {
	const module = await import(pathToFileURL(`${outDir}/bench.mjs`).href);
	await module.run(inBrowser ? [name, ...rest] : rest);
} finally {
	await rm(outDir, { recursive: true, force: true });
}
