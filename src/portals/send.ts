import { PortalError } from "../errors";
import type { PortalCall } from "./portal";
import { lost } from "./refusal";

const EVERY_MS = 100;

/** An answer before anybody has looked at it. */
export interface RawAnswer {
	readonly status: number;
	readonly text: string;
	header(name: string): string | null;
}

interface Sending extends PortalCall {
	url: URL;
	method: string;
	headers: Readonly<Record<string, string>>;
	body: Blob | FormData;
	/** The file in the body, which progress counts. */
	file: File;
}

/**
 * Sends a file. `fetch` tells nothing of how far a body has come, so this is an `XMLHttpRequest`; it sets no content type
 * of its own for forms. It would follow a redirect, but the requests before it, which do not, went to the same host.
 */
export function send({ url, method, headers, body, file, signal, onProgress }: Sending): Promise<RawAnswer> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		let sent = 0;
		let told = Number.NEGATIVE_INFINITY;
		const tell = (bytes: number, always = false) => {
			sent = Math.min(bytes, file.size);
			if (!always && performance.now() - told < EVERY_MS) return;
			told = performance.now();
			onProgress?.({ file: file.name, sent, total: file.size });
		};
		const stop = () => request.abort();
		const end = () => signal?.removeEventListener("abort", stop);
		request.open(method, url);
		for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
		request.upload.onprogress = ({ loaded }) => tell(loaded);
		request.upload.onload = () => tell(file.size, true);
		request.onload = () => {
			end();
			if (request.responseURL && new URL(request.responseURL).origin !== url.origin) {
				const { origin } = new URL(request.responseURL);
				reject(
					new PortalError(
						`${url.host} passed "${file.name}" on to ${origin}. Check there, and with the portal's administrator, that nothing of it stays.`,
						{ host: url.host, status: request.status, reason: "link", link: origin },
					),
				);
				return;
			}
			resolve({
				status: request.status,
				text: request.responseText,
				header: (name) => request.getResponseHeader(name),
			});
		};
		request.onerror = () => {
			end();
			reject(lost(url.host, file, sent));
		};
		request.onabort = () => {
			end();
			reject(signal?.reason);
		};
		signal?.addEventListener("abort", stop);
		request.send(body);
	});
}
