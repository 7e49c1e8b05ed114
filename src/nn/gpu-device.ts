/** GPU devices without tensors: nothing here loads tfjs. */
import { BackendError } from "../errors";

/** Limits that programs profit from; the adapter's own values are asked for instead of the small defaults. */
const LIMITS = [
	"maxBufferSize",
	"maxStorageBufferBindingSize",
	"maxStorageBuffersPerShaderStage",
	"maxComputeWorkgroupStorageSize",
	"maxComputeInvocationsPerWorkgroup",
	"maxComputeWorkgroupSizeX",
	"maxComputeWorkgroupsPerDimension",
] as const;

/** A started GPU device: what it is, and whether it is still there. */
export interface GpuDevice {
	readonly device: GPUDevice;
	/** Vendor and architecture as the browser tells them. */
	readonly description: string;
	/** Set once the device is gone or reported an error it cannot recover from. */
	failure?: BackendError;
}

/** The GPU adapter, or the sentence that says why there is none that should be used. */
export async function findAdapter(allowSoftware: boolean): Promise<GPUAdapter | string> {
	if (typeof navigator === "undefined" || !("gpu" in navigator) || !navigator.gpu) {
		return globalThis.isSecureContext === false
			? "there is no WebGPU on a page that is not served by https"
			: "there is no WebGPU here";
	}
	const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
	if (!adapter) return "WebGPU found no adapter";
	if (!("info" in adapter)) return "the WebGPU of this browser is too old to say what computes";
	if (adapter.info.isFallbackAdapter && !allowSoftware) return "WebGPU runs in software here, slower than wasm";
	return adapter;
}

/** Vendor, architecture and description as the browser tells them. */
export function adapterName({ info: { vendor, architecture, description } }: GPUAdapter): string {
	return [vendor, architecture, description].filter(Boolean).join(" ") || "an unnamed adapter";
}

/**
 * A device of our own, so that its limits are the adapter's and its loss is noticed.
 *
 * @throws BackendError where the device is refused.
 */
export async function openDevice(adapter: GPUAdapter): Promise<GpuDevice> {
	const requiredLimits: Record<string, number> = {};
	for (const name of LIMITS) requiredLimits[name] = adapter.limits[name];
	let device: GPUDevice;
	try {
		device = await adapter.requestDevice({
			requiredLimits,
			requiredFeatures: adapter.features.has("timestamp-query") ? ["timestamp-query"] : [],
		});
	} catch (cause) {
		throw new BackendError("The GPU refused a device; close other tabs that use it, or choose wasm.", {}, cause);
	}
	const gpu: GpuDevice = { device, description: adapterName(adapter) };
	device.lost.then((info) => {
		gpu.failure = new BackendError(
			`The GPU device was lost (${info.message || "no reason given"}); start again, with a smaller batch or on wasm.`,
			{ reason: info.reason },
		);
	});
	device.onuncapturederror = ({ error }) => {
		gpu.failure ??= new BackendError(
			`The GPU reported an error: ${error.message}. Use a smaller batch, or wasm.`,
			{},
			error,
		);
	};
	return gpu;
}

let shared: Promise<GpuDevice> | undefined;

/**
 * The device of computations that need no tensors, opened once and again after a loss; software adapters serve as well.
 *
 * @throws BackendError where there is none, or it is refused.
 */
export async function sharedDevice(): Promise<GpuDevice> {
	const known = await shared?.catch(() => undefined);
	if (known && !known.failure) return known;
	shared = findAdapter(true).then((adapter) => {
		if (typeof adapter !== "string") return openDevice(adapter);
		const message = `The device webgpu was requested but is not available: ${adapter}. Use "auto" to take what is available.`;
		throw new BackendError(message, { device: "webgpu" });
	});
	return shared;
}
