import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { docsPages, type Page } from "../build/docs-pages";
import { ROOT } from "./package-build";

let folder: string;
let pages: Map<string, string>;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "standin-reference-"));
	execFileSync(process.execPath, [join(ROOT, "build/reference.mjs"), folder], { cwd: ROOT, stdio: "pipe" });
	pages = new Map(docsPages({ root: ROOT, reference: folder }).map(({ path, html }: Page) => [path, html]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("every paper of docs is a page of the site", () => {
	for (const name of readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"))) {
		expect([...pages.keys()]).toContain(`docs/${name === "README.md" ? "index" : name.slice(0, -3)}.html`);
	}
});

test("every link between pages leads to a page, and to a heading of it", () => {
	const dead: string[] = [];
	let links = 0;
	for (const [path, html] of pages) {
		for (const [, href] of html.matchAll(/<a [^>]*href="([^"]+)"/g)) {
			if (/^[a-z]+:/.test(href!) || href === "#main") continue;
			const [to = "", anchor] = href!.split("#");
			const target = to === "" ? path : posix.join(posix.dirname(path), to);
			if (target === "index.html") continue;
			links++;
			const page = pages.get(target);
			if (!page || (anchor && !page.includes(`id="${decodeURIComponent(anchor)}"`))) dead.push(`${path} → ${href}`);
		}
	}
	expect(links).toBeGreaterThan(100);
	expect(dead).toEqual([]);
});

test("a page says in which part of the site it is, and that files it names lie in the repository", () => {
	expect(pages.get("docs/index.html")).toContain('aria-current="page">Documentation<');
	expect(pages.get("docs/tables.html")).toContain('aria-current="true">Documentation<');
	expect(pages.get("docs/reference/index.html")).toContain('aria-current="page">Reference<');
	expect(pages.get("docs/index.html")).toContain("those of Standin's repository");
	expect(pages.get("docs/tables.html")).not.toContain("those of Standin's repository");
});

test("pages hold one script of the site's, no style in an attribute and nothing from elsewhere", () => {
	for (const [path, html] of pages) {
		const markup = html.replace(/<(code|pre)[\s\S]*?<\/\1>/g, "");
		expect(markup.replace(/<script src="[./]*\/theme\.js"><\/script>/, ""), path).not.toMatch(
			/<script|<style|\sstyle=|<iframe|\son\w+=|(?:src|<link[^>]*href)="(?:https?:)?\/\//,
		);
		expect(markup, path).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
	}
});

test("the reference tells of every function of every entry", () => {
	const entries = { index: "standin", report: "standin/report", causal: "standin/causal" };
	for (const [entry, name] of Object.entries(entries)) {
		const source = readFileSync(join(ROOT, `src/${entry === "index" ? "index" : `${entry}/index`}.ts`), "utf8");
		const functions = [...source.matchAll(/export \{([^}]*)\}/g)].flatMap(([, names]) =>
			names!.split(",").map((one) => one.trim()),
		);
		const html = [...pages].find(([path]) => new RegExp(`^docs/reference/${name}(-1)?\\.html$`).test(path))![1];
		expect(html.includes(`>${name}</h1>`)).toBe(true);
		for (const one of functions.filter((one) => /^[a-z]\w+$/.test(one)))
			expect(html.includes(`>${one}`), one).toBe(true);
	}
});
