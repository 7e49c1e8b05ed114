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
	/** `deal`, with stops for breath while millions of rows are shuffled. */
	dealing(n: number): Generator<void, Int32Array, void>;
}

/** @param random of the shuffles; where others draw from it too, its place is kept with the dealer's all the same. */
export function createDealer(rows: Int32Array, random: Random): Dealer {
	const deck = rows.slice();
	let dealt = deck.length;
	const next = () => {
		if (dealt >= deck.length) {
			random.shuffle(deck);
			dealt = 0;
		}
		return deck[dealt++]!;
	};
	function* dealing(n: number): Generator<void, Int32Array, void> {
		const rows = new Int32Array(n);
		for (let i = 0; i < n; i++) {
			if (dealt >= deck.length) {
				yield* random.shuffling(deck);
				dealt = 0;
			}
			rows[i] = deck[dealt++]!;
		}
		return rows;
	}
	return {
		next,
		dealing,
		deal: (n) => Int32Array.from({ length: n }, next),
		place: () => ({ deck: deck.slice(), next: dealt, random: random.place() }),
		moveTo(place) {
			deck.set(place.deck);
			dealt = place.next;
			random.moveTo(place.random);
		},
	};
}
