import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What the files of a room may import. A type-only import costs nothing at run time and is listed apart. */
interface Room {
	code: readonly string[];
	types?: readonly string[];
	packages?: readonly string[];
}

const FLOOR = ["random", "errors", "options", "pace", "saved-data"];
const SHARED = [
	"table",
	"encode",
	"constraints",
	"tokens",
	"statistics",
	"dp",
	"nn",
	"causal",
	"expression",
	"worker/run",
];

/**
 * Who may import whom. A room is a file of `src/` or a folder with all below it; `X` in a name is any folder of
 * that place, and `own` is the importer's folder: siblings never import each other.
 */
const ROOMS: Readonly<Record<string, Room>> = {
	errors: { code: [] },
	random: { code: [] },
	pace: { code: [] },
	options: { code: ["errors"] },
	"saved-data": { code: ["errors", "options"] },
	statistics: { code: FLOOR },
	expression: { code: ["statistics", ...FLOOR] },
	table: {
		code: ["worker/yield-to-messages", ...FLOOR],
		packages: [
			"papaparse",
			"hyparquet",
			"hyparquet-compressors",
			"hyparquet-writer",
			"fflate",
			"@uwdata/flechette",
			"read-excel-file",
		],
	},
	dp: { code: ["statistics", "errors", "options"] },
	deidentify: {
		code: ["table", "dp", ...FLOOR],
		types: ["worker/stage", "worker/run", "generators/generator", "wire"],
		packages: ["any"],
	},
	constraints: { code: ["expression", "statistics", "table", ...FLOOR] },
	encode: { code: ["table", "statistics", "dp", "worker/yield-to-messages", ...FLOOR] },
	causal: { code: ["expression", "statistics", "table", "worker/yield-to-messages", ...FLOOR] },
	tokens: { code: ["table", "encode", "statistics", ...FLOOR], types: ["worker/run", "generators/generator"] },
	nn: { code: ["worker/run", "worker/yield-to-messages", "statistics", ...FLOOR], packages: ["@tensorflow/"] },
	"generators/generator": { code: [], types: ["options", "worker/run", "table", "causal", "constraints", "dp"] },
	"generators/metas": { code: ["generators/X/meta"], types: ["generators/generator"] },
	"generators/index": { code: ["generators/X"], types: ["generators/generator", "generators/metas"] },
	"generators/X/meta": { code: ["options", "generators/shelf"], types: ["own", "generators/generator"] },
	// What several methods share lies beside their folders.
	"generators/shelf": { code: ["generators/shelf", "generators/generator", ...SHARED, ...FLOOR] },
	"generators/X": {
		code: ["own", "generators/X/meta", "generators/shelf", "generators/generator", ...SHARED, ...FLOOR],
	},
	"priors/prior": { code: [], types: ["options", "worker/run", "table", "causal"] },
	"priors/metas": { code: ["priors/X/meta"], types: ["priors/prior"] },
	"priors/index": { code: ["priors/X", "priors/metas"], types: ["priors/shelf", "priors/prior"] },
	"priors/X/meta": { code: ["priors/shelf", "options"], types: ["own", "priors/prior"] },
	"priors/draw-model": { code: ["priors/index", "priors/metas", "priors/shelf", ...FLOOR] },
	"priors/export": {
		code: ["table", "errors", "options"],
		types: ["priors/prior"],
		packages: ["hyparquet-writer", "fflate"],
	},
	// Files beside the folders, and their kernels of both kinds, are the floor that all priors stand on.
	"priors/kernels": { code: ["causal", "statistics", "table", ...FLOOR] },
	"priors/gpu": { code: ["priors/shelf", "causal", "statistics", "nn", ...FLOOR] },
	"priors/shelf": {
		code: [
			...["priors/shelf", "priors/kernels", "priors/prior", "table", "causal", "statistics", "nn", "worker/run"],
			...["worker/yield-to-messages", ...FLOOR],
		],
	},
	"priors/X": {
		code: [
			...["own", "priors/X/meta", "priors/shelf", "priors/kernels", "priors/gpu", "priors/prior"],
			...["table", "causal", "statistics", "nn", "worker/run", "worker/yield-to-messages", ...FLOOR],
		],
	},
	charts: { code: ["table", "errors"] },
	report: {
		code: ["table", "charts", "encode", "statistics", "deidentify", "constraints", "worker/run", ...FLOOR],
		types: ["dp"],
	},
	wire: {
		code: ["errors"],
		types: [
			"worker/run",
			"worker/checkpoints",
			"generators/generator",
			"priors/prior",
			"table",
			"deidentify",
			"constraints",
			"dp",
		],
		packages: ["comlink"],
	},
	"worker/yield-to-messages": { code: [] },
	"worker/stage": { code: [], types: ["wire", "worker/run", "generators/generator", "table"] },
	"worker/layout-stage": {
		code: ["table", "encode/protection", "encode/protect-writing", "errors", "worker/check-layout"],
		types: ["worker/stage", "worker/run", "generators/generator"],
	},
	"worker/check-layout": { code: ["table", "saved-data"] },
	"worker/gaps-stage": {
		code: ["table", "errors", "saved-data"],
		types: ["worker/stage", "worker/run", "generators/generator"],
	},
	"worker/sets-stage": {
		code: ["table", "encode/protection", "errors", "saved-data"],
		types: ["worker/stage", "worker/run", "generators/generator"],
	},
	"worker/stages": {
		code: ["worker/layout-stage", "worker/sets-stage", "worker/gaps-stage", "deidentify", "constraints"],
		types: ["worker/stage"],
	},
	"worker/refuse-empty": { code: ["table", "encode", ...FLOOR] },
	"worker/left-by-noise": { code: ["table"] },
	"worker/checkpoints": { code: [] },
	"worker/run": { code: ["worker/yield-to-messages", "worker/checkpoints", ...FLOOR], types: ["dp"] },
	worker: {
		code: [
			"wire",
			"worker/run",
			"worker/checkpoints",
			"worker/yield-to-messages",
			"worker/refuse-empty",
			"worker/left-by-noise",
			"worker/stage",
			"table",
			"dp",
			...FLOOR,
		],
		types: ["generators/generator", "priors/prior", "deidentify", "constraints"],
		packages: ["comlink"],
	},
	page: {
		code: [
			...["wire", "generators/metas", "priors/metas", "priors/export", "report/promise-report", "table", "dp"],
			...["deidentify/coarsen", "encode/protection-preview", "constraints/read-constraints", ...FLOOR],
		],
		types: [
			...["worker/run", "worker/checkpoints", "generators/generator", "priors/prior"],
			...["report", "deidentify", "constraints"],
		],
		packages: ["comlink"],
	},
	element: {
		code: [
			...["page", "generators/metas", "report/format", "report/promise-report", "dp", "charts"],
			...["table", "options", "pace", "errors"],
		],
		types: ["any"],
		packages: ["lit", "fflate"],
	},
	portals: { code: ["page", "report/format", "table", "options", "errors"], types: ["any"], packages: ["fflate"] },
	// Of the library it uses what everybody may, and the data that describes options.
	cli: {
		code: [
			"index",
			"causal",
			"report",
			"page/call-options",
			"page/version",
			"dp/promise",
			"table/subjects",
			"wire/saved",
			"generators/diffusion/onnx",
			"options",
		],
		types: ["any"],
		packages: ["node:", "pbf"],
	},
	workers: {
		code: [
			...["worker/host", "worker/stages", "generators/index", "priors/index", "report", "deidentify", "constraints"],
		],
	},
	demo: { code: ["index", "causal", "element", "portals", "charts", "report/format"], types: ["index", "element"] },
};

interface Import {
	file: string;
	/** The room of `src/` imported, or a package's name. */
	target: string;
	typeOnly: boolean;
}

function files(folder: string): string[] {
	if (!existsSync(join(ROOT, folder))) return [];
	return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = posix.join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === "assembly" ? [] : files(path);
		return entry.name.endsWith(".ts") ? [path] : [];
	});
}

/** The room of a path like `src/generators/tabddpm/fit`, and its own folder there. */
function roomOf(path: string): { room: string; own: string } {
	const parts = path.replace(/\.ts$/, "").split("/");
	const [top, first, second, third] = parts;
	if (top !== "src") return { room: top as string, own: top as string };
	if (first === "worker") {
		const name = `worker/${second}`;
		return { room: name in ROOMS ? name : "worker", own: "worker" };
	}
	if (first !== "generators" && first !== "priors") return { room: first as string, own: first as string };
	const own = `${first}/${second}`;
	const name = parts.length === 2 || second === "" ? "index" : second;
	if (second === "kernels" || second === "gpu" || second === "export") return { room: `${first}/${second}`, own };
	if (third === undefined) {
		if (existsSync(join(ROOT, "src", first, name as string)) && !existsSync(join(ROOT, `src/${first}/${name}.ts`))) {
			return { room: `${first}/X`, own };
		}
		return { room: `${first}/${name}` in ROOMS ? `${first}/${name}` : `${first}/shelf`, own };
	}
	return { room: third === "meta" ? `${first}/X/meta` : `${first}/X`, own };
}

/** Every import, export-from and lazy import of a file; comments are blanked first. */
function importsOf(file: string): Import[] {
	const text = readFileSync(join(ROOT, file), "utf8")
		.replace(/\/\*[\s\S]*?\*\//g, "")
		.replace(/^\s*\/\/.*$/gm, "");
	const pattern =
		/^\s*(import|export)\s+(type\s+)?(?:([^"';]*?)\s+from\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm;
	return [...text.matchAll(pattern)].map(([, keyword, type, names, fixed, lazy]) => {
		const listed = names
			?.match(/^\{([^}]*)\}$/)?.[1]
			?.split(",")
			.map((name) => name.trim());
		const typeOnly =
			keyword !== undefined && (type !== undefined || !!listed?.every((n) => !n || n.startsWith("type ")));
		return { file, target: (fixed ?? lazy) as string, typeOnly };
	});
}

function complaint({ file, target, typeOnly }: Import): string | undefined {
	const from = roomOf(file);
	const room = ROOMS[from.room];
	if (!room) return `${file}: the plan has no room "${from.room}"`;
	const bare = target.replace(/\?.*$/, "");
	if (!bare.startsWith(".")) {
		return room.packages?.some(
			(name) => name === "any" || bare === name || bare.startsWith(/[/:]$/.test(name) ? name : `${name}/`),
		)
			? undefined
			: `${file} imports the package ${target}`;
	}
	if (/\.(css|svg|png|wasm)$/.test(bare)) return undefined;
	const path = posix.join(posix.dirname(file), bare);
	const to = roomOf(path);
	if (to.room === from.room && !from.room.includes("/X")) return undefined;
	const allowed = [...room.code, ...(typeOnly ? (room.types ?? []) : [])];
	const inside = path.replace(/^src\//, "");
	const may = allowed.some((name) => {
		if (name === "any") return true;
		if (name === "own") return to.own === from.own;
		if (name === "generators/X/meta" || name === "priors/X/meta") {
			return to.room === name && (!from.room.includes("/X") || to.own === from.own);
		}
		return to.room === name || inside === name || inside.startsWith(`${name}/`);
	});
	return may ? undefined : `${file} imports ${typeOnly ? "types of " : ""}${inside}`;
}

test("every import follows the plan of the house", () => {
	const all = ["src", "workers", "demo"].flatMap(files);
	const imports = all.filter((file) => file !== "src/index.ts").flatMap(importsOf);
	// The reader of imports works at all: a plan that saw nothing could not be broken.
	expect(imports.length).toBeGreaterThan(all.length / 2);
	expect(imports.map(complaint).filter((line) => line !== undefined)).toEqual([]);
});

/** The files of `src` that each file imports, types included. */
function graphOf(all: readonly string[]): Map<string, string[]> {
	const known = new Set(all);
	const fileOf = (path: string) => [`${path}.ts`, `${path}/index.ts`].find((one) => known.has(one));
	return new Map(
		all.map((file) => {
			const near = importsOf(file).filter(({ target }) => target.startsWith("."));
			const paths = near.map(({ target }) => posix.join(posix.dirname(file), target.replace(/\?.*$/, "")));
			return [file, paths.flatMap((path) => fileOf(path) ?? [])];
		}),
	);
}

/** One circle of imports, if there is any: a path that comes back to where it began. */
function circle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
	const done = new Set<string>();
	function visit(file: string, path: readonly string[]): readonly string[] | undefined {
		if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
		if (done.has(file)) return undefined;
		for (const next of graph.get(file) ?? []) {
			const found = visit(next, [...path, file]);
			if (found) return found;
		}
		done.add(file);
		return undefined;
	}
	for (const file of graph.keys()) {
		const found = visit(file, []);
		if (found) return found;
	}
	return undefined;
}

test("no file imports itself by way of others, types included", () => {
	expect(
		circle(
			new Map([
				["a", ["b"]],
				["b", ["c"]],
				["c", ["b"]],
			]),
		),
	).toEqual(["b", "c", "b"]);
	expect(circle(graphOf(files("src")))).toBeUndefined();
});

test("the plan refuses what it should", () => {
	const refused = (file: string, target: string) => complaint({ file, target, typeOnly: false }) !== undefined;
	expect(refused("src/table/csv.ts", "../nn/tf")).toBe(true);
	expect(refused("src/table/csv.ts", "../random")).toBe(false);
	expect(refused("src/generators/tabddpm/fit.ts", "../independent/fit")).toBe(true);
	expect(refused("src/generators/tabddpm/fit.ts", "./loss")).toBe(false);
	expect(refused("src/generators/tabddpm/fit.ts", "@tensorflow/tfjs-core")).toBe(true);
	expect(refused("src/worker/host.ts", "../generators/index")).toBe(true);
	expect(refused("src/report/compare.ts", "../generators/metas")).toBe(true);
	expect(refused("demo/main.ts", "../src/nn/tf")).toBe(true);
	expect(complaint({ file: "src/wire/api.ts", target: "../table/table", typeOnly: true })).toBeUndefined();
	expect(refused("src/wire/api.ts", "../table/table")).toBe(true);
});

test("the entry is a table of contents: exports and nothing else", () => {
	const text = readFileSync(join(ROOT, "src/index.ts"), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
	const rest = text.replace(/export\s+(type\s+)?(\*|\{[^}]*\})\s+from\s+"[^"]+";/g, "").trim();
	expect(rest).toBe("");
});

test("no source draws randomness, evaluates text or touches the document where it must not", () => {
	const banned: [RegExp, (file: string) => boolean][] = [
		[/\bMath\.random\b/, () => true],
		[
			/\btf\.random|\brandomNormal\b|\brandomUniform\b|\btruncatedNormal\b|\bmultinomial\(/,
			(file) => file.startsWith("src/nn/"),
		],
		[/\beval\(|\bnew Function\b/, () => true],
		[/\bdocument\.|\bwindow\./, (file) => !/^(src\/element|demo)\//.test(file)],
		[/\bnew Worker\(/, (file) => !["src/page/spawn.ts", "src/wire/attach.ts"].includes(file)],
	];
	const found = ["src", "workers", "demo"].flatMap(files).flatMap((file) => {
		const text = readFileSync(join(ROOT, file), "utf8")
			.replace(/\/\*[\s\S]*?\*\//g, "")
			.replace(/\/\/.*$/gm, "");
		return banned.filter(([word, where]) => where(file) && word.test(text)).map(([word]) => `${file}: ${word}`);
	});
	expect(found).toEqual([]);
});

test("no test is left out or run alone", () => {
	const left = /\b(test|it|describe|suite)(\.\w+)*\.(only|todo)\b|\b(xit|xtest|fdescribe)\(/;
	expect(files("test").filter((file) => left.test(readFileSync(join(ROOT, file), "utf8")))).toEqual([]);
});

test("files are small: none over 400 lines, half of them at most 100", () => {
	const sizes = ["src", "workers", "demo"]
		.flatMap(files)
		.map((file) => ({ file, lines: readFileSync(join(ROOT, file), "utf8").split("\n").length - 1 }))
		.sort((a, b) => a.lines - b.lines);
	expect(sizes.filter(({ lines }) => lines > 400)).toEqual([]);
	expect(sizes[sizes.length >> 1]!.lines).toBeLessThanOrEqual(100);
});
