import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Longer than any build takes: whoever holds the lock by then has died. */
const GONE_MS = 300_000;

function newest(path: string): number {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat) return 0;
	if (!stat.isDirectory()) return stat.mtimeMs;
	return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/**
 * Calls `build` unless `output`, the file it writes last, is newer than all of `inputs`; paths are relative to the
 * repository. Of test files that run side by side one builds and the others wait for it.
 */
export async function builtOnce(output: string, inputs: readonly string[], build: () => unknown): Promise<void> {
	const file = join(ROOT, output);
	const fresh = () =>
		existsSync(file) && statSync(file).mtimeMs > Math.max(...inputs.map((path) => newest(join(ROOT, path))));
	if (fresh()) return;
	const lock = join(ROOT, "node_modules/.cache", `${output.replaceAll("/", "-")}.lock`);
	mkdirSync(dirname(lock), { recursive: true });
	while (!taken(lock)) {
		const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
		if (since !== undefined && Date.now() - since > GONE_MS) rmSync(lock, { recursive: true, force: true });
		else await setTimeout(200);
	}
	try {
		if (!fresh()) await build();
	} finally {
		rmSync(lock, { recursive: true, force: true });
	}
}

function taken(lock: string): boolean {
	try {
		mkdirSync(lock);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw error;
	}
}
