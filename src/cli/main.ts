#!/usr/bin/env node
/** The command `standin`. */
import process from "node:process";
import { Interrupted } from "./exit-codes";
import { run } from "./run";
import { becomePage } from "./worker-scope";

becomePage(import.meta.url);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
	// A second one ends the process as if nobody listened.
	process.once(signal, () => stopping.abort(new Interrupted(signal)));
}
// Whoever writes hears of it too; without a listener it would end the process before anything is put away.
process.stdout.on("error", () => {});
const { stdin, stdout, stderr, env } = process;
// Threads that wait for calls would keep the process alive.
process.exit(await run(process.argv.slice(2), { stdin, stdout, stderr, env, signal: stopping.signal }));
