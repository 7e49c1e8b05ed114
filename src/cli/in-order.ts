/**
 * Results of `make` for 0, 1, … `count` − 1 in order, at most `ahead` of them made or waiting at a time. Where one fails, or the reader
 * stops, those that were begun are left to themselves: whoever owns what makes them ends it.
 */
export async function* inOrder<T>(
	count: number,
	ahead: number,
	make: (i: number) => Promise<T>,
): AsyncGenerator<T, void> {
	const begun: Promise<T>[] = [];
	let next = 0;
	for (let i = 0; i < count; i++) {
		while (next < count && begun.length < ahead) {
			const one = make(next++);
			// Settled here, so that one begun ahead and never read raises no unhandled rejection.
			one.catch(() => {});
			begun.push(one);
		}
		yield await begun.shift()!;
	}
}
