/**
 * Runs one bench module, written in TypeScript, in Node: `node bench/run.mjs priors [arguments]`.
 * The module's exported `run(arguments)` does the work. It is bundled first, as users' builds are:
 * unbundled modules would pay a getter for every imported function in the inner loops.
 */
import { rm } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

const [name, ...rest] = process.argv.slice(2);
if (!name) {
	console.error("Which bench? node bench/run.mjs NAME [arguments], where bench/NAME.ts exists.");
	process.exit(2);
}
const root = fileURLToPath(new URL("..", import.meta.url));
const outDir = `${root}node_modules/.bench/${name}-${process.pid}`;
await build({
	root,
	configFile: false,
	publicDir: false,
	logLevel: "error",
	// tfjs's modules name each other without extensions, which Node alone does not resolve.
	ssr: { noExternal: [/@tensorflow/] },
	build: {
		ssr: `bench/${name}.ts`,
		outDir,
		minify: false,
		rolldownOptions: { output: { entryFileNames: "bench.mjs" } },
	},
});
try {
	const module = await import(pathToFileURL(`${outDir}/bench.mjs`).href);
	await module.run(rest);
} finally {
	await rm(outDir, { recursive: true, force: true });
}
