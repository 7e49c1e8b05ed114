/** Options that several commands share. */
import { COUNT } from "../options/option";
import type { CommandOption } from "./command";
import { readShard } from "./shard";

export const SEED: CommandOption = {
	accepts: { type: "seed" },
	read: (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text),
	help: "Same seed, same result. Default: a fresh one, which the summary names.",
};

/** How and where a generator computes. */
export const COMPUTE = {
	workers: {
		accepts: COUNT,
		help: "Most threads that compute in parallel. Default: one for each core but one, or both of two.",
	},
	device: {
		accepts: { type: "choice", choices: ["auto", "wasm", "cpu"] },
		help: "What computes. Default auto: wasm, else the CPU.",
	},
} satisfies Record<string, CommandOption>;

export const SHARD: CommandOption = {
	accepts: { type: "text" },
	read: readShard,
	value: "i/n",
	help: "Make the i-th of n parts only; all parts, one behind the other, are the bytes of one run. Needs --seed.",
};

export const OUT: CommandOption = {
	accepts: { type: "text" },
	letter: "o",
	value: "FILE",
	file: "written",
	help: "Where it is written. Default: standard output.",
};

/** Options of every command, which the command line itself takes in. */
export const COMMON = {
	json: { accepts: { type: "boolean" }, help: "Write the summary, and errors, as JSON." },
	quiet: { accepts: { type: "boolean" }, letter: "q", help: "Write nothing but results and errors." },
	help: { accepts: { type: "boolean" }, letter: "h", help: "Show this help." },
} satisfies Record<string, CommandOption>;
