/** Programs that a bench runs: how long they took, and how much memory. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a program took. */
export interface Ran {
	readonly seconds: number;
	/** Largest resident memory of a process, megabytes. */
	readonly peakMb: number;
}

/** The built command. */
export const cli = join(process.cwd(), "dist/cli.js");

/** Largest resident memory of any process of ours so far, megabytes: read from the system, whoever started it. */
function largestMb(): number {
	let largest = 0;
	for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
		try {
			if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(cli)) continue;
			const [, kb] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
			largest = Math.max(largest, Math.round(Number(kb ?? 0) / 1000));
		} catch {
			// Ended between two looks.
		}
	}
	return largest;
}

/**
 * Runs a program to its end.
 *
 * @throws Error where it ends with another code than 0.
 */
export function measure(program: string, words: readonly string[], cwd: string): Promise<Ran> {
	const started = performance.now();
	const child = spawn(program, words, { cwd, stdio: "inherit" });
	let peakMb = 0;
	const watch = setInterval(() => {
		peakMb = Math.max(peakMb, existsSync("/proc/self") ? largestMb() : 0);
	}, 250);
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (code) => {
			clearInterval(watch);
			if (code === 0) resolve({ seconds: (performance.now() - started) / 1000, peakMb });
			else reject(new Error(`${program} ${words.join(" ")} ended with code ${code}.`));
		});
	});
}

/** Runs the built command to its end, as `measure` does. */
export function standin(words: readonly string[], cwd: string): Promise<Ran> {
	return measure(process.execPath, [cli, ...words], cwd);
}
