/** Keeps the screen on while something long is computed; returns what lets it sleep again. */
export function keepAwake(): () => void {
	let lock: WakeLockSentinel | undefined;
	let over = false;
	const ask = () => {
		if (document.visibilityState !== "visible") return;
		// Refused where the battery is low or the browser knows none: the run goes on all the same.
		navigator.wakeLock?.request("screen").then(
			(granted) => {
				if (over) void granted.release();
				else lock = granted;
			},
			() => {},
		);
	};
	ask();
	// The browser takes it away from a page that is hidden.
	document.addEventListener("visibilitychange", ask);
	return () => {
		over = true;
		document.removeEventListener("visibilitychange", ask);
		void lock?.release();
	};
}
