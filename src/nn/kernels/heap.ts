/** Blocks on a backend's memory, planned first and allocated at once: sizes are known before anything runs. */
import { createCpu } from "./cpu";
import type { Compute, Primitives } from "./primitives";
import { createWasm } from "./wasm";

/** Blocks begin at multiples of this many bytes: a cache line. */
const ALIGN = 64;

/** A named piece of the memory. */
export interface Block {
	/** Address in bytes. */
	readonly at: number;
	readonly f32: Float32Array;
	readonly i32: Int32Array;
}

/** Four-byte elements of every block, by name. */
export type HeapPlan = Readonly<Record<string, number>>;

export interface Heap<Plan extends HeapPlan> {
	readonly backend: Compute["name"];
	readonly ops: Primitives;
	readonly blocks: { readonly [Name in keyof Plan]: Block };
	/** Bytes in all. */
	readonly bytes: number;
}

/** Bytes that `createHeap` will take for a plan. */
function heapBytes(plan: HeapPlan): number {
	// The first line stays free, so that no block has the address 0, which means "none".
	return Object.values(plan).reduce((sum, n) => sum + Math.ceil((n * 4) / ALIGN) * ALIGN, ALIGN);
}

/** Allocates every block of a plan, zeroed, in one memory. */
export async function createHeap<Plan extends HeapPlan>(backend: Compute["name"], plan: Plan): Promise<Heap<Plan>> {
	const bytes = heapBytes(plan);
	const { buffer, ops } = backend === "wasm" ? await createWasm(bytes) : createCpu(bytes);
	let at = ALIGN;
	const blocks = Object.entries(plan).map(([name, n]): [string, Block] => {
		const block = { at, f32: new Float32Array(buffer, at, n), i32: new Int32Array(buffer, at, n) };
		at += Math.ceil((n * 4) / ALIGN) * ALIGN;
		return [name, block];
	});
	return { backend, ops, bytes, blocks: Object.fromEntries(blocks) as Heap<Plan>["blocks"] };
}
