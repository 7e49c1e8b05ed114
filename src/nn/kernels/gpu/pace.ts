/** Longest a submission should keep the GPU: longer ones are felt in scrolling and animation. */
const SUBMIT_MS = 50;
/** Operations a millisecond before anything was measured: a slow integrated GPU. */
const FIRST_RATE = 20e6;
/** No device worth using is slower; below it, what was measured is latency. */
const LEAST_RATE = 1e6;
/** How fast an old measurement gives way to slower ones. */
const FORGET = 1.2;

/**
 * Tells how much work a submission may hold, from how long finished work took. Work is counted in arithmetic
 * operations; waiting and latency make a device look slower than it is, so the fastest recent stretch counts.
 */
export class Pace {
	private msPerUnit = 1 / FIRST_RATE;
	private measured = false;
	private busySince = 0;
	private stretch = 0;
	private open = 0;

	/** Most operations a submission should hold. */
	get budget(): number {
		return SUBMIT_MS * Math.max(LEAST_RATE, 1 / this.msPerUnit);
	}

	/** Notes that work was submitted. */
	submitted(work: number, now: number): void {
		if (this.open === 0) {
			this.busySince = now;
			this.stretch = 0;
		}
		this.open++;
		this.stretch += work;
	}

	/** Notes that the oldest open submission is done. A stretch ends when none is open. */
	finished(now: number): void {
		this.open--;
		if (this.open > 0 || this.stretch === 0) return;
		const ms = Math.max(1e-3, now - this.busySince) / this.stretch;
		this.msPerUnit = this.measured ? Math.min(ms, this.msPerUnit * FORGET) : ms;
		this.measured = true;
	}
}
