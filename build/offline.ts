import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Plugin } from "vite";

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");

/** What is read on a network: the reference is too large to keep for everybody who opens the page. */
const NOT_KEPT = /^docs\/reference\//;

/** Every file of a built folder by its path from there, with the SHA-256 of its content. */
function filesOf(folder: string, but: string): Record<string, string> {
	const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, resolve(entry.parentPath, entry.name)).split(sep).join("/"))
		.filter((path) => path !== but && !path.endsWith(".map") && !NOT_KEPT.test(path))
		.sort();
	return Object.fromEntries(paths.map((path) => [path, sha256(readFileSync(join(folder, path)))]));
}

/** The policy that `index.html` states. */
function policyOf(html: string): string {
	const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1];
	if (!policy) throw new Error("index.html states no Content-Security-Policy, which the service worker hands on.");
	return policy;
}

/**
 * Writes the site's service worker, once all else is written: its list of files is what the build has put out, its
 * version a hash of list, policy and code, so that any change of any file makes another one.
 */
export function offline(source: string, fileName: string): Plugin {
	let folder = "";
	return {
		name: "standin:offline",
		apply: "build",
		configResolved(config) {
			folder = resolve(config.root, config.build.outDir);
		},
		// Where the sources are served one by one there is no list of files: the page asks whether there is one.
		transformIndexHtml: () => [
			{ tag: "meta", attrs: { name: "service-worker", content: `./${fileName}` }, injectTo: "head" },
		],
		closeBundle(error) {
			// What went wrong before is what is to be told.
			if (error) return;
			const files = filesOf(folder, fileName);
			const policy = policyOf(readFileSync(join(folder, "index.html"), "utf8"));
			const code = readFileSync(source, "utf8");
			const version = sha256(JSON.stringify([files, policy, code])).slice(0, 16);
			const written = code
				.replace('"%version%"', () => JSON.stringify(version))
				.replace('"%policy%"', () => JSON.stringify(policy))
				.replace('"%files%"', () => JSON.stringify(files, null, "\t"));
			if (written.includes('"%')) throw new Error(`${source} has a place that was not filled in.`);
			writeFileSync(join(folder, fileName), written);
		},
	};
}
