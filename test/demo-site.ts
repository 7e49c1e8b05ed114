import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { build } from "vite";
import { builtOnce, ROOT } from "./built-once";

const TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".svg": "image/svg+xml",
	".wasm": "application/wasm",
	".png": "image/png",
	".webmanifest": "application/manifest+json",
};

export interface Site {
	url: string;
	/** Whether it answers at all; off, every connection is cut. */
	up: boolean;
	/** Path of every request it got. */
	asked: string[];
	/** Paths of its files, sorted. */
	files(): string[];
	/** Text of a file. */
	file(path: string, encoding?: BufferEncoding): string;
	/** Puts another text in the place of a file's. */
	write(path: string, text: string): void;
	close(): void;
}

const BUILT = "node_modules/.cache/standin-site";
const INPUTS = [
	...["build", "demo", "docs", "src", "workers", "README.md", "CHANGELOG.md", "package.json", "vite.config.ts"],
	...["recipes", "bench/results", "node_modules/.reference"],
];

/** Builds the demo as it is published, once for all test files, and serves a copy on this machine. */
export async function serveSite(): Promise<Site> {
	const outDir = join(ROOT, BUILT);
	// The service worker is written last.
	await builtOnce(`${BUILT}/service-worker.js`, INPUTS, () =>
		build({ logLevel: "error", build: { outDir, emptyOutDir: true, minify: false } }),
	);
	const folder = mkdtempSync(join(tmpdir(), "standin-site-"));
	cpSync(outDir, folder, { recursive: true });
	const site: Site = { url: "", up: true, asked: [], files, file, write, close };
	const server = createServer((request, response) => {
		site.asked.push(request.url ?? "");
		if (!site.up) {
			request.socket.destroy();
			return;
		}
		const path = normalize(decodeURIComponent((request.url ?? "/").split("?")[0] as string));
		const file = join(folder, path === "/" ? "index.html" : path);
		if (!file.startsWith(folder) || !existsSync(file)) {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
		response.end(readFileSync(file));
	});
	await listen(server);
	site.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	return site;

	function files(): string[] {
		const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
		return entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
	}
	function file(path: string, encoding: BufferEncoding = "utf8"): string {
		return readFileSync(join(folder, path), encoding);
	}
	function write(path: string, text: string): void {
		writeFileSync(join(folder, path), text);
	}
	function close(): void {
		server.close();
		server.closeAllConnections();
		rmSync(folder, { recursive: true, force: true });
	}
}

function listen(server: Server): Promise<void> {
	return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}
