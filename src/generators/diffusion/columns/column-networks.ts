/**
 * The chain rule in one order, p(row) = Π p(column | those before it), with parameters of its own for every column: a
 * link. One network that answers for all columns spreads its training over them; where columns are numbers that hang
 * together closely, each learns its own better alone (as TabularARGN does: Tiwald et al. 2025).
 *
 * All links have one shape, that of the whole table with fewer units, and take turns on one network.
 */
import { WorkerError } from "../../../errors";
import type { Shape } from "../../../nn/mlp/layout";
import type { PoolWorker, Progress, Run } from "../../../worker/run";
import type { LinkSetup, TrainedLink, TrainLink } from "./column-network";

/** Sizes of a link. Plain data. */
export interface LinkSize {
	readonly width: number;
	readonly layers: number;
}

/** By how much the bins of links that know many columns may depart from a mixture. */
const LEAST_FREE = 0.1;

/**
 * The shape of a table's links. The more columns a link knows, the less freely its bins depart from a mixture: of one
 * other column there are rows enough to learn any shape of dependence, of many there are not. But some freedom is left to
 * all: values that lie in clusters, as where one column is a step of another, are not what logistics describe.
 */
export function linkShape(shape: Shape, { width, layers }: LinkSize): Shape {
	return {
		...shape,
		width,
		layers,
		oneHead: true,
		free: shape.tokens.map((_, f) => Math.max(LEAST_FREE, 1 / Math.max(1, f) ** 2)),
	};
}

/** Learned links. Plain data. */
export interface Chain extends LinkSize {
	/** Parameters of each column's link, as `packLink` has them; the first columns', where training was cut short. */
	readonly links: readonly Float32Array[];
}

/** What training a chain found. */
export interface TrainedChain {
	readonly chain: Chain;
	/** Steps of all links. */
	readonly steps: number;
	/** Held-out score, nats a row; NaN where nothing was held out or links are lacking. */
	readonly heldOut: number;
}

const PAUSE_MS = 50;
const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

/**
 * Trains the links, phase "refine": those that workers train beginning at once, the others, one after the other, when
 * `finish` is called. Asked to finish early, it keeps the first of those that are done: the shared network knows the other
 * columns better than a link that has just begun. Links are the same however many train them.
 *
 * @param trainLink trains a link here.
 * @param started resolves to who helps; they take a column's number.
 */
export function startChain(
	{ shape, rules }: LinkSetup,
	trainLink: TrainLink,
	run: Run,
	started: Promise<readonly PoolWorker[]>,
): { finish(): Promise<TrainedChain> } {
	const F = shape.tokens.length;
	const links: (TrainedLink | undefined)[] = Array.from({ length: F });
	const left = Array.from({ length: F }, (_, f) => f);
	const [done, planned] = [new Float64Array(F), new Float64Array(F).fill(rules.steps)];
	let failure: unknown;
	const note = (f: number, { step, steps }: Pick<Progress, "step" | "steps">) => {
		done[f] = Math.max(done[f]!, step);
		planned[f] = Math.max(done[f]!, steps);
	};
	const report = async () => {
		if (failure) throw failure;
		// A link's loss is that of one column: no figure to stand beside those of rows.
		await run.step({ phase: "refine", step: sum(done), steps: sum(planned) });
	};
	const take = () => (run.finishEarly?.() ? undefined : left.shift());
	const keep = (f: number, link: TrainedLink) => {
		links[f] = link;
		note(f, { step: link.steps, steps: link.steps });
	};
	const trainedBy = async (worker: PoolWorker) => {
		for (let f = take(); f !== undefined; f = take()) {
			const column = f;
			try {
				keep(f, await worker.doPart<TrainedLink>(f, (progress) => note(column, progress)));
			} catch (error) {
				// Where the worker died, its link is trained by another.
				left.unshift(f);
				if (!(error instanceof WorkerError)) failure = error;
				return;
			}
		}
	};
	const alone = async () => {
		for (let f = take(); f !== undefined; f = take()) {
			const column = f;
			const step: Run["step"] = (progress) => {
				note(column, progress);
				return report();
			};
			const link = await trainLink(f, { ...run, step });
			if (run.finishEarly?.()) return;
			keep(f, link);
		}
	};
	let waiting = true;
	const others = started
		.then((workers) => Promise.all(workers.map(trainedBy)))
		.finally(() => {
			waiting = false;
		});
	return {
		async finish() {
			await report();
			await alone();
			while (waiting && links.includes(undefined) && !run.finishEarly?.()) {
				await Promise.race([others, new Promise((resolve) => setTimeout(resolve, PAUSE_MS))]);
				await report();
			}
			if (failure) throw failure;
			await alone();
			const lacking = links.indexOf(undefined);
			const kept = (lacking < 0 ? links : links.slice(0, lacking)) as TrainedLink[];
			const { width, layers } = shape;
			return {
				chain: { width, layers, links: kept.map(({ parameters }) => parameters) },
				steps: kept.reduce((steps, link) => steps + link.steps, 0),
				heldOut: lacking < 0 ? kept.reduce((nats, link) => nats + link.heldOut, 0) : Number.NaN,
			};
		},
	};
}
