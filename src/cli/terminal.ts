import type { Readable, Writable } from "node:stream";
import { styleText } from "node:util";
import type { Progress } from "../index";

type Stream = Writable & { isTTY?: boolean; columns?: number };

/** What a run reads from and writes to, and how it is stopped. */
export interface Terminal {
	readonly stdin: Readable & { isTTY?: boolean };
	readonly stdout: Stream;
	readonly stderr: Stream;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Aborts with `Interrupted`. */
	readonly signal: AbortSignal;
	/** Whether results are written for programs. */
	readonly json: boolean;
	/** Whether nothing is written but results and errors. */
	readonly quiet: boolean;
}

/** Whether `stream` shows colours: a terminal that was not told to go without, as https://no-color.org has it. */
export function showsColour(stream: Stream, env: Terminal["env"]): boolean {
	return stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

type Style = "bold" | "dim" | "red";

/** `text` in a style where the stream shows any. */
export function styled(style: Style, text: string, stream: Stream, env: Terminal["env"]): string {
	return showsColour(stream, env) ? styleText(style, text) : text;
}

/**
 * Writes a piece and waits until it has been taken. Rejects where the reader is gone, and as soon as `signal` aborts: a
 * reader that takes nothing would outlast it.
 */
export function writeTo(stream: Writable, piece: string | Uint8Array, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const stop = () => reject(signal?.reason);
		signal?.addEventListener("abort", stop, { once: true });
		stream.write(piece, (error) => {
			signal?.removeEventListener("abort", stop);
			if (error) reject(error);
			else resolve();
		});
	});
}

/** Says something to the person, on the error stream. */
export function say({ stderr, quiet }: Terminal, text: string): void {
	if (!quiet) stderr.write(`${text}\n`);
}

/** "1 row", "2 rows". */
export function counted(count: number, what: string): string {
	return `${count} ${what}${count === 1 ? "" : "s"}`;
}

const BAR = 24;

/** "1 min 20 s" and the like. */
function duration(seconds: number): string {
	const whole = Math.ceil(seconds);
	if (whole < 60) return `${whole} s`;
	const minutes = Math.floor(whole / 60);
	return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The line of a progress bar, at most `columns` characters. */
export function progressLine({ phase, step, steps, loss, secondsLeft }: Progress, columns: number): string {
	const share = steps > 0 ? Math.min(1, step / steps) : 1;
	const full = Math.round(share * BAR);
	const bar = `${"█".repeat(full)}${"░".repeat(BAR - full)}`;
	const parts = [
		`${phase.padEnd(10)} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %`,
		...(loss === undefined ? [] : [`loss ${loss.toFixed(3)}`]),
		...(secondsLeft === undefined || share >= 1 ? [] : [`${duration(secondsLeft)} left`]),
	];
	return parts.join("  ").slice(0, Math.max(10, columns - 1));
}

/** A progress bar on the error stream, where that is a terminal; elsewhere nothing is written. */
export function progressBar(terminal: Terminal): { show: (progress: Progress) => void; clear: () => void } {
	const { stderr, quiet, json } = terminal;
	let shown = false;
	const clear = () => {
		if (shown) stderr.write("\r\u001b[2K");
		shown = false;
	};
	if (!stderr.isTTY || quiet || json) return { show() {}, clear };
	return {
		show(progress) {
			stderr.write(`\r\u001b[2K${progressLine(progress, stderr.columns ?? 80)}`);
			shown = true;
		},
		clear,
	};
}
