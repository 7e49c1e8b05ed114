/** Arguments checked on the page, before any worker starts: every refusal names the value and the remedy. */
import { OptionError } from "../errors";
import { checkArgument } from "../options/check";
import { show } from "../options/choose";
import type { Device } from "../worker/run";

export const DEVICES: readonly Device[] = ["auto", "webgpu", "wasm", "cpu"];

export function checkDevice(device: Device = "auto"): Device {
	return checkArgument("device", device, { type: "choice", choices: DEVICES });
}

/** An address as the worker finds it. */
export function absoluteUrl(option: string, url: string | URL | undefined): string | undefined {
	if (url === undefined || url === "") return undefined;
	try {
		return new URL(url, globalThis.location?.href).href;
	} catch (cause) {
		throw new OptionError(`${option} is ${show(String(url))}; it must be a URL.`, { option, value: url }, cause);
	}
}

/** `seed` itself, or a fresh one from `crypto` where none is given. */
export function checkSeed(seed: number | string | undefined): number | string {
	if (seed === undefined) return crypto.getRandomValues(new Uint32Array(1))[0]!;
	return checkArgument("seed", seed, { type: "seed" });
}
