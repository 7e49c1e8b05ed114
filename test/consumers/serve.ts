import { readFile, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Record<string, string> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".wasm": "application/wasm",
	".csv": "text/csv",
	".svg": "image/svg+xml",
};

export interface SiteOptions {
	/** Sent with every answer, e.g. a Content-Security-Policy. */
	headers?: Record<string, string>;
}

/** A static site on a port of its own: another port is another origin. */
export interface Site {
	readonly origin: string;
	/** Every request so far, as "METHOD path". */
	readonly requests: string[];
	close(): Promise<void>;
}

export async function serve(folder: string, { headers = {} }: SiteOptions = {}): Promise<Site> {
	const requests: string[] = [];
	const server: Server = createServer(async (request, response) => {
		const path = decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname);
		if (path === "/favicon.ico") {
			response.writeHead(204).end();
			return;
		}
		requests.push(`${request.method} ${request.url}`);
		const file = join(folder, normalize(path.endsWith("/") ? `${path}index.html` : path));
		try {
			if (!(await stat(file)).isFile()) throw new Error("not a file");
			const body = await readFile(file);
			response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", ...headers });
			response.end(body);
		} catch {
			response.writeHead(404, { "content-type": "text/plain", ...headers }).end("not found");
		}
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		close: () =>
			new Promise((closed) => {
				server.closeAllConnections();
				server.close(() => closed());
			}),
	};
}
