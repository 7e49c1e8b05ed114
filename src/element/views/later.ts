import { noChange, nothing } from "lit";
import { AsyncDirective, directive } from "lit/async-directive.js";
import { createBreath } from "../flow/slices";

interface Job {
	run(): void;
}

const queue: Job[] = [];
let busy = false;

async function work(): Promise<void> {
	busy = true;
	const breathe = createBreath();
	for (let job = queue.shift(); job; job = queue.shift()) {
		job.run();
		await breathe();
	}
	busy = false;
}

class Later extends AsyncDirective {
	#keys: readonly unknown[] | undefined;
	#job: Job | undefined;

	render(_keys: readonly unknown[], _build: () => unknown): unknown {
		return nothing;
	}

	override update(_part: unknown, [keys, build]: [readonly unknown[], () => unknown]): unknown {
		const before = this.#keys;
		if (before?.length === keys.length && keys.every((key, i) => key === before[i])) return noChange;
		this.#keys = keys;
		this.#job = {
			run: () => {
				if (this.#job === job && this.isConnected) this.setValue(build());
			},
		};
		const job = this.#job;
		queue.push(job);
		if (!busy) void work();
		// What stood there stays until the new one is built.
		return noChange;
	}

	override disconnected(): void {
		this.#keys = undefined;
	}

	override reconnected(): void {
		this.#keys = undefined;
	}
}

/**
 * Builds what is costly to draw in its own time, piece by piece, so that the page never stands still: `build` is
 * called again when one of `keys` has changed.
 */
export const later = directive(Later);
