/** What a page has open and would have to close: counted where it is made. */
import { startBackend } from "../../../src/nn/backend";
import { memory } from "../../../src/nn/tf";

/** What is left behind, by what it is. */
export interface Left {
	readonly workers: number;
	/** Channels of which neither end is closed. */
	readonly channels: number;
	readonly urls: number;
	readonly databases: number;
	/** Web Locks, held or waited for. */
	readonly locks: number;
	/** Buffers of GPU devices that live. */
	readonly buffers: number;
	readonly tensors: number;
}

const workers = new Set<Worker>();
/** By weak references: an engine takes away a channel whose other end has gone, and tells nobody. */
const channels = new Set<WeakRef<MessageChannel>>();
/** A channel lives as long as one of its ports. */
const ports = new WeakMap<MessagePort, { closed(): void; channel: MessageChannel }>();
const urls = new Set<string>();
const buffers = new Set<GPUBuffer>();
let started = 0;
let [killedAt, startedAt] = [Number.NaN, Number.NaN];

/** Begins to count, once for a page. The browser must have been started with `--js-flags=--expose-gc`. */
export async function watch(): Promise<void> {
	// Tensors are counted by a backend.
	await startBackend("cpu");
	const RealWorker = globalThis.Worker;
	globalThis.Worker = class extends RealWorker {
		constructor(...given: ConstructorParameters<typeof RealWorker>) {
			super(...given);
			workers.add(this);
			started++;
			startedAt = performance.now();
		}
		override terminate(): void {
			workers.delete(this);
			super.terminate();
		}
	};
	const RealChannel = globalThis.MessageChannel;
	globalThis.MessageChannel = class extends RealChannel {
		constructor() {
			super();
			const open = new WeakRef(this);
			channels.add(open);
			const closed = () => channels.delete(open);
			for (const port of [this.port1, this.port2]) {
				ports.set(port, { closed, channel: this });
			}
		}
	};
	const { close } = MessagePort.prototype;
	MessagePort.prototype.close = function () {
		ports.get(this)?.closed();
		close.call(this);
	};
	const { createObjectURL, revokeObjectURL } = URL;
	URL.createObjectURL = (of) => {
		const url = createObjectURL.call(URL, of);
		urls.add(url);
		return url;
	};
	URL.revokeObjectURL = (url) => {
		urls.delete(url);
		revokeObjectURL.call(URL, url);
	};
	if (!("GPUDevice" in globalThis)) return;
	const { createBuffer } = GPUDevice.prototype;
	GPUDevice.prototype.createBuffer = function (descriptor) {
		const buffer = createBuffer.call(this, descriptor);
		buffers.add(buffer);
		void this.lost.then(() => buffers.delete(buffer));
		return buffer;
	};
	const { destroy } = GPUBuffer.prototype;
	GPUBuffer.prototype.destroy = function () {
		buffers.delete(this);
		return destroy.call(this);
	};
}

/** Workers that were started since the page began to count. */
export const startedWorkers = () => started;

/** The worker that was started last and has not been ended. */
export const lastWorker = () => [...workers].at(-1);

/** Ends every worker without a word to whoever waits for it, as a browser does that lacks memory. */
export function killWorkers(): void {
	for (const worker of workers) worker.terminate();
	killedAt = performance.now();
}

/** Milliseconds until the death was noticed: until another worker was started since, else until now. Undefined where none was ended. */
export function noticedAfter(): number | undefined {
	const after = (startedAt > killedAt ? startedAt : performance.now()) - killedAt;
	killedAt = Number.NaN;
	return Number.isNaN(after) ? undefined : after;
}

async function count(): Promise<Left> {
	(globalThis as unknown as { gc(): void }).gc();
	const { held = [], pending = [] } = (await navigator.locks?.query()) ?? {};
	const own = ({ name }: { name?: string }) => name?.startsWith("standin") ?? false;
	return {
		workers: workers.size,
		channels: [...channels].filter((one) => one.deref()).length,
		urls: urls.size,
		// The one that fits are kept in stays, empty.
		databases: (await indexedDB.databases()).filter(({ name }) => name?.startsWith("standin-alive")).length,
		locks: [...held, ...pending].filter(own).length,
		buffers: buffers.size,
		tensors: memory().numTensors,
	};
}

/** Milliseconds in which browsers note what has gone. */
const NOTED_MS = 3000;

/** What `act` leaves behind: nothing, as soon as everything is gone. */
export async function leftBy(act: () => Promise<void>): Promise<Partial<Left>> {
	const before = await count();
	await act();
	const until = performance.now() + NOTED_MS;
	for (;;) {
		const after = await count();
		const more = Object.entries(after).filter(([name, n]) => n > before[name as keyof Left]);
		if (more.length === 0 || performance.now() > until)
			return Object.fromEntries(more.map(([name, n]) => [name, n - before[name as keyof Left]]));
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
