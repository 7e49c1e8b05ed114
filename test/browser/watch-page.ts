/** Counts what a page has started, opened or registered and not yet ended: what leaks, if anything does. */

/** How many there are of each. */
export interface Held {
	/** Workers that nobody has ended. */
	readonly workers: number;
	/**
	 * Ends of message channels, opened here, that are neither given away nor closed; the other end closes one, too. An engine
	 * takes away, and tells nobody of, one whose other end has gone: where it can be asked to (`--js-flags=--expose-gc`), first.
	 */
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
	/** When the last of them was, as `performance.now` counts. */
	startedAt(): number;
	/** Gives the page its own constructors back. */
	end(): void;
}

/** Watches from now on. */
export function watchPage(): PageWatch {
	const own = { Worker: globalThis.Worker, MessageChannel: globalThis.MessageChannel };
	const [close, create, revoke] = [MessagePort.prototype.close, URL.createObjectURL, URL.revokeObjectURL];
	const post = own.Worker.prototype.postMessage as (...given: unknown[]) => void;
	const [living, urls] = [new Set<Worker>(), new Set<string>()];
	const ports = new Set<WeakRef<MessagePort>>();
	/** Each end's reference, and the other end, with which it is closed. */
	const ends = new WeakMap<object, { readonly end: WeakRef<MessagePort>; readonly other: MessagePort }>();
	const drop = (port: unknown) => void ports.delete(ends.get(port as object)?.end as WeakRef<MessagePort>);
	let [started, startedAt] = [0, Number.NaN];
	globalThis.Worker = class extends own.Worker {
		constructor(...given: ConstructorParameters<typeof Worker>) {
			super(...given);
			living.add(this);
			started++;
			startedAt = performance.now();
		}
		override terminate(): void {
			living.delete(this);
			super.terminate();
		}
	};
	globalThis.MessageChannel = class extends own.MessageChannel {
		constructor() {
			super();
			const { port1, port2 } = this;
			for (const [port, other] of [
				[port1, port2],
				[port2, port1],
			] as const) {
				const end = new WeakRef(port);
				ports.add(end);
				ends.set(port, { end, other });
			}
		}
	};
	MessagePort.prototype.close = function (this: MessagePort) {
		drop(ends.get(this)?.other);
		drop(this);
		close.call(this);
	};
	own.Worker.prototype.postMessage = function (this: Worker, ...given: unknown[]) {
		post.apply(this, given);
		for (const one of (given[1] as unknown[] | undefined) ?? []) drop(one);
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
		startedAt: () => startedAt,
		async held() {
			(globalThis as { gc?: () => void }).gc?.();
			const { held = [], pending = [] } = (await navigator.locks?.query()) ?? {};
			return {
				workers: living.size,
				ports: [...ports].filter((end) => end.deref()).length,
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
