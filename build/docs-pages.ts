import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import MarkdownIt from "markdown-it";

/** Papers in Markdown: where a path that others link to begins, and the folder it is read from. */
export interface Papers {
	/** Folder of the repository. */
	readonly root: string;
	/** Folder of the reference that `reference.mjs` wrote; where there is none, the pages do not lead to it. */
	readonly reference?: string | undefined;
}

export interface Page {
	/** Where it lies in the site, such as "docs/priors.html". */
	readonly path: string;
	readonly html: string;
}

const START = "docs/README.md";
const REFERENCE = "docs/reference/README.md";

/** Nothing from elsewhere and no request has a place in a page of text. Its one script takes over the demo's colours. */
const POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** The demo's mark. */
const MARK =
	'<svg viewBox="0 0 26 26" aria-hidden="true"><rect class="of-real" x="2" y="2" width="15" height="15" rx="4"/><rect class="of-standin" x="9" y="9" width="15" height="15" rx="4"/></svg>';

/** A heading's address, as repositories' own viewers make it. */
const slugOf = (text: string) =>
	text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, "")
		.trim()
		.replace(/\s/g, "-");

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Where the page of a paper lies: those of `docs` keep their places, others lie among them. */
function pageOf(paper: string): string {
	const inside = paper.startsWith("docs/") ? paper.slice(5) : paper.replaceAll("/", "-");
	return `docs/${inside.replace(/(^|\/)README\.md$/, "$1index.md").replace(/\.md$/, ".html")}`;
}

/** Marks the link of the part of the site that a page belongs to. */
const here = (within: boolean, itself: boolean) => (within ? ` aria-current="${itself ? "page" : "true"}"` : "");

/** The pages of all papers that the first one leads to, and of the reference where there is one. */
export function docsPages({ root, reference }: Papers): Page[] {
	const fileOf = (paper: string) =>
		paper.startsWith("docs/reference/")
			? reference && join(reference, paper.slice("docs/reference/".length))
			: join(root, paper);
	const exists = (paper: string) => {
		const file = fileOf(paper);
		return file !== undefined && existsSync(file);
	};
	const papers = [START, ...(exists(REFERENCE) ? [REFERENCE] : [])];
	const pages: Page[] = [];
	for (const paper of papers) {
		const follow = (to: string) => {
			if (!exists(to)) return false;
			if (!papers.includes(to)) papers.push(to);
			return true;
		};
		pages.push(pageFrom(paper, readFileSync(fileOf(paper)!, "utf8"), follow, exists(REFERENCE)));
	}
	return pages;
}

/** @param follow says whether a paper is there, and has it made a page. */
function pageFrom(paper: string, text: string, follow: (paper: string) => boolean, hasReference: boolean): Page {
	const path = pageOf(paper);
	const markdown = new MarkdownIt({ html: false });
	const tokens = markdown.parse(text, {});
	const used = new Map<string, number>();
	let ofRepository = /`(?:src|test|bench|build|recipes|demo)\/[\w./-]+`/.test(text);
	let title = "Documentation";
	for (const [i, token] of tokens.entries()) {
		if (token.type === "heading_open") {
			const words = tokens[i + 1]!.children!.filter(({ type }) => /^(text|code_inline)$/.test(type));
			const heading = words.map(({ content }) => content).join("");
			if (token.tag === "h1") title = heading;
			const slug = slugOf(heading);
			const times = used.get(slug) ?? 0;
			used.set(slug, times + 1);
			token.attrSet("id", times === 0 ? slug : `${slug}-${times}`);
		}
		// The policy forbids styles in attributes.
		const align = /text-align:(\w+)/.exec(String(token.attrGet("style") ?? ""))?.[1];
		if (align) token.attrs = [["class", align]];
		for (const [j, child] of (token.children ?? []).entries()) {
			if (child.type !== "link_open") continue;
			const [to = "", anchor] = String(child.attrGet("href")).split("#");
			if (/^[a-z]+:/.test(to) || to === "") continue;
			const target = posix.join(posix.dirname(paper), decodeURI(to));
			if (target.endsWith(".md") && follow(target)) {
				const href = posix.relative(posix.dirname(path), pageOf(target));
				child.attrSet("href", anchor ? `${href}#${anchor}` : href);
				continue;
			}
			// What is no paper is not in the site: its name stays, without a link.
			ofRepository = true;
			const end = token.children!.slice(j).find(({ type }) => type === "link_close")!;
			for (const part of [child, end]) Object.assign(part, { tag: "span", attrs: null });
		}
	}
	// The reference counts headings of the same words that it then leaves out: the first one is meant.
	const ids = new Set(tokens.map((token) => token.attrGet("id")));
	for (const child of tokens.flatMap((token) => token.children ?? [])) {
		const anchor = /^#(.+)-\d+$/.exec(String(child.attrGet("href") ?? ""));
		if (anchor && !ids.has(anchor[0].slice(1)) && ids.has(anchor[1]!)) child.attrSet("href", `#${anchor[1]}`);
	}
	const up = posix.relative(posix.dirname(path), ".") || ".";
	const docs = posix.relative(posix.dirname(path), "docs");
	const near = docs === "" ? "." : docs;
	const links = [
		[`${up}/index.html`, "Demo", ""],
		[`${near}/index.html`, "Documentation", here(!paper.startsWith("docs/reference/"), path === "docs/index.html")],
		...(hasReference
			? [[`${near}/reference/index.html`, "Reference", here(paper.startsWith("docs/reference/"), paper === REFERENCE)]]
			: []),
	];
	const note = ofRepository
		? "<footer><p>Names of files such as <code>test/docs.test.ts</code> are those of Standin's repository, which is not part of this site.</p></footer>\n"
		: "";
	// A table wider than the page is scrolled in a box of its own, which a keyboard reaches.
	const body = markdown.renderer
		.render(tokens, markdown.options, {})
		.replaceAll("<table>", '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>')
		.replaceAll("</table>", "</table></div>")
		.replaceAll("<pre>", '<pre tabindex="0">');
	const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)} – Standin</title>
<link rel="icon" href="${up}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${near}/docs.css">
<script src="${near}/theme.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top"><div class="frame top-bar">
<a class="wordmark" href="${up}/index.html">${MARK}Standin</a>
<nav class="pages" aria-label="Pages">${links.map(([href, name, current]) => `<a href="${href}"${current}>${name}</a>`).join("")}</nav>
</div></header>
<main id="main" class="frame paper">
${body}${note}</main>
</body>
</html>
`;
	return { path, html };
}
