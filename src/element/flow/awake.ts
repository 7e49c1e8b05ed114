/** Keeps the screen on while something long is computed; returns what lets it sleep again. */
export function keepAwake(): () => void {
	let lock: WakeLockSentinel | undefined;
	let over = false;
	// Refused where the battery is low, the page is hidden or the browser knows none: the run goes on all the same.
	navigator.wakeLock?.request("screen").then(
		(granted) => {
			if (over) void granted.release();
			else lock = granted;
		},
		() => {},
	);
	return () => {
		over = true;
		void lock?.release();
	};
}
