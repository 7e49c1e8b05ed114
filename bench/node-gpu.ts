/** WebGPU in Node, through the package `webgpu`, which is installed by hand where it is wanted: it is large. */

/** What an adapter or a device says of itself. */
export const adapterText = ({ vendor, device, description }: GPUAdapterInfo): string =>
	[vendor, device, description].filter(Boolean).join(", ");

/**
 * Gives this process `navigator.gpu`, unless it has it.
 *
 * @returns what takes it away again: Node goes on as long as it is held. Or the sentence that says how to get it.
 */
export async function installWebGpu(): Promise<(() => void) | string> {
	if (globalThis.navigator?.gpu) return () => {};
	const name = "webgpu";
	let webgpu: { create(flags: string[]): GPU; globals: object };
	try {
		webgpu = await import(/* @vite-ignore */ name);
	} catch {
		return "This bench needs WebGPU in Node: npm i --no-save webgpu, then again.";
	}
	Object.assign(globalThis, webgpu.globals);
	const gpu = webgpu.create([]);
	Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node" }, configurable: true });
	if (await gpu.requestAdapter()) return () => Reflect.deleteProperty(globalThis, "navigator");
	return "WebGPU found no adapter; a Vulkan, Metal or D3D12 driver must be installed.";
}
