/**
 * A fuzzer guided by coverage. What reaches code that nothing before had reached joins the inputs from which further ones are
 * made; so it gets by itself through signatures, lengths and nested forms that blind changes hardly pass.
 *
 * Its own because jazzer.js, the one maintained engine for JavaScript, comes with a binary that does not load on every system
 * that runs these tests (it wants glibc 2.38).
 */
import { asyncProperty, check, uint8Array } from "fast-check";
import { createRandom } from "../../../src/random";
import type { Tried } from "../wild-tables";
import { mutate } from "./mutate";

/** What is fuzzed. */
export interface Target {
	/** Inputs to begin with. */
	readonly seeds: readonly Uint8Array[];
	/** What its reader knows: signatures, names, separators. */
	readonly words: readonly string[];
	/** Does something with an input, and says what became of it. Never rejects. */
	attempt(input: Uint8Array): Promise<Tried>;
}

/** Which code runs. */
export interface Coverage {
	/** How many blocks of code ran as often since the last call as in no call before. */
	news(): number;
}

export interface FuzzOptions {
	readonly seed: string;
	/** Inputs to try at most. */
	readonly cases: number;
	/** Seconds to take at most. Default: no end. */
	readonly seconds?: number;
	/** Seconds of computing in which each input is to be dealt with. */
	readonly limit: number;
	/** Told of every input before it is tried: where it never returns, this was it. */
	readonly before?: (input: Uint8Array) => void;
}

/** What is wrong, and by which input. */
export interface Finding {
	readonly detail: string;
	/** The input, made as small as it goes, in base64. */
	readonly input: string;
}

export interface Fuzzed {
	readonly cases: number;
	readonly kinds: Readonly<Record<string, number>>;
	/** Inputs kept, each for the new code that it reached. */
	readonly kept: number;
	/** Blocks of code reached, by class of how often. */
	readonly reached: number;
	readonly slowest: number;
	readonly findings: readonly Finding[];
}

/** Longer input teaches nothing that shorter does not, unless it began so. */
const LONGEST = 4096;

/** After as many different findings nobody reads on. */
const MOST_FINDINGS = 5;

/** The lines of a stack by which two findings are one. */
const place = (detail: string) =>
	detail
		.split("\n")
		.filter((line) => /^\s+at /.test(line))
		.slice(0, 2)
		.join() || detail.slice(0, 40);

/** What becomes of an input, by the time that computing takes: others use the machine too. */
async function attempt(target: Target, input: Uint8Array): Promise<Tried> {
	const before = process.cpuUsage();
	const tried = await target.attempt(input);
	const { user, system } = process.cpuUsage(before);
	return { ...tried, seconds: (user + system) / 1e6 };
}

function fault({ kind, detail, seconds }: Tried, limit: number): string | undefined {
	if (kind === "raw error" || kind === "wrong table") return `${kind}: ${detail}`;
	return seconds > limit ? `it took ${seconds.toFixed(1)} s` : undefined;
}

/** The smallest input found that is wrong in the same place. */
async function smallest(target: Target, input: Uint8Array, limit: number, detail: string): Promise<Uint8Array> {
	const alike = asyncProperty(uint8Array({ maxLength: input.length }), async (bytes) => {
		const found = fault(await attempt(target, bytes), limit);
		return found === undefined || place(found) !== place(detail);
	});
	const { counterexample } = await check(alike, { examples: [[input]], numRuns: 1, interruptAfterTimeLimit: 5000 });
	return counterexample?.[0] ?? input;
}

/** Fuzzes a target; the same seed and number of cases tries the same inputs where its code does the same. */
export async function fuzz(target: Target, coverage: Coverage, options: FuzzOptions): Promise<Fuzzed> {
	const { seed, cases: most, seconds = Number.POSITIVE_INFINITY, limit, before } = options;
	const random = createRandom(seed);
	const encoder = new TextEncoder();
	const words = target.words.map((word) => encoder.encode(word));
	const longest = Math.max(LONGEST, ...target.seeds.map(({ length }) => length));
	const kept: Uint8Array[] = [];
	const kinds: Record<string, number> = {};
	const findings = new Map<string, { detail: string; input: Uint8Array }>();
	const begun = performance.now();
	let [cases, reached, slowest] = [0, 0, 0];

	coverage.news();
	while (cases < most && findings.size < MOST_FINDINGS && performance.now() - begun < seconds * 1000) {
		const pick = random.stream(cases);
		// What was kept last has been changed least.
		const of = () => kept[pick.int(2) ? Math.max(0, kept.length - 1 - pick.int(16)) : pick.int(kept.length)]!;
		const input = target.seeds[cases] ?? mutate(of(), pick, words, of(), longest);
		before?.(input);
		const tried = await attempt(target, input);
		const news = coverage.news();
		reached += news;
		if (news > 0 || kept.length === 0) kept.push(input);
		kinds[tried.kind] = (kinds[tried.kind] ?? 0) + 1;
		slowest = Math.max(slowest, tried.seconds);
		const detail = fault(tried, limit);
		if (detail !== undefined && !findings.has(place(detail))) findings.set(place(detail), { detail, input });
		cases++;
	}
	const small: Finding[] = [];
	for (const { detail, input } of findings.values()) {
		small.push({ detail, input: Buffer.from(await smallest(target, input, limit, detail)).toString("base64") });
	}
	return { cases, kinds, kept: kept.length, reached, slowest, findings: small };
}
