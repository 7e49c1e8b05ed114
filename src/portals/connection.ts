import { checkLink } from "./address";
import type { PortalCall } from "./portal";
import { refused, unanswered, unexpected } from "./refusal";
import { type RawAnswer, send } from "./send";

/** Longest that a request without a file may take. */
const PATIENCE_MS = 60_000;
const MOST_SAID = 300;

/** What the adapters differ in when they speak to their portal. */
export interface Dialect {
	readonly label: string;
	readonly base: URL;
	readonly hosts: readonly string[];
	/** Headers that sign in. */
	readonly headers: Readonly<Record<string, string>>;
	/** What must never occur in a message. */
	readonly secrets: readonly string[];
	/** What an administrator sets so that other origins may call. */
	readonly corsHint: string;
	/** The portal's words in the body of a refusal. */
	said(body: unknown): string;
}

export interface Ask extends PortalCall {
	method?: "GET" | "POST" | "PUT" | "DELETE";
	/** Sent as JSON. */
	json?: unknown;
	/** Sent as it is, with progress. */
	body?: Blob | FormData;
	/** The file that `body` holds. */
	file?: File;
	type?: string;
}

export interface Answer {
	readonly status: number;
	/** The body as JSON; text that is not JSON stays text. */
	readonly body: unknown;
}

/** One portal's requests: to allowed hosts alone, signed in, refusals as errors. */
export interface Connection {
	readonly host: string;
	/** Asks at a path below the portal's address, or at a link that the portal gave. */
	ask(where: string, ask?: Ask): Promise<Answer>;
	/** An answer that lacks what the interface promises. */
	unexpected(what: string, status: number): Error;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** A page of HTML says nothing that helps; one line of text does. */
function line(text: string, secrets: readonly string[]): string {
	if (/<html|<!doctype/i.test(text)) return "";
	const clean = secrets.reduce((rest, secret) => rest.replaceAll(secret, "…"), text);
	const short = clean
		.replaceAll(/<[^>]*>/g, " ")
		.replaceAll(/\s+/g, " ")
		.trim()
		.replace(/\.$/, "");
	return short.length > MOST_SAID ? `${short.slice(0, MOST_SAID)}…` : short;
}

function retryAfter({ header }: RawAnswer): number | undefined {
	const wait = Number(header("retry-after"));
	if (wait > 0) return Math.ceil(wait);
	const until = Number(header("x-ratelimit-reset"));
	const seconds = Math.ceil(until - Date.now() / 1000);
	return seconds > 0 && seconds < 86_400 ? seconds : undefined;
}

async function plain(url: URL, init: RequestInit, signal?: AbortSignal): Promise<RawAnswer> {
	const timed = new AbortController();
	const timer = setTimeout(
		() => timed.abort(new Error(`No answer within ${PATIENCE_MS / 1000} seconds.`)),
		PATIENCE_MS,
	);
	const stop = () => timed.abort(signal?.reason);
	signal?.addEventListener("abort", stop);
	try {
		const response = await fetch(url, { ...init, signal: timed.signal });
		return { status: response.status, text: await response.text(), header: (name) => response.headers.get(name) };
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener("abort", stop);
	}
}

export function connect(dialect: Dialect): Connection {
	const { base, hosts, label, secrets, corsHint } = dialect;
	const { host } = base;
	return {
		host,
		unexpected: (what, status) => unexpected(host, label, what, status),
		async ask(where, { method = "GET", json, body, file, type, signal, onProgress } = {}) {
			signal?.throwIfAborted();
			const url = /^[a-z]+:/i.test(where)
				? checkLink(where, base, hosts)
				: new URL(`${base.href.replace(/[?#].*$|\/*$/g, "")}${where}`);
			const headers: Record<string, string> = { ...dialect.headers };
			if (json !== undefined) headers["Content-Type"] = "application/json";
			else if (type !== undefined) headers["Content-Type"] = type;
			let raw: RawAnswer;
			if (body !== undefined && file) {
				raw = await send({ url, method, headers, body, file, signal, onProgress });
			} else {
				const content = json === undefined ? body : JSON.stringify(json);
				try {
					raw = await plain(
						url,
						{
							method,
							headers,
							...(content !== undefined && { body: content }),
							credentials: "same-origin",
							// A redirect could take the token elsewhere.
							redirect: "error",
							cache: "no-store",
							referrerPolicy: "same-origin",
						},
						signal,
					);
				} catch (cause) {
					signal?.throwIfAborted();
					throw unanswered(host, corsHint, cause);
				}
			}
			const answer = parsed(raw.text);
			if (raw.status >= 200 && raw.status < 300) return { status: raw.status, body: answer };
			throw refused({
				host,
				status: raw.status,
				said: line(dialect.said(answer) || (typeof answer === "string" ? answer : ""), secrets),
				file: file?.name,
				retryAfter: retryAfter(raw),
			});
		},
	};
}
