/**
 * Writes the reference of every entry, from the docstrings, as Markdown: `node build/reference.mjs FOLDER`.
 *
 * Typedoc reads types by TypeScript's programming interface, which TypeScript 7 no longer has. It is given the TypeScript 5
 * that @arethetypeswrong/core brings along, to read with; what is checked and shipped stays TypeScript 7's.
 */
import { createRequire, register } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const beside = createRequire(createRequire(import.meta.url).resolve("@arethetypeswrong/core/package.json"));
const typescript5 = pathToFileURL(beside.resolve("typescript")).href;
const hook = `export const resolve = (specifier, context, next) =>
	next(specifier === "typescript" ? ${JSON.stringify(typescript5)} : specifier, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`, import.meta.url);
const { Application } = await import("typedoc");

const [out = "node_modules/.reference"] = process.argv.slice(2);
const app = await Application.bootstrapWithPlugins({
	entryPoints: ["index", "element/index", "portals/index", "report/index", "causal/index"].map(
		(name) => `src/${name}.ts`,
	),
	tsconfig: "tsconfig.types.json",
	plugin: ["typedoc-plugin-markdown"],
	readme: "none",
	excludeInternal: true,
	excludePrivate: true,
	disableSources: true,
	skipErrorChecking: true,
	logLevel: "Error",
	// One page a module: a reader searches the page.
	router: "module",
	hideBreadcrumbs: true,
	hidePageHeader: true,
	parametersFormat: "table",
	entryFileName: "README.md",
	outputs: [{ name: "markdown", path: resolve(out) }],
});
const project = await app.convert();
if (!project) process.exit(1);
// By the names that users import.
for (const entry of project.children ?? []) entry.name = entry.name === "index" ? "standin" : `standin/${entry.name}`;
await app.generateOutputs(project);
