import { Worker as Thread } from "node:worker_threads";

/**
 * A page's `Worker` over a thread of Node: the package's worker files then run on a command line as they are, and all that
 * a page does with them (calls, progress, stopping, further workers) is the same code.
 */
export class ThreadWorker extends EventTarget {
	readonly #thread: Thread;
	#ended = false;

	constructor(url: string | URL) {
		super();
		// In a variable: a bundler that saw one expression would look for the file at build time.
		const file = "./cli-thread.js";
		this.#thread = new Thread(new URL(file, import.meta.url), { workerData: String(url) });
		this.#thread.on("message", (data) => this.dispatchEvent(new MessageEvent("message", { data })));
		this.#thread.on("messageerror", (data) => this.dispatchEvent(new MessageEvent("messageerror", { data })));
		this.#thread.on("error", (error) => this.#fail(error.message));
		this.#thread.on("exit", (code) => this.#fail(`its thread ended with code ${code}`));
	}

	#fail(message: string): void {
		if (this.#ended) return;
		this.#ended = true;
		this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
	}

	postMessage(message: unknown, transfer: readonly unknown[] = []): void {
		this.#thread.postMessage(message, transfer as never);
	}

	terminate(): void {
		this.#ended = true;
		void this.#thread.terminate();
	}
}
