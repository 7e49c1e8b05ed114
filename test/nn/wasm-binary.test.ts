import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BackendError } from "../../src/errors";
import { fetchWasmBinary } from "../../src/nn/wasm-binary";

const MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const open: ServerResponse[] = [];

/** Answers whole, slowly, with a beginning alone, or never. */
const server = createServer((request, response) => {
	if (request.url === "/whole") response.end(MODULE);
	else if (request.url === "/cut") response.end(Uint8Array.of(...MODULE, 1, 90, 2));
	else if (request.url === "/slow") {
		response.write(MODULE.subarray(0, 4));
		setTimeout(() => response.write(MODULE.subarray(4, 6)), 600);
		setTimeout(() => response.end(MODULE.subarray(6)), 1200);
	} else {
		if (request.url === "/beginning") response.write(MODULE.subarray(0, 4));
		open.push(response);
	}
});
let at = "";

beforeAll(async () => {
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
	for (const response of open) response.destroy();
	server.close();
});

test.each(["/never", "/beginning"])("a server that keeps silent is given up in time (%s)", async (path) => {
	const started = performance.now();
	const refusal = await fetchWasmBinary(at + path, 0.3).catch((error: unknown) => error);
	expect(refusal).toBeInstanceOf(BackendError);
	expect((refusal as Error).message).toBe(
		`The wasm binary at ${at}${path} did not arrive: the server sent nothing for 0.3 s. Mend the server, or name another place with wasmUrl.`,
	);
	expect(performance.now() - started).toBeGreaterThan(290);
});

test("a slow server may take its time while it sends", async () => {
	expect(await fetchWasmBinary(`${at}/slow`, 1)).toEqual(MODULE);
	expect(await fetchWasmBinary(`${at}/whole`, 1)).toEqual(MODULE);
});

test("a file that is cut off is refused before anybody waits for it to start", async () => {
	const refusal = await fetchWasmBinary(`${at}/cut`).catch((error: unknown) => error);
	expect(refusal).toBeInstanceOf(BackendError);
	expect((refusal as Error).message).toContain(`${at}/cut is cut off or damaged`);
});
