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

/** Seconds in which a server must answer, and then send each further piece. */
const ANSWER_SECONDS = 10;

/** The answer of a server as bytes; `heard` is called with every piece of it. */
async function readAnswer(url: string, signal: AbortSignal, heard: () => void): Promise<Uint8Array<ArrayBuffer>> {
	const response = await fetch(url, { credentials: "same-origin", signal });
	if (!response.ok) {
		throw new BackendError(
			`The wasm binary at ${url} could not be fetched (status ${response.status}); serve it there or name another place with wasmUrl.`,
			{ url, status: response.status },
		);
	}
	const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
		transform(piece, into) {
			heard();
			into.enqueue(piece);
		},
	});
	return new Uint8Array(await new Response(response.body?.pipeThrough(counted)).arrayBuffer());
}

/** Fetches bytes from a server that sends something at least every `seconds`. */
async function download(url: string, seconds: number): Promise<Uint8Array<ArrayBuffer>> {
	const controller = new AbortController();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const silence = new Promise<never>((_, reject) => {
		controller.signal.addEventListener("abort", () => {
			const message = `The wasm binary at ${url} did not arrive: the server sent nothing for ${seconds} s. Mend the server, or name another place with wasmUrl.`;
			reject(new BackendError(message, { url, seconds }));
		});
	});
	const heard = () => {
		clearTimeout(timer);
		timer = setTimeout(() => controller.abort(), seconds * 1000);
	};
	heard();
	try {
		return await Promise.race([readAnswer(url, controller.signal, heard), silence]);
	} catch (cause) {
		if (cause instanceof BackendError) throw cause;
		throw new BackendError(
			`The wasm binary at ${url} could not be fetched; serve it there or name another place with wasmUrl.`,
			{ url },
			cause,
		);
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Fetches a wasm binary.
 *
 * @param seconds How long nothing may arrive before it counts as missing. Default 10.
 * @throws BackendError naming the URL where it is not available or does not arrive, or where what is served there is not
 * WebAssembly, or not all of it.
 */
export async function fetchWasmBinary(url: string, seconds = ANSWER_SECONDS): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = url.startsWith("data:") ? decodeDataUrl(url) : await download(url, seconds);
	if (bytes.length < 8 || EMPTY_MODULE.slice(0, 4).some((byte, i) => bytes[i] !== byte)) {
		throw new BackendError(`What is served at ${url.slice(0, 200)} is not a wasm binary.`, { url: url.slice(0, 200) });
	}
	// tfjs waits for ever for one that it cannot compile.
	if (!WebAssembly.validate(bytes)) {
		const message = `The wasm binary at ${url.slice(0, 200)} is cut off or damaged: it cannot be compiled. Upload the file anew, or name another place with wasmUrl.`;
		throw new BackendError(message, { url: url.slice(0, 200), bytes: bytes.length });
	}
	return bytes;
}
