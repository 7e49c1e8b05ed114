import { BackendError } from "../errors";

/** The bytes of an empty WebAssembly module: compiling it tells whether the page's policy allows any. */
const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Throws a `BackendError` where WebAssembly is absent or the page's Content-Security-Policy forbids it. */
export async function assertWasmAllowed(): Promise<void> {
	if (typeof WebAssembly === "undefined") throw new BackendError("This engine has no WebAssembly.");
	try {
		await WebAssembly.compile(EMPTY_MODULE);
	} catch (cause) {
		throw new BackendError(
			"WebAssembly may not be compiled here: the Content-Security-Policy needs 'wasm-unsafe-eval' in script-src.",
			{},
			cause,
		);
	}
}

/** `data:` URLs are decoded in place, since a policy's connect-src seldom allows fetching them. */
function decodeDataUrl(url: string): Uint8Array<ArrayBuffer> {
	const text = atob(url.slice(url.indexOf(",") + 1));
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
	return bytes;
}

/**
 * Fetches a wasm binary.
 *
 * @throws BackendError naming the URL where it is not available, or where what is served there is not WebAssembly.
 */
export async function fetchWasmBinary(url: string): Promise<Uint8Array<ArrayBuffer>> {
	let bytes: Uint8Array<ArrayBuffer>;
	if (url.startsWith("data:")) bytes = decodeDataUrl(url);
	else {
		let response: Response;
		try {
			response = await fetch(url, { credentials: "same-origin" });
		} catch (cause) {
			throw new BackendError(
				`The wasm binary at ${url} could not be fetched; serve it there or name another place with wasmUrl.`,
				{ url },
				cause,
			);
		}
		if (!response.ok) {
			throw new BackendError(
				`The wasm binary at ${url} could not be fetched (status ${response.status}); serve it there or name another place with wasmUrl.`,
				{ url, status: response.status },
			);
		}
		bytes = new Uint8Array(await response.arrayBuffer());
	}
	if (bytes.length < 8 || EMPTY_MODULE.slice(0, 4).some((byte, i) => bytes[i] !== byte)) {
		throw new BackendError(`What is served at ${url.slice(0, 200)} is not a wasm binary.`, { url: url.slice(0, 200) });
	}
	return bytes;
}
