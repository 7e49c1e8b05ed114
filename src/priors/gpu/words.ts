/** Arrays as a GPU's buffers hold them. */

/** Length of a line of a matrix in memory: a multiple of four, so that vectors of four stay within it. */
export const lineOf = (width: number) => Math.ceil(width / 4) * 4;

/** A row-by-row matrix with its lines filled up. */
export function lined(values: Float32Array, width: number): Float32Array {
	const line = lineOf(width);
	if (line === width) return values;
	const wide = new Float32Array((values.length / width) * line);
	for (let i = 0, at = 0; i < values.length; i += width, at += line) wide.set(values.subarray(i, i + width), at);
	return wide;
}

/** Arrays laid one behind the other. */
export class Words<A extends Float32Array | Uint32Array> {
	length = 0;
	private readonly parts: { at: number; values: ArrayLike<number> }[] = [];

	/** Appends values and tells their position. */
	add(values: ArrayLike<number>): number {
		const at = this.length;
		this.parts.push({ at, values });
		this.length += values.length;
		return at;
	}

	into(array: A): A {
		for (const { at, values } of this.parts) array.set(values, at);
		return array;
	}
}
