import type { Random, RandomPlace } from "../random";
import type { Placed } from "./placed";

/** Where a dealer stands. Plain data. */
export interface DealerPlace {
	readonly deck: Int32Array;
	readonly next: number;
	readonly random: RandomPlace;
}

/** Deals rows in an order that is shuffled anew for every pass over them. */
export interface Dealer extends Placed<DealerPlace> {
	/** The next row. */
	next(): number;
	/** The next n rows. */
	deal(n: number): Int32Array;
	/** Makes ready to deal n rows, with stops for breath while millions are shuffled for a new pass. They are then to be dealt. */
	prepare(n: number): Generator<void, void, void>;
}

/** @param random of the shuffles; where others draw from it too, its place is kept with the dealer's all the same. */
export function createDealer(rows: Int32Array, random: Random): Dealer {
	const deck = rows.slice();
	let dealt = deck.length;
	/** Rows that are left of the pass before, the next one last. */
	let left: number[] = [];
	const next = () => {
		if (left.length > 0) return left.pop()!;
		if (dealt >= deck.length) {
			random.shuffle(deck);
			dealt = 0;
		}
		return deck[dealt++]!;
	};
	function* prepare(n: number): Generator<void, void, void> {
		if (left.length + deck.length - dealt >= n || deck.length === 0) return;
		left = [...left.reverse(), ...deck.subarray(dealt)].reverse();
		yield* random.shuffling(deck);
		dealt = 0;
	}
	return {
		next,
		prepare,
		deal: (n) => Int32Array.from({ length: n }, next),
		place: () => ({ deck: deck.slice(), next: dealt, random: random.place() }),
		moveTo(place) {
			left = [];
			deck.set(place.deck);
			dealt = place.next;
			random.moveTo(place.random);
		},
	};
}
