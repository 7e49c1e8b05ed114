import { compare, createGenerator, inspect, loadGenerator, WorkerError } from "../../../src";
import type { Progress } from "../../../src/worker/run";
import { watchPage } from "../../../test/browser/watch-page";
import type { Bench } from "../bench";
import { makeTable } from "../made-table";

interface Victim {
	readonly phase: string;
	/** Starts the call; `reached` is called in the phase that is meant. */
	call(reached: () => void): Promise<unknown>;
	/** The call that is to work afterwards. */
	next(): Promise<unknown>;
	readonly dispose?: () => void;
}

export async function killWorkers(where: string, times: number, bench: Bench): Promise<void> {
	const { living, started } = watchPage();
	/** Ends every worker without a word to whoever waits for it, as a browser does that lacks memory. */
	const kill = () => {
		for (const worker of [...living]) worker.terminate();
		return performance.now();
	};
	const section = `workers killed, ${where}`;
	const table = makeTable(20_000, 8);
	const few = makeTable(300, 4);
	const wasm = { device: "wasm", workers: 1 } as const;
	const options = { steps: 400, batchRows: 64, width: 32, layers: 1 } as const;
	const at = (phase: string, least: number, reached: () => void) => {
		let done = false;
		return {
			onProgress: (progress: Progress) => {
				if (done || progress.phase !== phase || progress.step < least) return;
				done = true;
				reached();
			},
		};
	};
	const ready = await createGenerator("bayesian-network", {});
	await ready.fit(few, { seed: 1 });
	const bytes = await ready.save();
	ready.dispose();
	const whole = await createGenerator("diffusion", options, wasm);
	await whole.fit(table, { seed: 1, subject: null });
	const wanted = await whole.save();

	const fitting =
		(phase: string, least: number): (() => Promise<Victim>) =>
		async () => {
			const handle = await createGenerator("diffusion", options, wasm);
			return {
				phase: phase === "train" ? "train (goes on)" : phase,
				call: (reached) => handle.fit(table, { seed: 1, subject: null, ...at(phase, least, reached) }),
				next: async () => {
					if (phase === "train") {
						const got = await handle.save();
						if (got.length !== wanted.length || got.some((byte, i) => byte !== wanted[i]))
							throw new Error("Another model.");
					} else await handle.fit(few, { seed: 2, subject: null });
					return handle.sample(10);
				},
				dispose: () => handle.dispose(),
			};
		};
	const victims: (() => Promise<Victim>)[] = [
		async () => ({
			phase: "load",
			call: (reached) => {
				const before = started();
				const watch = setInterval(() => {
					const worker = [...living].at(-1);
					if (started() === before || !worker) return;
					clearInterval(watch);
					// Its first word is that it runs; the model comes after it.
					worker.addEventListener("message", reached, { once: true });
				}, 0);
				return loadGenerator(bytes, wasm);
			},
			next: async () => (await loadGenerator(bytes, wasm)).dispose(),
		}),
		async () => ({
			phase: "inspect",
			call: (reached) => inspect(table, at("inspect", 1, reached)),
			next: () => inspect(few),
		}),
		fitting("encode", 0),
		fitting("train", 60),
		async () => {
			const handle = await createGenerator("diffusion", options, wasm);
			await handle.fit(few, { seed: 1, subject: null });
			return {
				phase: "sample",
				call: (reached) => handle.sample(1_000_000, at("sample", 1, reached)),
				next: () => handle.sample(10),
				dispose: () => handle.dispose(),
			};
		},
		async () => {
			const input = { real: table, synthetic: makeTable(20_000, 8, 9) };
			const small = { real: few, synthetic: makeTable(300, 4, 9) };
			let reports = 0;
			return {
				phase: "report",
				call: (reached) => compare(input, { seed: 1, onProgress: () => ++reports === 2 && reached() }),
				next: () => compare(small, { seed: 1 }),
			};
		},
	];
	for (const make of victims) {
		const settled: number[] = [];
		let outcome = "";
		let nextWorks = 0;
		let phase = "";
		for (let i = 0; i < times; i++) {
			const victim = await make();
			phase = victim.phase;
			let killedAt = Number.NaN;
			let before = started();
			let noticedAt = Number.NaN;
			const call = victim.call(() => {
				before = started();
				killedAt = kill();
			});
			const watch = setInterval(() => {
				// Where another worker takes over, the death was noticed when that was started.
				if (Number.isNaN(noticedAt) && !Number.isNaN(killedAt) && started() > before) noticedAt = performance.now();
			}, 5);
			outcome = await call.then(
				() => "went on to the same model",
				(error) => (error instanceof WorkerError ? "WorkerError" : String(error)),
			);
			clearInterval(watch);
			settled.push((outcome === "WorkerError" ? performance.now() : noticedAt) - killedAt);
			nextWorks += await victim.next().then(
				() => 1,
				(error) => {
					outcome += `; next: ${error}`;
					return 0;
				},
			);
			victim.dispose?.();
		}
		await bench.record(section, {
			phase,
			times,
			outcome,
			"noticed, slowest ms": Math.max(...settled),
			"next call works": nextWorks,
		});
	}
	const databases = await indexedDB.databases();
	await bench.note(
		section,
		`Secure context: ${isSecureContext}, Web Locks: ${"locks" in navigator && navigator.locks !== undefined}. Databases left behind: ${databases.length}. Noticed: until the call was answered or, where training goes on, another worker was started.`,
	);
	whole.dispose();
}
