/** Work of the page between two chances to draw: well under the 50 ms from which people notice. */
const SLICE_MS = 12;

/**
 * A pace for long work on the page's thread: `await breathe()` between two pieces lets the page draw and answer where
 * the last chance was a while ago, and costs next to nothing where it was not. Rejects with the signal's reason once
 * that is aborted.
 */
export function createBreath(signal?: AbortSignal): () => Promise<void> {
	let since = performance.now();
	return async () => {
		if (performance.now() - since >= SLICE_MS) {
			await new Promise((resolve) => setTimeout(resolve));
			since = performance.now();
		}
		signal?.throwIfAborted();
	};
}

/**
 * Fills a box piece by piece so that the page never stands still; what an earlier call has not finished yet is given up.
 * The box is busy (`aria-busy`) until the last piece is in.
 */
export function createSlicedFill(
	box: HTMLElement,
): <T>(items: readonly T[], build: (item: T) => Node) => Promise<void> {
	let running: AbortController | undefined;
	return async (items, build) => {
		running?.abort();
		const mine = new AbortController();
		running = mine;
		const breathe = createBreath(mine.signal);
		box.setAttribute("aria-busy", "true");
		try {
			let i = 0;
			for (const item of items) {
				const before = box.childNodes[i];
				const node = build(item);
				if (node !== before) {
					if (before) before.replaceWith(node);
					else box.append(node);
				}
				i++;
				await breathe();
			}
			while (box.childNodes.length > i) box.lastChild?.remove();
			box.setAttribute("aria-busy", "false");
		} catch (error) {
			if (!mine.signal.aborted) throw error;
		}
	};
}
