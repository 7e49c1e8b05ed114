import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { buildPackage, ROOT } from "../package-build";

/** The strictest policy the element works under, with all files on the page's own origin. */
export const POLICY =
	"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'";

const TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".wasm": "application/wasm",
};

/** What a form sent, as the server received it. */
export interface Post {
	readonly body: Buffer;
	readonly form: FormData;
}

export interface FormServer {
	readonly origin: string;
	/** Everything that was posted, in order. */
	readonly posts: Post[];
	/** Addresses asked for, in order. */
	readonly requests: string[];
	close(): Promise<void>;
}

/**
 * A portal's server: pages as given by their path, the built package below `/standin/`, and `/upload`, which keeps what
 * forms post.
 */
export async function serveForms(pages: Readonly<Record<string, string>>, policy = POLICY): Promise<FormServer> {
	await buildPackage();
	const posts: Post[] = [];
	const requests: string[] = [];
	const server = createServer(async (request, response) => {
		const path = new URL(request.url ?? "/", "http://x").pathname;
		requests.push(`${request.method} ${request.url}`);
		if (request.method === "POST") {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const body = Buffer.concat(chunks);
			const type = request.headers["content-type"] ?? "";
			posts.push({ body, form: await new Response(body, { headers: { "content-type": type } }).formData() });
			response
				.writeHead(200, { "content-type": "text/html; charset=utf-8" })
				.end("<title>Received</title><p>Received.");
			return;
		}
		if (path === "/favicon.ico") {
			response.writeHead(204).end();
			return;
		}
		const page = pages[path];
		const headers = { "content-security-policy": policy };
		try {
			const file = join(ROOT, "dist", normalize(path.replace("/standin/", "/")));
			const body = page ?? (await readFile(file));
			const type = TYPES[extname(path)] ?? "text/html; charset=utf-8";
			response.writeHead(200, { "content-type": type, ...headers }).end(body);
		} catch {
			response.writeHead(404, headers).end();
		}
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		posts,
		requests,
		close: () =>
			new Promise((closed) => {
				server.closeAllConnections();
				server.close(() => closed());
			}),
	};
}
