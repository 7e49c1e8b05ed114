/** What of the wasm module of tfjs is used here. */
export interface WasmMemory {
	_malloc(bytes: number): number;
	_free(at: number): void;
}

/** Bytes of blocks that lie ready, beyond as many as are in use: what an earlier training left is then given back. */
const MOST_READY = 2 ** 25;

/** Modules of which this is done. */
const recycling = new WeakSet<WasmMemory>();

/**
 * Gives blocks of memory that were freed to whoever next asks for as many bytes. Every step of a training asks for the same, and
 * the allocator in tfjs's wasm binary (emmalloc), which cannot use the gaps between what XNNPACK keeps for each product, would
 * grow the memory without end: by 300 MB in 1,800 steps of a network of 160 kB. Where the memory is full, `_malloc` throws a
 * RangeError.
 */
export function recycleBlocks(wasm: WasmMemory): void {
	if (recycling.has(wasm)) return;
	recycling.add(wasm);
	// Emscripten's exports put themselves in place of what is there when they are first called.
	wasm._free(wasm._malloc(1));
	const { _malloc: allocate, _free: release } = wasm;
	/** Bytes of every block in use, by its address. */
	const sizes = new Map<number, number>();
	/** Addresses of blocks that lie ready, by their bytes. */
	const ready = new Map<number, number[]>();
	let [used, waiting] = [0, 0];
	const releaseAll = () => {
		for (const blocks of ready.values()) for (const at of blocks) release(at);
		ready.clear();
		waiting = 0;
	};
	wasm._malloc = (bytes) => {
		const known = ready.get(bytes)?.pop();
		if (known !== undefined) waiting -= bytes;
		else if (waiting > used + MOST_READY) releaseAll();
		// Addresses beyond 2 GB come as negative numbers.
		let at = known ?? allocate(bytes) >>> 0;
		if (at === 0 && waiting > 0) {
			releaseAll();
			at = allocate(bytes) >>> 0;
		}
		// tfjs would write to address 0, over what lies there.
		if (at === 0) throw new RangeError(`Allocation of ${bytes} bytes of wasm memory failed.`);
		sizes.set(at, bytes);
		used += bytes;
		return at;
	};
	wasm._free = (address) => {
		const at = address >>> 0;
		const bytes = sizes.get(at);
		// What a kernel allocated by itself.
		if (bytes === undefined) return release(address);
		sizes.delete(at);
		used -= bytes;
		waiting += bytes;
		const blocks = ready.get(bytes);
		if (blocks) blocks.push(at);
		else ready.set(bytes, [at]);
	};
}
