/** What is left behind, beyond what any page counts: what computing and keeping takes. */
import { startBackend } from "../../../src/nn/backend";
import { memory } from "../../../src/nn/tf";
import { type Held, type PageWatch, watchPage } from "../watch-page";

export interface Left extends Held {
	/** Databases by which a worker tells that it lives. */
	readonly databases: number;
	/** Buffers of GPU devices that live. */
	readonly buffers: number;
	readonly tensors: number;
}

const buffers = new Set<GPUBuffer>();
let page: PageWatch;
let killedAt = Number.NaN;

/** Begins to count, once for a page. */
export async function watch(): Promise<void> {
	// Tensors are counted by a backend.
	await startBackend("cpu");
	page = watchPage();
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
export const startedWorkers = () => page.started();

/** The worker that was started last and has not been ended. */
export const lastWorker = () => [...page.living].at(-1);

/** Ends every worker without a word to whoever waits for it, as a browser does that lacks memory. */
export function killWorkers(): void {
	for (const worker of [...page.living]) worker.terminate();
	killedAt = performance.now();
}

/** Milliseconds until the death was noticed: until another worker was started since, else until now. Undefined where none was ended. */
export function noticedAfter(): number | undefined {
	const after = (page.startedAt() > killedAt ? page.startedAt() : performance.now()) - killedAt;
	killedAt = Number.NaN;
	return Number.isNaN(after) ? undefined : after;
}

async function count(): Promise<Left> {
	return {
		...(await page.held()),
		// The one that fits are kept in stays, empty.
		databases: (await indexedDB.databases()).filter(({ name }) => name?.startsWith("standin-alive")).length,
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
