import { Random } from "../../../src/random";

/**
 * Randomness read from bytes: whatever makes wild input of a `Random` is then steered by whoever changes the bytes, a little
 * at a time. Where they end all is 0, and streams share them.
 */
export class ByteRandom extends Random {
	private at = 0;

	constructor(private readonly bytes: Uint8Array) {
		super([0, 0]);
	}

	private read(n: number): number {
		let value = 0;
		for (let i = 0; i < n; i++) value = value * 256 + (this.bytes[this.at++] ?? 0);
		return value;
	}

	override stream(): Random {
		return this;
	}

	override uint32(): number {
		return this.read(4);
	}

	override uniform(): number {
		return (this.read(2) + 0.5) / 0x10000;
	}

	/** As few bytes as tell n numbers apart: each matters. */
	override int(n: number): number {
		return this.read(n <= 0x100 ? 1 : n <= 0x10000 ? 2 : 4) % n;
	}
}
