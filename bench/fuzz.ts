/**
 * Wild input by the thousand: `npm run bench -- fuzz models|options|csv|expressions|parquet 50000 [seed] [first]`. Says what
 * became of it, the slowest case and the memory held at the end; every case is a function of the seed and its number, both
 * printed where something is wrong. A long run goes on where it stopped by the number of its first case.
 *
 * Guided by the code that inputs reach: `npm run bench -- fuzz guided csv|parquet|files|models|expressions|options|messages 600
 * [seed]`, for as many seconds.
 */
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { createRandom, type Random } from "../src/random";
import { importCounted } from "../test/faults/guided/build";
import { fuzz } from "../test/faults/guided/fuzz";
import type * as targets from "../test/faults/guided/targets";
import { startWatchdog } from "../test/faults/guided/watchdog";
import { craft, type Outcome, SURROUNDED, savedModel, tryModel } from "../test/faults/hostile-models";
import { tryExpression } from "../test/faults/wild-expressions";
import { createTryRequest, requests, setups, trySetup } from "../test/faults/wild-requests";
import { parquetFiles, tryCsv } from "../test/faults/wild-tables";

type Tried = Pick<Outcome, "detail" | "seconds"> & { readonly kind: string };
/** Tries case `i`; nothing where there was nothing to try. */
type Try = (i: number) => Promise<Tried | undefined>;

async function models(seed: string): Promise<Try> {
	const names = Object.keys(generatorMetas) as GeneratorName[];
	const plain = await Promise.all(names.map(async (name) => ({ name, bytes: await savedModel(name) })));
	const around = { name: "independent, surrounded", bytes: await savedModel("independent", SURROUNDED) };
	const all = [...plain, around];
	const random = createRandom(seed);
	return async (i) => {
		const { name, bytes } = all[i % all.length]!;
		const crafted = craft(bytes, random.stream(i));
		if (!crafted) return undefined;
		const outcome = await tryModel(crafted);
		return { ...outcome, detail: `${name}: ${outcome.detail}` };
	};
}

async function options(seed: string): Promise<Try> {
	const tryRequest = await createTryRequest();
	const all = [
		...setups.map((setup) => ({ of: setup, attempt: trySetup })),
		...requests.map((of) => ({ of, attempt: tryRequest })),
	];
	const random = createRandom(seed);
	return async (i) => {
		const { of, attempt } = all[i % all.length]!;
		const started = performance.now();
		const { bag, failed } = await attempt(of, random.stream(i));
		const seconds = (performance.now() - started) / 1000;
		return {
			kind: failed ? "raw error" : "refused or answered",
			detail: failed ? `${Object.keys(bag)} ${failed}` : "",
			seconds,
		};
	};
}

const alone =
	(make: () => Promise<(random: Random) => Promise<Tried>>) =>
	async (seed: string): Promise<Try> => {
		const random = createRandom(seed);
		const attempt = await make();
		return (i) => attempt(random.stream(i));
	};

const KINDS: Readonly<Record<string, (seed: string) => Promise<Try>>> = {
	models,
	options,
	csv: alone(async () => tryCsv),
	expressions: alone(async () => tryExpression),
	parquet: alone(parquetFiles),
};
const WRONG: readonly string[] = ["raw error", "wrong table"];

/** Seconds in which an input of some kilobytes is to be dealt with, and after which one is taken never to return. */
const [LIMIT, NEVER] = [3, 30];

async function guided([what = "csv", seconds = "60", seed = String(Date.now())]: string[]): Promise<void> {
	const { module, coverage, remove } = await importCounted<typeof targets>("test/faults/guided/targets.ts");
	try {
		const make = module.TARGETS[what];
		if (!make) throw new Error(`What is to be fuzzed? ${Object.keys(module.TARGETS).join(", ")}.`);
		console.log(`fuzz guided ${what}: ${seconds} s, seed ${seed}`);
		const target = await make(true);
		const before = startWatchdog(NEVER);
		const options = { seed, cases: Number.POSITIVE_INFINITY, seconds: Number(seconds), limit: LIMIT, before };
		const done = await fuzz(target, coverage, options);
		for (const { detail, input } of done.findings) console.log(`${detail.slice(0, 1500)}\nby ${input}`);
		const held = process.memoryUsage().rss / 2 ** 20;
		console.log(JSON.stringify({ what, seed, ...done, findings: done.findings.length, residentMB: Math.round(held) }));
	} finally {
		await remove();
	}
}

export async function run(given: string[]): Promise<void> {
	if (given[0] === "guided") return guided(given.slice(1));
	const [what = "models", cases = "1000", seed = String(Date.now()), first = "0"] = given;
	const make = KINDS[what];
	if (!make) throw new Error(`What is to be fuzzed? ${Object.keys(KINDS).join(", ")}.`);
	const [from, until] = [Number(first), Number(first) + Number(cases)];
	console.log(`fuzz ${what}: cases ${from} to ${until - 1} of seed ${seed}`);
	const attempt = await make(seed);
	const counts: Record<string, number> = {};
	let slowest = { i: -1, seconds: 0, detail: "" };
	for (let i = from; i < until; i++) {
		const tried = await attempt(i);
		if (!tried) continue;
		const { kind, detail, seconds } = tried;
		counts[kind] = (counts[kind] ?? 0) + 1;
		if (WRONG.includes(kind)) console.log(`case ${i}, ${kind}: ${detail.slice(0, 600)}`);
		if (seconds > slowest.seconds) slowest = { i, seconds, detail };
	}
	const held = process.memoryUsage().rss / 2 ** 20;
	console.log(JSON.stringify({ what, seed, from, until, ...counts, slowest, residentMB: Math.round(held) }));
}
