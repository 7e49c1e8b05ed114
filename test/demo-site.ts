import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { build } from "vite";

const TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".svg": "image/svg+xml",
	".wasm": "application/wasm",
};

export interface Site {
	url: string;
	close(): void;
}

/** Builds the demo as it is published and serves it on this machine. */
export async function serveSite(): Promise<Site> {
	const folder = mkdtempSync(join(tmpdir(), "standin-site-"));
	await build({ logLevel: "error", build: { outDir: folder, emptyOutDir: true, minify: false } });
	const server = createServer((request, response) => {
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
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		close() {
			server.close();
			server.closeAllConnections();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function listen(server: Server): Promise<void> {
	return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}
