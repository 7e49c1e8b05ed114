/**
 * Tries to refute what private generators promise, and what faulty ones do:
 * `npm run bench -- audit [generators] [epsilons] [runs]`, lists with commas, "all" for the mechanisms and every generator,
 * "mechanisms" for them alone. What a former run found with as many runs is not audited again, so that it may be run in pieces. Writes results/audit.json and .md.
 */
import { cpus } from "node:os";
import { epsilonAtLeast, oneRunEpsilon } from "../src/dp/audit";
import { createBudget } from "../src/dp/budget";
import { STANDARD_PROMISE } from "../src/dp/promise";
import { platformRandom } from "../src/dp/secure-random";
import { auditWorlds } from "../src/dp/two-worlds";
import { OptionError } from "../src/errors";
import { generators } from "../src/generators";
import type { Generator, GeneratorMeta } from "../src/generators/generator";
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { startBackend } from "../src/nn/backend";
import { auditPrivacy, type MakeTable } from "../src/page/audit-privacy";
import { createRandom } from "../src/random";
import type { Table } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { DELTA, faulty, honest, type Mechanism } from "../test/dp/mechanisms";
import { auditTraining, faultyTrainings, honestTrainings, type TrainingMechanism } from "../test/dp/private-training";
import { numeric, tableOf, times, worded } from "../test/encode/tables";
import { nodeWasmUrl } from "../test/nn/node-backend";
import { openResults, printResults } from "./browser/results";

const CONFIDENCE = 0.99;
const SAMPLED = 200;
/** Rows of the audited table, and of those that a trained generator asks for. */
const [FEW, MANY] = [120, 6000];
/** Runs of a number's worth of work, and of a step of training, for one of a whole table's. */
const [CHEAPER, CHEAP] = [40, 20];
/** Small, since a chance of failing that hundreds of canaries share hides everything; `DELTA` would show of one run nothing. */
const ONE_RUN_DELTA = 1e-5;

const metas: Readonly<Record<string, GeneratorMeta>> = generatorMetas;
const privateOnes = Object.keys(metas).filter((name) => metas[name]!.private || metas[name]!.canBePrivate);
/** Trained on little: an audit asks what is told, not how well. */
const QUICK: Partial<Record<string, object>> = {
	diffusion: { steps: 4, batchRows: 300, width: 8, bins: 8 },
	dpgan: { steps: 4, batchRows: 30, width: 8, bins: 8 },
};

/** Two trades and an age, and in the middle somebody who is nothing like the others. */
function people(rows: number): Table {
	const random = createRandom("people");
	const odd = rows / 2;
	const trades = times(rows, (i) => (i === odd ? "astronaut" : random.uniform() < 0.5 ? "clerk" : "smith"));
	const ages = times(rows, (i) => (i === odd ? 1000 : 20 + random.int(40)));
	return tableOf(worded("trade", trades), numeric("age", ages, "integer", 0));
}

/** Numbers by chance, among which canaries can hide. */
function wide(rows: number): Table {
	const random = createRandom("wide");
	const column = () => times(rows, () => random.int(1000));
	return tableOf(...times(6, (c) => numeric(`x${c}`, column(), "integer", 0)));
}

function makerOf(name: string, epsilon: number, delta: number): MakeTable {
	return async (table, run) => {
		const generator = (await generators[name as GeneratorName]()) as unknown as Generator<never, unknown>;
		const context = (purpose: string) =>
			createRun({ random: createRandom(`${purpose} ${run}`), device: "wasm", wasmUrl: nodeWasmUrl() });
		const privacy = createBudget({ ...STANDARD_PROMISE, epsilon, delta });
		const options = { ...metas[name]!.defaults, ...QUICK[name] } as never;
		const model = await generator.fit(table, options, { ...context("fit"), privacy });
		const rows = await model.sample({ rows: SAMPLED }, context("sample"));
		model.dispose();
		return rows;
	};
}

/** The most that so many runs in each world could show. */
function most(runs: number): number {
	const judged = Math.floor(runs / 2);
	return epsilonAtLeast({ first: judged, hits: judged, second: judged, falseAlarms: 0 }, DELTA, 1 - CONFIDENCE);
}

export async function run([names = "all", epsilons = "0.5,1,4,10", given = "100"]: string[]): Promise<void> {
	const machine = { processor: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "audit", machine);
	const runs = Number(given);
	const list = epsilons.split(",").map(Number);
	const control = "the table as it is";
	const chosen = names === "all" ? [...privateOnes, control] : names === "mechanisms" ? [] : names.split(",");

	async function record(title: string, what: string, epsilon: number, runs: number, audit: () => Promise<number[]>) {
		const key = { what, epsilon, runs };
		if (kept.rows(title).some((row) => Object.entries(key).every(([name, value]) => row[name] === value))) return;
		const start = performance.now();
		const [found, could] = (await audit()) as [number, number];
		const seconds = (performance.now() - start) / 1000;
		const verdict = found > epsilon ? "refuted" : "not refuted";
		kept.record(title, { ...key, "epsilon at least": found, "could show": could, verdict, seconds }, [
			"what",
			"epsilon",
			"runs",
		]);
		console.log(title, what, epsilon, found.toFixed(2), "of", could.toFixed(2), verdict, seconds.toFixed(0), "s");
	}

	const worldsOf = async (runs: number, one: (here: boolean, r: number) => Promise<number> | number) => {
		const world = async (here: boolean) => {
			const seen: number[] = [];
			for (let r = 0; r < runs; r++) seen.push(await one(here, r));
			return seen;
		};
		const found = auditWorlds(await world(true), await world(false), { delta: DELTA, confidence: CONFIDENCE });
		return [found.epsilon, most(runs)];
	};

	async function mechanism(title: string, { name, run }: Mechanism, epsilon: number, runs: number) {
		const chance = createRandom(`${name} ${epsilon} ${runs}`);
		await record(title, name, epsilon, runs, () => worldsOf(runs, (here) => run(here, epsilon, chance)));
	}

	async function training(title: string, one: TrainingMechanism, epsilon: number, runs: number) {
		const random = platformRandom();
		const masks = createRandom(crypto.randomUUID());
		await record(title, one.name, epsilon, runs, () =>
			worldsOf(runs, (here, r) => auditTraining(one, here, epsilon, random, masks.stream(`${here} ${r}`))),
		);
	}

	const [mechanisms, faults, worlds, canaries] = [
		"Mechanisms, two worlds",
		"Faults, two worlds",
		"Generators, two worlds",
		"Generators, one run with canaries",
	];
	kept.note(
		mechanisms,
		`Each told apart with and without one row by one number, ${CONFIDENCE * 100} % confidence, delta ${DELTA}: "epsilon at least" is what the runs show, "could show" what they would show of a mechanism that hides nothing.`,
	);
	kept.note(faults, "The same with a fault that libraries have had; each states epsilon 0.5 and must be refuted.");
	kept.note(
		worlds,
		`A table of ${FEW} rows (${MANY.toLocaleString("en")} for what is trained) with and without a row that is unlike all others; the attacker looks for rows like it among ${SAMPLED} synthetic ones. The last row hands the table on as it is.`,
	);
	kept.note(
		canaries,
		"Each canary is in the table by a coin; the attacker guesses the coins from one synthetic table (Steinke, Nasr and Jagielski 2023). The last row hands the table on as it is.",
	);
	await startBackend("wasm", { wasmUrl: nodeWasmUrl() });
	const trainingsOf = (is: (one: TrainingMechanism) => boolean) => {
		return { honest: honestTrainings.filter(is), faulty: faultyTrainings.filter(is) };
	};
	const [brief, long] = [trainingsOf((o) => o.schedule.steps === 1), trainingsOf((o) => o.schedule.steps > 1)];
	const all = names === "all" || names === "mechanisms";
	if (all) {
		for (const epsilon of list) for (const one of honest) await mechanism(mechanisms, one, epsilon, CHEAPER * runs);
		for (const one of faulty) await mechanism(faults, one, 0.5, CHEAPER * runs);
		for (const one of brief.faulty) await training(faults, one, 0.5, CHEAP * runs);
		for (const epsilon of list) for (const one of brief.honest) await training(mechanisms, one, epsilon, CHEAP * runs);
	}

	for (const name of chosen) {
		if (!metas[name] && name !== control) throw new OptionError(`There is no generator "${name}".`);
		const least = metas[name]?.needsForPrivacy;
		const rows = least ? MANY : FEW;
		const many = Math.max(300, rows / 10);
		for (const epsilon of list.filter((one) => one >= (least?.epsilon ?? 0))) {
			const make = (delta: number): MakeTable => (metas[name] ? makerOf(name, epsilon, delta) : async (table) => table);
			const common = { epsilon, confidence: CONFIDENCE };
			// A control is cheap, and ε 4 is only shown by many runs.
			const times = metas[name] ? runs : 10 * runs;
			await record(canaries, name, epsilon, 1, async () => {
				const options = { ...common, delta: ONE_RUN_DELTA, method: "one-run", canaries: many, seed: 1 } as const;
				const { epsilonAtLeast } = await auditPrivacy(wide(rows === FEW ? 300 : rows), make(ONE_RUN_DELTA), options);
				const guesses = 2 * Math.floor(many / 3);
				return [
					epsilonAtLeast,
					oneRunEpsilon({ canaries: many, guesses, right: guesses }, ONE_RUN_DELTA, 1 - CONFIDENCE),
				];
			});
			await record(worlds, name, epsilon, times, async () => {
				const { epsilonAtLeast } = await auditPrivacy(people(rows), make(DELTA), {
					...common,
					delta: DELTA,
					runs: times,
					row: rows / 2,
				});
				return [epsilonAtLeast, most(times)];
			});
		}
	}
	// Hundreds of steps a run: last.
	if (all) {
		for (const one of long.faulty) await training(faults, one, 0.5, runs);
		for (const epsilon of list) for (const one of long.honest) await training(mechanisms, one, epsilon, runs);
	}
	printResults(kept.results);
}
