import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readArguments, typedName } from "../../src/cli/arguments";
import type { Command } from "../../src/cli/command";
import { commands } from "../../src/cli/commands";
import { EXIT_CODES, exitCodeOf } from "../../src/cli/exit-codes";
import { commandHelp, generalHelp } from "../../src/cli/help";
import { inOrder } from "../../src/cli/in-order";
import { run } from "../../src/cli/run";
import { partOf, readShard } from "../../src/cli/shard";
import { progressLine, showsColour } from "../../src/cli/terminal";
import { errorsByCode } from "../../src/errors";
import { generatorMetas } from "../../src/generators/metas";
import { priorMetas } from "../../src/priors/metas";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const fit = commands.fit as Command;
const read = (...typed: string[]) => readArguments("fit", typed, fit.options(typed), 1);

/** What the command line writes to its streams, and its exit code. */
async function typed(...words: string[]) {
	const [stdout, stderr] = [new PassThrough(), new PassThrough()];
	const stdin = Object.assign(Readable.from([]), { isTTY: true });
	const code = await run(words, { stdin, stdout, stderr, env: {}, signal: new AbortController().signal });
	return { code, out: String(stdout.read() ?? ""), err: String(stderr.read() ?? "") };
}

describe("what was typed", () => {
	test("is read as the options' data says, with hyphens or as the library has it", () => {
		const { arguments: words, options } = read(
			"visits.csv",
			"--learning-rate",
			"0.01",
			"--batchRows=64",
			"-o",
			"x",
			"--seed",
			"7",
		);
		expect(words).toEqual(["visits.csv"]);
		expect(options["Options of diffusion"]).toEqual({ learningRate: 0.01, batchRows: 64 });
		expect(options.Options).toEqual({ out: "x", seed: 7 });
	});

	test("treatments, constraints and subjects are what fit takes", () => {
		const { options } = read(
			...[
				"--treat",
				"e=mail=drop",
				"--treat",
				"born=coarsen:year",
				"--treat",
				'age=coarsen:{"band":5}',
				"--treat",
				"name=keep:name",
			],
			...["--constraints", "b >= a", "--constraints", '{"unique":["id"]}', "--subject", "false"],
		);
		expect(options["What is learned"]).toEqual({
			treat: [
				["e=mail", "drop"],
				["born", { coarsen: "year" }],
				["age", { coarsen: { band: 5 } }],
				["name", { keep: { confirmed: "name" } }],
			],
			constraints: ["b >= a", { unique: ["id"] }],
			subject: false,
		});
		expect(read("--no-subject").options["What is learned"]).toEqual({ subject: false });
	});

	test.each([
		[
			["--lerning-rate", "1"],
			"standin fit has no option --lerning-rate; did you mean --learning-rate? See: standin fit --help",
		],
		[
			["--learning-rate", "-1"],
			"--learning-rate: “-1” cannot be used here: it must be a finite number above 0 and of at most 1.",
		],
		[["--seed"], "--seed needs a value: --seed SEED."],
		[["--seed", "1", "--seed", "2"], "--seed is given twice; give it once."],
		[["a.csv", "b.csv"], "standin fit takes no argument “b.csv”. See: standin fit --help"],
		[["--treat", "x"], "--treat: “x” is no treatment: write COLUMN=replace, drop, learn, keep:WHAT or coarsen:HOW."],
		[["--no-seed"], "--no-seed means nothing: leave --seed out."],
	])("%j is refused in a sentence", (words, message) => {
		expect(() => read(...words)).toThrow(message);
	});
});

describe("options as data", () => {
	const metas = { fit: generatorMetas, prior: priorMetas };

	test("every option of every generator and prior can be typed, and none hides another", () => {
		for (const [verb, methods] of Object.entries(metas)) {
			for (const [name, { options }] of Object.entries(methods)) {
				const groups = commands[verb]!.options(verb === "fit" ? ["-g", name] : [name]);
				const names = Object.values(groups).flatMap((group) => Object.keys(group));
				expect(new Set(names).size, name).toBe(names.length);
				expect(names).toEqual(expect.arrayContaining(Object.keys(options)));
			}
		}
	});

	test("every command's help names its options and has an example that it reads itself", () => {
		for (const [name, command] of Object.entries(commands)) {
			const help = commandHelp(name, command, command.options([]));
			for (const group of Object.values(command.options([]))) {
				for (const option of Object.keys(group)) expect(help).toContain(`--${typedName(option)}`);
			}
			expect(command.examples.length).toBeGreaterThan(0);
			for (const [line] of command.examples) expect(line).toContain(`standin ${name}`);
		}
	});

	test("the shells take their completions", () => {
		expect(() => commands.completion!.options([])).not.toThrow();
		return Promise.all(
			["bash", "zsh", "fish"].map(async (shell) => {
				const { out, code } = await typed("completion", shell);
				expect(code).toBe(0);
				expect(out).toContain("learning-rate");
				if (shell === "bash") execFileSync("bash", ["-n"], { input: out });
			}),
		);
	});
});

describe("a terminal's manners", () => {
	test("help goes to standard output, and without a command to the error stream with code 2", async () => {
		expect(await typed("--help")).toMatchObject({ code: 0, out: generalHelp(commands), err: "" });
		expect(await typed()).toMatchObject({ code: 2, out: "", err: generalHelp(commands) });
		expect((await typed("help", "fit")).out).toMatch(/^standin fit: /);
		expect((await typed("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
	});

	test("an error is one sentence, or JSON where that was asked for", async () => {
		expect(await typed("fitt")).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "fit"?') });
		const { code, err } = await typed("fit", "no-such-file.csv", "-o", "x", "--json");
		expect(code).toBe(10);
		expect(JSON.parse(err).error).toMatchObject({
			code: "ENOENT",
			exitCode: 10,
			message: "There is no file or folder “no-such-file.csv”.",
		});
		expect((await typed("sample", "-", "-n", "3")).err).toContain(
			'Nothing is piped in: name a file, or pipe one to "-".',
		);
		expect((await typed("sample", "m", "-n", "3", "--shard", "1/2")).err).toContain("--shard needs --seed");
	});

	test("every error of the library has an exit code that the help explains", () => {
		expect(errorsByCode.size).toBeGreaterThan(8);
		for (const [code, Class] of errorsByCode) {
			// No portal is spoken to, and what was stopped is known by its signal.
			if (code === "portal" || code === "stopped") continue;
			const exitCode = exitCodeOf(new Class("x"));
			expect(exitCode, code).toBeGreaterThan(1);
			expect(EXIT_CODES).toHaveProperty(String(exitCode));
		}
	});

	test("the page of the command line explains the same exit codes", () => {
		const page = readFileSync(join(ROOT, "docs/command-line.md"), "utf8");
		const rows = [...page.matchAll(/^\| (\d+) +\| (.*?) +\|$/gm)].map(([, code, means]) => [code, means]);
		expect(Object.fromEntries(rows)).toEqual(EXIT_CODES);
	});

	test("colours only where a terminal shows them and nobody asked for none", () => {
		const tty = Object.assign(new PassThrough(), { isTTY: true });
		expect(showsColour(tty, {})).toBe(true);
		expect(showsColour(tty, { NO_COLOR: "1" })).toBe(false);
		expect(showsColour(tty, { TERM: "dumb" })).toBe(false);
		expect(showsColour(new PassThrough(), {})).toBe(false);
	});

	test("a progress bar fits its line", () => {
		const progress = { phase: "train", step: 30, steps: 120, loss: 1.23456, secondsLeft: 95 };
		expect(progressLine(progress, 80)).toBe("train      ██████░░░░░░░░░░░░░░░░░░  25 %  loss 1.235  1 min 35 s left");
		expect(progressLine(progress, 40).length).toBe(39);
	});
});

describe("shards", () => {
	test("parts of any number are the whole in order, and differ by one at most", () => {
		fc.assert(
			fc.property(fc.nat(1e9), fc.integer({ min: 1, max: 200 }), (total, of) => {
				const parts = Array.from({ length: of }, (_, i) => partOf(total, { index: i + 1, of }));
				let next = 0;
				for (const { offset, count } of parts) {
					expect(offset).toBe(next);
					next += count;
				}
				const counts = parts.map(({ count }) => count);
				return next === total && Math.max(...counts) - Math.min(...counts) <= 1;
			}),
			{ numRuns: 30 },
		);
		expect(readShard("3/7")).toEqual({ index: 3, of: 7 });
		for (const wrong of ["0/7", "8/7", "1", "a/b", "1/0"]) expect(() => readShard(wrong)).toThrow("is no shard");
	});

	test("results come in order, a few of them ahead", async () => {
		let [running, most] = [0, 0];
		const make = async (i: number) => {
			most = Math.max(most, ++running);
			await new Promise((resolve) => setTimeout(resolve, 5 - (i % 5)));
			running--;
			return i;
		};
		const seen: number[] = [];
		for await (const i of inOrder(20, 3, make)) seen.push(i);
		expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i));
		expect(most).toBe(3);
	});
});
