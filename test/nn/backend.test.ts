import { expect, test } from "vitest";
import { BackendError, OptionError } from "../../src/errors";
import { currentBackend, startBackend } from "../../src/nn/backend";
import { selfTest } from "../../src/nn/self-test";
import { getBackend, getKernel, memory, registerKernel } from "../../src/nn/tf";
import { nodeWasmUrl, startNodeBackend } from "./node-backend";

test("an asked device that cannot be had is an error and never another device", async () => {
	await expect(startBackend("webgpu")).rejects.toThrow(
		/webgpu was requested but is not available: there is no WebGPU here/,
	);
	await expect(startBackend("wasm", { wasmUrl: "data:text/html;base64,PGh0bWw+PC9odG1sPg==" })).rejects.toThrow(
		BackendError,
	);
	await expect(startBackend("webgl" as "cpu")).rejects.toThrow(OptionError);
});

test("auto takes wasm where there is no WebGPU, and says why", async () => {
	const backend = await startBackend("auto", { wasmUrl: nodeWasmUrl() });
	expect(backend).toEqual({ name: "wasm", reason: "wasm was chosen: there is no WebGPU here." });
	expect(getBackend()).toBe("wasm");
	expect(currentBackend()).toBe(backend);
	expect(memory().numTensors).toBe(0);
});

test("auto falls to cpu, telling both reasons, where the wasm binary cannot be had", async () => {
	const backend = await startBackend("auto", { wasmUrl: "http://127.0.0.1:9/none.wasm" });
	expect(backend.name).toBe("cpu");
	expect(backend.reason).toMatch(/no WebGPU here; The wasm binary at http:.* could not be fetched/);
});

test("a backend that computes wrongly does not pass the start-up test", async () => {
	await startNodeBackend("cpu");
	const right = getKernel("Log", "cpu");
	const quiet = console.warn;
	console.warn = () => {};
	try {
		registerKernel({ ...right, kernelFunc: getKernel("Neg", "cpu").kernelFunc });
		await expect(selfTest()).rejects.toThrow(/computes log wrongly/);
	} finally {
		registerKernel(right);
		console.warn = quiet;
	}
	await selfTest();
});
