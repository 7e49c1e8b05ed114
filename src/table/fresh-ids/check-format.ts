import { type Check, flag, list, number, optional, record, refuse, text, whole } from "../../saved-data";
import type { IdFormat } from "./fresh-ids";

/** Longest identifiers, and formats behind one another. */
const [LONGEST, MOST_FORMATS] = [10_000, 1000];
const WORD = 0xffffffff;

/** A key of a stream. */
export const keyCheck: Check = list(number(0, WORD), 2, 2);

const shape = record({
	places: list(text, 0, LONGEST),
	key: keyCheck,
	permuted: whole(0, LONGEST),
	following: whole(0, LONGEST),
	capacity: whole(1, 2 ** 48),
	attempts: whole(1, 4096),
	checked: flag,
	widened: flag,
	next: optional(() => {}),
});

/** Refuses what is no format of identifiers: whatever passes gives an identifier for every number, in bounded time. */
export const idFormatCheck: Check = (value, at) => {
	let format = value as IdFormat | undefined;
	for (let i = 0; format !== undefined; i++) {
		if (i === MOST_FORMATS) refuse(value, at, `at most ${MOST_FORMATS} formats behind one another`);
		shape(format, at);
		const { places, permuted, following, checked } = format;
		const free = places.filter((place) => place.length > 1).length;
		const used = permuted + following + (checked ? 1 : 0);
		if (used > free || places.includes("")) refuse(places, `${at}.places`, `at least ${used} places with a choice`);
		format = format.next;
	}
};
