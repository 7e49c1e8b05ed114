/** What gives something else each time it is asked, such as a stream or a dealer, and can continue from where it stood. */
export interface Placed<Place = unknown> {
	/** Where it stands. Plain data. */
	place(): Place;
	/** Continues from where one of its like stood. */
	moveTo(place: Place): void;
}

/** Several as one. */
export function placedTogether(parts: Readonly<Record<string, Placed>>): Placed {
	const all = Object.entries(parts);
	return {
		place: () => Object.fromEntries(all.map(([name, part]) => [name, part.place()])),
		moveTo(place) {
			for (const [name, part] of all) part.moveTo((place as Record<string, unknown>)[name]);
		},
	};
}
