/** Counts what a page has started, opened or registered and not yet ended: what leaks, if anything does. */

/** How many there are of each. */
export interface Held {
	/** Workers that nobody has ended. */
	readonly workers: number;
	/** Ends of message channels, opened here, that are neither given away nor closed; the other end closes one, too. */
	readonly ports: number;
	/** Object URLs that are not revoked. */
	readonly urls: number;
	/** Web Locks that are held or waited for, by the page and its workers. */
	readonly locks: number;
}

export interface PageWatch {
	held(): Promise<Held>;
	/** Workers that nobody has ended, the oldest first. */
	readonly living: ReadonlySet<Worker>;
	/** Workers started so far. */
	started(): number;
	/** Gives the page its own constructors back. */
	end(): void;
}

/** Watches from now on. */
export function watchPage(): PageWatch {
	const own = { Worker: globalThis.Worker, MessageChannel: globalThis.MessageChannel };
	const [close, create, revoke] = [MessagePort.prototype.close, URL.createObjectURL, URL.revokeObjectURL];
	const post = own.Worker.prototype.postMessage as (...given: unknown[]) => void;
	const [living, urls] = [new Set<Worker>(), new Set<string>()];
	/** Each end and the other one, with which it is closed. */
	const ports = new Map<unknown, MessagePort>();
	let started = 0;
	globalThis.Worker = class extends own.Worker {
		constructor(...given: ConstructorParameters<typeof Worker>) {
			super(...given);
			living.add(this);
			started++;
		}
		override terminate(): void {
			living.delete(this);
			super.terminate();
		}
	};
	globalThis.MessageChannel = class extends own.MessageChannel {
		constructor() {
			super();
			ports.set(this.port1, this.port2).set(this.port2, this.port1);
		}
	};
	MessagePort.prototype.close = function (this: MessagePort) {
		ports.delete(ports.get(this));
		ports.delete(this);
		close.call(this);
	};
	own.Worker.prototype.postMessage = function (this: Worker, ...given: unknown[]) {
		post.apply(this, given);
		for (const one of (given[1] as unknown[] | undefined) ?? []) ports.delete(one);
	};
	URL.createObjectURL = (object) => {
		const url = create.call(URL, object);
		urls.add(url);
		return url;
	};
	URL.revokeObjectURL = (url) => {
		urls.delete(url);
		revoke.call(URL, url);
	};
	return {
		living,
		started: () => started,
		async held() {
			const { held = [], pending = [] } = (await navigator.locks?.query()) ?? {};
			return {
				workers: living.size,
				ports: ports.size,
				urls: urls.size,
				locks: held.length + pending.length,
			};
		},
		end() {
			Object.assign(globalThis, own);
			MessagePort.prototype.close = close;
			own.Worker.prototype.postMessage = post;
			Object.assign(URL, { createObjectURL: create, revokeObjectURL: revoke });
		},
	};
}
