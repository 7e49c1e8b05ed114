import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { docsPages } from "./docs-pages.ts";

/** Sheets of the pages: the demo's own colours and frame, and how papers are set. */
const SHEETS = ["src/element/style/tokens.css", "demo/style/base.css", "demo/style/layout.css", "demo/style/docs.css"];

/**
 * The papers of `docs` as pages of the site, in its folder `docs`: plain files under any path. The reference is among
 * them where `npm run site` has written it.
 */
export function docs(root: string): Plugin {
	const written = resolve(root, "node_modules/.reference");
	const pages = () => docsPages({ root, reference: existsSync(written) ? written : undefined });
	const theme = () => readFileSync(resolve(root, "build/docs-theme.js"), "utf8");
	const sheet = () => SHEETS.map((path) => readFileSync(resolve(root, path), "utf8")).join("\n");
	return {
		name: "standin:docs",
		generateBundle() {
			for (const { path, html } of pages()) this.emitFile({ type: "asset", fileName: path, source: html });
			this.emitFile({ type: "asset", fileName: "docs/docs.css", source: sheet() });
			this.emitFile({ type: "asset", fileName: "docs/theme.js", source: theme() });
		},
		configureServer({ middlewares }) {
			middlewares.use((request, response, next) => {
				const asked = (request.url ?? "/").split("?")[0]!.slice(1);
				// As static hosts answer for a folder.
				const path = /^docs\/(.*\/)?$/.test(asked) ? `${asked}index.html` : asked;
				const answer = (type: string, body: string) => response.setHeader("content-type", type).end(body);
				if (path === "docs") return response.writeHead(301, { location: "/docs/" }).end();
				if (path === "docs/theme.js") return answer("text/javascript", theme());
				if (path === "docs/docs.css") return answer("text/css", sheet());
				const page = path.startsWith("docs/") && pages().find((one) => one.path === path);
				if (page) return answer("text/html; charset=utf-8", page.html);
				next();
			});
		},
	};
}
