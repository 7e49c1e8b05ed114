import { noChange, nothing } from "lit";
import { AsyncDirective, directive } from "lit/async-directive.js";
import type { Steps } from "../../table/pause";
import { createBreath } from "../flow/slices";

interface Job {
	run(): Steps<void>;
}

/** What is drawn, or the work that ends in it. */
type Built = unknown | Steps<unknown>;

function isSteps(built: Built): built is Steps<unknown> {
	return typeof (built as Steps<unknown> | undefined)?.next === "function";
}

const queue: Job[] = [];
let busy = false;

async function work(): Promise<void> {
	busy = true;
	const breathe = createBreath();
	for (let job = queue.shift(); job; job = queue.shift()) {
		for (const _ of job.run()) await breathe();
		await breathe();
	}
	busy = false;
}

class Later extends AsyncDirective {
	#keys: readonly unknown[] | undefined;
	#job: Job | undefined;

	render(_keys: readonly unknown[], _build: () => Built): unknown {
		return nothing;
	}

	override update(_part: unknown, [keys, build]: [readonly unknown[], () => Built]): unknown {
		const before = this.#keys;
		if (before?.length === keys.length && keys.every((key, i) => key === before[i])) return noChange;
		this.#keys = keys;
		const stands = () => this.#job === job && this.isConnected;
		const draw = (value: unknown) => {
			if (stands()) this.setValue(value);
		};
		const job: Job = {
			*run() {
				if (!stands()) return;
				const built = build();
				if (!isSteps(built)) return draw(built);
				for (let step = built.next(); ; step = built.next()) {
					if (step.done) return draw(step.value);
					if (!stands()) return;
					yield;
				}
			},
		};
		this.#job = job;
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
 * called again when one of `keys` has changed. It may be a generator function that yields now and then.
 */
export const later = directive(Later);
