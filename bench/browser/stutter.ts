/** Milliseconds between looks at how long the page keeps a timer waiting. */
const LOOK_EVERY = 5;

/** What a page feels: its long tasks, how long it keeps a timer waiting, and the gaps between its frames. */
export function createStutterWatch() {
	let tasks: number[] = [];
	let gaps: number[] = [];
	let last = performance.now();
	let longestWait = 0;
	const look = (due: number) => {
		longestWait = Math.max(longestWait, performance.now() - due);
		const next = performance.now() + LOOK_EVERY;
		setTimeout(() => look(next), LOOK_EVERY);
	};
	look(last);
	// Tasks of less than 50 ms are not reported by the browser.
	const observer = new PerformanceObserver((list) => {
		for (const { duration } of list.getEntries()) tasks.push(duration);
	});
	observer.observe({ type: "longtask" });
	const frame = (now: number) => {
		gaps.push(now - last);
		last = now;
		requestAnimationFrame(frame);
	};
	requestAnimationFrame(frame);
	return {
		reset() {
			observer.takeRecords();
			tasks = [];
			gaps = [];
			longestWait = 0;
		},
		read() {
			for (const { duration } of observer.takeRecords()) tasks.push(duration);
			const sorted = gaps.toSorted((a, b) => a - b);
			const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? null;
			return {
				"tasks over 50 ms": tasks.length,
				"longest of them, ms": tasks.length ? Math.max(...tasks) : null,
				"longest wait of a timer, ms": longestWait,
				"frames/s": sorted.length / (sorted.reduce((a, b) => a + b, 0) / 1000),
				"frame gap, 99 %, ms": at(0.99),
				"longest gap, ms": at(1),
			};
		},
	};
}
