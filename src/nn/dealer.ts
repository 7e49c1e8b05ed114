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
	return {
		next,
		deal: (n) => Int32Array.from({ length: n }, next),
		place: () => ({ deck: deck.slice(), next: dealt, random: random.place() }),
		moveTo(place) {
			deck.set(place.deck);
			dealt = place.next;
			random.moveTo(place.random);
		},
	};
}
