import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Backend, type BackendName, startBackend } from "../../src/nn/backend";

/** Starts a backend in Node, where the wasm binary is read from the installed package. */
export function startNodeBackend(name: BackendName): Promise<Backend> {
	return startBackend(name, { wasmUrl: name === "wasm" ? nodeWasmUrl() : undefined });
}

export function nodeWasmUrl(): string {
	const path = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm");
	return `data:application/wasm;base64,${readFileSync(path).toString("base64")}`;
}
