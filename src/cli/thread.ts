/** A thread of Node as the web worker whose file it is given; see `ThreadWorker`. */
import { parentPort, workerData } from "node:worker_threads";
import { becomePage } from "./worker-scope";

const port = parentPort!;
becomePage(workerData as string);
Object.assign(globalThis, {
	self: globalThis,
	// Module workers have both too, and what detects a worker looks for one or the other: TensorFlow.js, for the second,
	// before it chooses by what it fetches files and tells typed arrays.
	importScripts() {
		throw new TypeError("A module imports by import().");
	},
	WorkerGlobalScope: globalThis.constructor,
	postMessage: port.postMessage.bind(port),
	addEventListener: (type: string, listener: (event: MessageEvent) => void) =>
		port.on(type, (data) => listener(new MessageEvent(type, { data }))),
	removeEventListener() {},
});
// What asks whether it runs in Node would look for files by names that only Node's own modules have.
Object.defineProperty(globalThis, "process", { value: undefined, configurable: true });

await import(/* @vite-ignore */ workerData as string);
