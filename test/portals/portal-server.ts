import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const TOKEN = "token-0123456789-abcdef";

/**
 * What goes wrong with the next table: the answers a portal gives of its own, and what happens before it is asked.
 * "too-large" is the proxy in front of it, "lost" a line cut at half, "answer-lost" one cut once all has arrived,
 * "held" a line on which nothing moves.
 */
export type Fault =
	| "quota"
	| "conflict"
	| "too-large"
	| "too-large-unread"
	| "lost"
	| "answer-lost"
	| "answer-lost-once"
	| "held";

export interface HeldFile {
	readonly name: string;
	readonly bytes: Buffer;
	/** What the portal's metadata say of it, as text to search. */
	readonly metadata: string;
}

export interface HeldDataset {
	readonly id: string;
	readonly title: string;
	readonly published: boolean;
	readonly files: readonly HeldFile[];
}

export interface Asked {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingMessage["headers"];
	readonly body: Buffer;
	json(): Record<string, unknown>;
	form(): Promise<FormData>;
}

export interface Said {
	readonly status: number;
	readonly json?: unknown;
}

/** A portal's rules: what it answers, and how it says no. */
export interface Rules {
	/** Headers that other origins may send (Access-Control-Allow-Headers). */
	readonly allowHeaders: string;
	/** Whether a request carries the table itself. */
	isUpload(asked: { method: string; path: string }): boolean;
	/** Answers "quota" and "conflict" in this portal's words. */
	refuse(fault: "quota" | "conflict"): Said;
	answer(asked: Asked): Said | Promise<Said>;
	/** Everything it holds, half-made things included. */
	held(): readonly HeldDataset[];
	/** A dataset that is there already. */
	add(title: string, published?: boolean): string;
}

export interface PortalServer extends Pick<Rules, "held" | "add"> {
	readonly origin: string;
	readonly host: string;
	/** Every request but preflights, as "METHOD path". */
	readonly requests: string[];
	/** Applies to the next large upload and is then over, but for cut lines. */
	fault: Fault | undefined;
	/** Whether pages of other origins may call. */
	cors: boolean;
	close(): Promise<void>;
}

/** Bodies below this size accompany the table and go through. */
const LARGE = 1 << 20;

/** A portal on a port of its own, which is an origin of its own. */
export async function servePortal(rules: Rules): Promise<PortalServer> {
	const requests: string[] = [];
	const state = { fault: undefined as Fault | undefined, cors: true };

	function reply(request: IncomingMessage, response: ServerResponse, { status, json }: Said): void {
		// Sent only where a request has an origin, and never with credentials.
		const origin = state.cors && request.headers.origin;
		const headers = origin ? { "access-control-allow-origin": origin, vary: "Origin" } : {};
		response.writeHead(status, { "content-type": "application/json", ...headers });
		response.end(json === undefined ? undefined : JSON.stringify(json));
	}

	const server = createServer(async (request, response) => {
		const { pathname: path, searchParams: query } = new URL(request.url ?? "/", "http://x");
		const { method = "GET", headers } = request;
		if (method === "OPTIONS") {
			const origin = state.cors && headers.origin;
			response.writeHead(200, {
				...(origin && {
					"access-control-allow-origin": origin,
					"access-control-allow-methods": "GET, POST, PUT, DELETE, OPTIONS",
					"access-control-allow-headers": rules.allowHeaders,
				}),
			});
			response.end();
			return;
		}
		requests.push(`${method} ${path}`);
		const length = Number(headers["content-length"] ?? 0);
		const fault = length > LARGE && rules.isUpload({ method, path }) ? state.fault : undefined;
		// A browser sends a request again of itself when a line that it had used before is cut; a cut line stays cut.
		if (fault && fault !== "lost" && fault !== "answer-lost") state.fault = undefined;
		if (fault === "too-large" || fault === "too-large-unread") {
			// The proxy's own page; it knows nothing of other origins unless it is told.
			const cors = fault === "too-large" ? { "access-control-allow-origin": headers.origin ?? "*" } : {};
			response.writeHead(413, { "content-type": "text/html", connection: "close", ...cors });
			response.end("<!doctype html><html><title>413</title><h1>413 Request Entity Too Large</h1></html>");
			if (fault === "too-large") request.resume();
			return;
		}
		const chunks: Buffer[] = [];
		let received = 0;
		try {
			for await (const chunk of request) {
				chunks.push(chunk as Buffer);
				received += (chunk as Buffer).length;
				if (fault === "held") return void request.pause();
				if (fault === "lost" && received >= length / 2) return void request.socket.destroy();
			}
		} catch {
			return;
		}
		const body = Buffer.concat(chunks);
		const asked: Asked = {
			method,
			path: decodeURIComponent(path),
			query,
			headers,
			body,
			json: () => JSON.parse(body.toString() || "{}"),
			form: () => new Response(body, { headers: { "content-type": headers["content-type"] ?? "" } }).formData(),
		};
		const said = fault === "quota" || fault === "conflict" ? rules.refuse(fault) : await rules.answer(asked);
		if (fault === "answer-lost" || fault === "answer-lost-once") request.socket.destroy();
		else reply(request, response, said);
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return Object.assign(state, {
		origin: `http://${host}`,
		host,
		requests,
		held: () => rules.held(),
		add: (title: string, published?: boolean) => rules.add(title, published),
		close: () =>
			new Promise<void>((closed) => {
				server.closeAllConnections();
				server.close(() => closed());
			}),
	});
}
