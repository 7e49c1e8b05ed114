/**
 * Runs one bench module, written in TypeScript, in Node: `node bench/run.mjs priors [arguments]`.
 * The module's exported `run(arguments)` does the work; vite turns the TypeScript into modules on the way in.
 */
import { createServer } from "vite";

const [name, ...rest] = process.argv.slice(2);
if (!name) {
	console.error("Which bench? node bench/run.mjs NAME [arguments], where bench/NAME.ts exists.");
	process.exit(2);
}
const server = await createServer({
	configFile: false,
	logLevel: "error",
	server: { middlewareMode: true, hmr: false, ws: false, watch: null },
	appType: "custom",
	optimizeDeps: { noDiscovery: true, include: [] },
});
try {
	const module = await server.ssrLoadModule(`/bench/${name}.ts`);
	await module.run(rest);
} finally {
	await server.close();
}
