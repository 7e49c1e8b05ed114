import { OptionError } from "../index";

/** One of several equal parts of a run. */
export interface Shard {
	/** Which, from 1 on. */
	readonly index: number;
	/** How many there are. */
	readonly of: number;
}

/** Reads `i/n`, the i-th of n parts, from 1 on. */
export function readShard(text: string): Shard {
	const [, i, n] = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(text) ?? [];
	const shard = { index: Number(i), of: Number(n) };
	if (i !== undefined && shard.index >= 1 && shard.index <= shard.of) return shard;
	throw new OptionError(`“${text}” is no shard: write i/n, the i-th of n parts, from 1/n to n/n.`, { value: text });
}

/** What of `total` rows or tables a shard makes: parts differ by one at most, the larger ones first. */
export function partOf(total: number, { index, of }: Shard): { readonly offset: number; readonly count: number } {
	const least = Math.floor(total / of);
	const more = total % of;
	const before = index - 1;
	return { offset: least * before + Math.min(before, more), count: least + (before < more ? 1 : 0) };
}
