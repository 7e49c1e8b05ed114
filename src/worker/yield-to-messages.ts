/**
 * Lets queued messages and frames have their turn. A MessageChannel ping is a macrotask (unlike `await`) and is not
 * clamped to 4 ms (unlike `setTimeout`).
 */
export function yieldToMessages(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}
