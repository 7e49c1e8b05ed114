/** What a page feels: its long tasks, and the gaps between its frames. */
export function createStutterWatch() {
	let tasks: number[] = [];
	let gaps: number[] = [];
	let last = performance.now();
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
		},
		read() {
			for (const { duration } of observer.takeRecords()) tasks.push(duration);
			const sorted = gaps.toSorted((a, b) => a - b);
			const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? null;
			return {
				"tasks over 50 ms": tasks.length,
				"longest of them, ms": tasks.length ? Math.max(...tasks) : null,
				"frames/s": sorted.length / (sorted.reduce((a, b) => a + b, 0) / 1000),
				"frame gap, 99 %, ms": at(0.99),
				"longest gap, ms": at(1),
			};
		},
	};
}
