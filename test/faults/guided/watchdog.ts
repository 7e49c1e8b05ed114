import { Worker } from "node:worker_threads";

/** Of the memory shared with the thread: a count of inputs, the length of the last, and this one. */
const [HEAD_BYTES, MOST_BYTES] = [8, 2 ** 20];

const THREAD = `
	import { writeSync } from "node:fs";
	import { workerData } from "node:worker_threads";
	const { shared, seconds } = workerData;
	const head = new Int32Array(shared, 0, 2);
	let [count, since] = [0, Date.now()];
	setInterval(() => {
		if (head[0] !== count) [count, since] = [head[0], Date.now()];
		if (Date.now() - since < 1000 * seconds) return;
		const input = Buffer.from(new Uint8Array(shared, ${HEAD_BYTES}, head[1])).toString("base64");
		// A thread's console waits for the other thread.
		writeSync(2, "Input " + count + " has not returned for " + seconds + " s: " + input + "\\n");
		process.kill(process.pid, "SIGKILL");
	}, 1000);
`;

/**
 * Ends the process and says which input it was, where one never returns: nothing in the same thread could.
 *
 * @returns what is told of every input before it is tried.
 */
export function startWatchdog(seconds: number): (input: Uint8Array) => void {
	const shared = new SharedArrayBuffer(HEAD_BYTES + MOST_BYTES);
	const [head, bytes] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, HEAD_BYTES)];
	const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`), {
		workerData: { shared, seconds },
	});
	thread.unref();
	return (input) => {
		bytes.set(input.subarray(0, MOST_BYTES));
		head[1] = Math.min(input.length, MOST_BYTES);
		head[0]!++;
	};
}
