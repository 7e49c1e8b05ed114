import type { Table } from "../../../src";
import type { Progress } from "../../../src/worker/run";

/** What the caller saw, and after how many milliseconds, where a worker was ended. */
export interface Seen {
	readonly saw: string;
	readonly noticedMs?: number | undefined;
}

/** An accident. */
export interface Scenario {
	/** What happens. */
	readonly name: string;
	/** What the caller sees of it: that it goes on, or the error's class and what its message says. */
	readonly sees: RegExp;
	/** Whether it happens in the tests too, and not in the bench alone. */
	readonly short?: boolean;
	/**
	 * Makes it happen, and frees whatever it made itself. What is to work afterwards was called, too: where it does not, this
	 * rejects.
	 */
	run(): Promise<Seen>;
}

const ROWS = 120;
const column = (f: (i: number) => number) => Float64Array.from({ length: ROWS }, (_, i) => f(i));
export const table: Table = {
	rows: ROWS,
	columns: [
		{ name: "income", kind: "number", values: column((i) => 1000 + 300 * Math.sin(1.7 * i)) },
		{ name: "age", kind: "integer", values: column((i) => 20 + ((i * 7) % 61)) },
		{
			name: "smoker",
			kind: "boolean",
			codes: Int32Array.from({ length: ROWS }, (_, i) => i % 2),
			levels: ["yes", "no"],
		},
	],
};

export const FIT = { seed: 5, subject: null, constraints: [] } as const;

/** What the caller of that sees. */
export const sawOf = (call: Promise<unknown>): Promise<string> =>
	call.then(
		() => "goes on",
		(error: Error) => `${error.name}: ${error.message}`,
	);

/** Calls `reached` once, in a phase and from a step on. */
export function once(phase: string, least: number, reached: () => void) {
	let done = false;
	return (progress: Progress) => {
		if (done || progress.phase !== phase || progress.step < least) return;
		done = true;
		reached();
	};
}
