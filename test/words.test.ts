import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { broken } from "./words/glossary";
import { piecesOf } from "./words/source-text";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** Folders that are being rewritten; their texts are not held against the glossary yet. */
const NOT_YET: readonly string[] = [];

const pending = (path: string) => NOT_YET.some((folder) => path === folder || path.startsWith(`${folder}/`));

function files(folder: string, ext: string): string[] {
	if (!existsSync(join(ROOT, folder))) return [];
	return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = posix.join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === "assembly" ? [] : files(path, ext);
		return entry.name.endsWith(ext) && !pending(path) ? [path] : [];
	});
}

/** Folders whose texts people read on a page: the demo, the element, and reports written for people. */
const isPage = (path: string) => /^(demo|src\/element|src\/portals|src\/report\/(format|definitions))\b/.test(path);

/** A text and not what a program reads: paths, styles, keys, shaders, packed lists of names. */
const isProse = (text: string) =>
	text.length < 2000 && /[A-Za-z]{2,}[^A-Za-z]*\s+\S/.test(text) && !/\bfn \w+\(|\blet \w+ = |[{;]\s*$/.test(text);

const complain = (path: string, line: number, text: string) => {
	const found = broken(text, isPage(path) ? "page" : "code");
	return found ? [`${path}:${line}: "${found.found}", write: ${found.write}`] : [];
};

test("what people read holds to the glossary: README, CHANGELOG, docs, folder READMEs", () => {
	// A log of trials keeps the names of what was tried.
	const docs = files("docs", ".md").filter((path) => !/trials/.test(path));
	const papers = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", ...docs, ...files("src", ".md")];
	expect(papers.length).toBeGreaterThan(6);
	const found = papers.flatMap((path) =>
		read(path)
			// Code is code; the line count stays.
			.replace(/```[\s\S]*?```/g, (block) => block.replace(/[^\n]/g, ""))
			.replace(/`[^`\n]*`/g, "``")
			.split("\n")
			.flatMap((line, i) => complain(path, i + 1, line)),
	);
	expect(found).toEqual([]);
});

test("so do messages and the page's texts: the string literals of src, workers and demo", () => {
	const sources = ["src", "workers", "demo"].flatMap((folder) => files(folder, ".ts"));
	let literals = 0;
	const found = sources.flatMap((path) =>
		piecesOf(read(path))
			.filter(({ kind, text }) => kind === "string" && isProse(text))
			.flatMap(({ text, line }) => {
				literals++;
				return complain(path, line, text);
			}),
	);
	// The reader of literals works at all.
	expect(literals).toBeGreaterThan(400);
	expect(found).toEqual([]);
	expect(complain("demo/index.html", 1, read("demo/index.html").replace(/<(style|script)[\s\S]*?<\/\1>/g, ""))).toEqual(
		[],
	);
});

test("so do public names: what the entry exports, and the fields of what it exports", () => {
	const names = [...read("src/index.ts").matchAll(/[{,]\s*(?:type\s+)?(\w+)/g)].map(([, name]) => name as string);
	expect(names.length).toBeGreaterThan(50);
	const spoken = (name: string) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
	expect(names.flatMap((name) => complain("src/index.ts", 1, spoken(name)))).toEqual([]);
	const declared = ["src/page", "src/wire", "src/table", "src/causal", "src/report"]
		.flatMap((folder) => files(folder, ".ts"))
		.concat("src/errors.ts", "src/generators/generator.ts", "src/priors/prior.ts")
		.flatMap((path) =>
			[...read(path).matchAll(/^export (?:async )?(?:function|const|interface|type|class) (\w+)/gm)].flatMap(
				([, name]) => complain(path, 1, spoken(name as string)),
			),
		);
	expect(declared).toEqual([]);
});

test("a word of the wrong column is found, and the right one is not", () => {
	const bad = (text: string, where: "page" | "code" = "code") => broken(text, where) !== undefined;
	expect(bad("Drawn rows lie nearer than fresh rows would.")).toBe(true);
	expect(bad("It hires assistants.")).toBe(true);
	expect(bad("trees that foretell a column")).toBe(true);
	expect(bad("Make the stand-in")).toBe(true);
	expect(bad("The tag <stand-in> shows Standin.")).toBe(false);
	expect(bad("The column has 3 levels.", "page")).toBe(true);
	expect(bad("The column has 3 levels.")).toBe(false);
	expect(bad("Sampling 2,400 rows; a chain of causes; drawn from a Gamma distribution.")).toBe(false);
});

test("literals are read as the compiler reads them", () => {
	const source = [
		'const a = "one two"; // a comment',
		"/** A docstring: `x`. */",
		`const b = \`three \${c(\`four \${d}\`)} five\`;`,
		"const e = /\"no string\"/.test(a) ? a / 2 : 'six seven';",
	].join("\n");
	const strings = piecesOf(source).filter(({ kind }) => kind === "string");
	expect(strings.map(({ text, line }) => [line, text])).toEqual([
		[1, "one two"],
		[3, "three {…} five"],
		[3, "four {…}"],
		[4, "six seven"],
	]);
});
