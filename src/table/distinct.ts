import type { Steps } from "./pause";

const VALUES_A_PIECE = 16_384;

/** How many different numbers there are, NaN not counted. */
export function* countDistinct(values: Float64Array): Steps<number> {
	const seen = new DistinctNumbers();
	for (let i = 0; i < values.length; i++) {
		seen.add(values[i]!);
		if ((i + 1) % VALUES_A_PIECE === 0) yield;
	}
	return seen.size;
}

/** A set of numbers that only grows: open addressing in typed arrays, for a fraction of a `Set`'s memory. */
class DistinctNumbers {
	size = 0;
	private slots = new Float64Array(64).fill(Number.NaN);
	private readonly scratch = new Float64Array(1);
	private readonly words = new Uint32Array(this.scratch.buffer);

	/** Adds a number; NaN is none. */
	add(value: number): void {
		if (Number.isNaN(value)) return;
		if (this.size * 2 >= this.slots.length) this.grow();
		this.insert(value === 0 ? 0 : value);
	}

	private insert(value: number): void {
		const mask = this.slots.length - 1;
		this.scratch[0] = value;
		const hash = Math.imul(this.words[0]! ^ Math.imul(this.words[1]!, 0x9e3779b1), 0x85ebca6b);
		let at = (hash ^ (hash >>> 15)) & mask;
		for (;;) {
			const held = this.slots[at]!;
			if (held === value) return;
			if (Number.isNaN(held)) break;
			at = (at + 1) & mask;
		}
		this.slots[at] = value;
		this.size++;
	}

	private grow(): void {
		const old = this.slots;
		this.slots = new Float64Array(old.length * 2).fill(Number.NaN);
		this.size = 0;
		for (const value of old) if (!Number.isNaN(value)) this.insert(value);
	}
}
