/** Starts the wasm primitives. No request is made: the modules, five kilobytes each, are part of the bundle. */
import { BackendError } from "../../errors";
import type { Compute, Primitives } from "./primitives";
import { modules } from "./wasm/modules";

const PAGE = 65_536;

/** A function of the module: numbers in their order in `wasm/assembly`. */
type Raw = (...numbers: number[]) => number;

/** What the module exports, with the shapes of `Primitives` spread into numbers. */
function named(exports: WebAssembly.Exports): Primitives {
	const raw = exports as unknown as Primitives & Record<"gemm" | "dropout" | "adamw", Raw>;
	return {
		...raw,
		gemm(c, a, b, { m, n, k }, scratch) {
			raw.gemm(c.at, c.row, a.at, a.row, a.column, b.at, b.row, b.column, m, n, k, scratch, c.rows ?? 0);
		},
		dropout(a, d, n, { bytes, bank, offset, threshold, scale }) {
			raw.dropout(a, d, n, bytes, bank, offset, threshold, scale);
		},
		adamw({ p, g, m, v, ema }, n, { rate, b1, b2, epsilon, decay, emaKeep, rootCorrection, scale }) {
			raw.adamw(p, g, m, v, ema, n, rate, b1, b2, epsilon, decay, emaKeep, rootCorrection, scale);
		},
	};
}

const compiled = new Map<string, Promise<WebAssembly.Module>>();

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

/** The relaxed module where the engine takes it, else the plain one; compiled once. */
function compile(): Promise<WebAssembly.Module> {
	const relaxed = bytesOf(modules.relaxed);
	const [name, bytes] = WebAssembly.validate(relaxed) ? ["relaxed", relaxed] : ["simd", bytesOf(modules.simd)];
	let module = compiled.get(name as string);
	if (!module) {
		module = WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
		compiled.set(name as string, module);
	}
	return module;
}

/**
 * The wasm primitives on a memory of their own.
 *
 * @param bytes size of the memory; at most 4 GiB.
 * @throws BackendError where WebAssembly is forbidden by the page's policy, or the memory is not available.
 */
export async function createWasm(bytes: number): Promise<Compute> {
	let memory: WebAssembly.Memory;
	try {
		const pages = Math.ceil(bytes / PAGE) + 1;
		memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
	} catch (cause) {
		throw new BackendError(
			`${(bytes / 2 ** 20).toFixed(0)} MB of memory could not be allocated; reduce width or batchRows.`,
			{ bytes },
			cause,
		);
	}
	try {
		const { exports } = await WebAssembly.instantiate(await compile(), { env: { memory } });
		return { name: "wasm", buffer: memory.buffer, ops: named(exports) };
	} catch (cause) {
		throw new BackendError(
			"WebAssembly could not be started; the Content-Security-Policy must allow script-src 'wasm-unsafe-eval'.",
			{},
			cause,
		);
	}
}
