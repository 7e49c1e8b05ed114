/** From here on the browser has no room for checkpoints in IndexedDB, and finds that out when it writes. */
export function fillStorage(): void {
	const { put } = IDBObjectStore.prototype;
	IDBObjectStore.prototype.put = function (...given) {
		const request = put.apply(this, given);
		if (this.name === "checkpoints") this.transaction.abort();
		return request;
	};
	const error = new DOMException("The disk is full.", "QuotaExceededError");
	Object.defineProperty(IDBTransaction.prototype, "error", { get: () => error });
}
