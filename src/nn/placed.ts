/** What gives something else each time it is asked, such as a stream or a dealer, and can continue from where it stood. */
export interface Placed<Place = unknown> {
	/** Where it stands. Plain data. */
	place(): Place;
	/** Continues from where one of its like stood. */
	moveTo(place: Place): void;
}

/** What batches are drawn from. */
export interface Batches extends Placed {
	/**
	 * Prepares the next batch as far as that takes long, with stops for breath: millions of rows are shuffled. Without it, the
	 * same is done in one piece as the batch is drawn.
	 */
	prepare?(): Generator<void, void, void>;
}

/** Several as one. */
export function placedTogether(parts: Readonly<Record<string, Batches>>): Required<Batches> {
	const all = Object.entries(parts);
	return {
		*prepare() {
			for (const [, part] of all) if (part.prepare) yield* part.prepare();
		},
		place: () => Object.fromEntries(all.map(([name, part]) => [name, part.place()])),
		moveTo(place) {
			for (const [name, part] of all) part.moveTo((place as Record<string, unknown>)[name]);
		},
	};
}
