import { fillStorage } from "../full-storage";

/** What goes wrong in a worker, by the parameters of its address. */
export function inject(): void {
	const asked = new URLSearchParams(location.search);

	// Tests' own imports go through their runner, which a worker lacks that is started by its address.
	Object.assign(globalThis, { __vitest_browser_runner__: { wrapDynamicImport: <T>(load: () => T) => load() } });

	// Bytes above which no array can be had from the second message on, which is the first call: `memory=500`.
	const most = Number(asked.get("memory") ?? Number.POSITIVE_INFINITY);
	if (Number.isFinite(most)) {
		let messages = 0;
		self.addEventListener("message", () => messages++);
		const scope = globalThis as unknown as Record<string, typeof Float64Array>;
		for (const name of ["Float64Array", "Float32Array", "Int32Array", "Uint32Array", "Uint8Array"]) {
			scope[name] = new Proxy(scope[name]!, {
				construct(of, given, target) {
					const [length] = given as [unknown];
					if (messages > 1 && typeof length === "number" && length * of.BYTES_PER_ELEMENT > most)
						throw new RangeError("Array buffer allocation failed");
					return Reflect.construct(of, given, target);
				},
			});
		}
	}

	// Memory of wasm that cannot grow: `grow=never`.
	if (asked.get("grow") === "never") {
		WebAssembly.Memory.prototype.grow = () => {
			throw new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded");
		};
	}

	// Answers that come late or never, but for the first: `answers=late`, `answers=never`; not even the first: `answers=none`.
	const answers = asked.get("answers");
	if (answers) {
		const post = self.postMessage.bind(self) as (message: unknown, transfer: Transferable[]) => void;
		let sent = 0;
		self.postMessage = ((message: unknown, transfer: Transferable[] = []) => {
			if (answers !== "none" && sent++ === 0) post(message, transfer);
			// What is given away later is still whole then.
			else if (answers === "late") setTimeout(post, 300, message, transfer);
		}) as typeof self.postMessage;
	}

	// What comes of the wasm file: `wasm=refused`, `missing`, `page`, `cut`.
	const wasm = asked.get("wasm");
	if (wasm) {
		const real = self.fetch.bind(self);
		self.fetch = async (what, init) => {
			const url = what instanceof Request ? what.url : String(what);
			if (!url.includes(".wasm")) return real(what, init);
			if (wasm === "refused") throw new TypeError("Failed to fetch");
			if (wasm === "missing") return new Response("", { status: 404 });
			if (wasm === "page") return new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
			const whole = await (await real(what, init)).arrayBuffer();
			return new Response(whole.slice(0, whole.byteLength / 2));
		};
	}

	// `storage=full`.
	if (asked.get("storage") === "full") fillStorage();

	// Nothing tells of its life: `holds=nothing`.
	if (asked.get("holds") === "nothing") {
		Object.defineProperty(navigator, "locks", { value: undefined });
		Object.defineProperty(self, "indexedDB", { value: undefined });
	}
}
