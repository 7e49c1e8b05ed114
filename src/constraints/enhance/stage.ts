/**
 * Enhancement of rows and labels. Rows: a classifier of real against sampled rows, fitted on one half and used on the
 * other, gives the density ratio by which sampled rows are accepted (discriminator rejection sampling, Azadi et al.
 * 2018), raked to the training marginals. Labels: a target is sampled anew from what trees predict that learned from real rows.
 */
import { OptionError, SavedModelError } from "../../errors";
import type { Random } from "../../random";
import { type Boosted, boost, predictScores } from "../../statistics/trees/boost";
import { checkBoosted } from "../../statistics/trees/check-boosted";
import { takeFeatures } from "../../statistics/trees/features";
import { appendRows } from "../../table/append-rows";
import { isNumeric, type Table, takeRows } from "../../table/table";
import type { Request } from "../kept";
import { createPool, GROUP } from "../pool";
import { columnOf, findColumn, shapeOf } from "../steps/column-shape";
import { binCount, binsOf, type Cut, cutColumns, features } from "./coarse";
import { effectiveShare, rake } from "./rake";

/** What is to be enhanced; off where absent. */
export interface Enhance {
	/** Whether rows are accepted by how real they look. */
	readonly rows?: boolean;
	/** A category or boolean whose values are sampled anew. */
	readonly labels?: string;
}

interface Rows {
	readonly models: readonly Boosted[];
	/** Factor of each bin of each cut; the last is of missing cells. */
	readonly factors: readonly Float64Array[];
	/** Largest ratio that counts, and the weight at which a row is surely accepted. */
	readonly cap: number;
	readonly sure: number;
}

interface Labels {
	readonly column: string;
	readonly levels: readonly string[];
	readonly models: readonly Boosted[];
}

interface EnhanceSaved {
	readonly version: 1;
	readonly cuts: readonly Cut[];
	readonly rows?: Rows;
	readonly labels?: Labels;
}

interface Pace {
	readonly random: Random;
	step(progress: { phase: string; step: number; steps: number }): Promise<void>;
}

interface Sampler {
	sample(request: Request, run: Pace): Promise<Table>;
	save(): unknown;
	dispose(): void;
}

/** Rows that trees learn from at most. */
const MOST_ROWS = 33_000;
const ROUNDS = 120;
const TREES = { rounds: ROUNDS, learningRate: 0.1, leaves: 31, minRows: 20 };
const FOLDS = [0, 1] as const;
const MOST_LABELS = 20;

/** Mean logarithmic loss of a model's predictions. */
function lossOf(model: Boosted, all: ReturnType<typeof features>, codes: Int32Array): number {
	const scores = predictScores(model, all);
	const K = model.outputs;
	let loss = 0;
	for (let row = 0; row < codes.length; row++) {
		const own = K === 1 ? [0, scores[row]!] : Array.from(scores.subarray(row * K, (row + 1) * K));
		const most = Math.max(...own);
		loss += most + Math.log(own.reduce((sum, score) => sum + Math.exp(score - most), 0)) - own[codes[row]!]!;
	}
	return loss / codes.length;
}

/**
 * Trees that learned from the rows of one fold, as many rounds of them as predict the other fold best: trees that go on
 * would memorise rows.
 */
async function train(
	all: ReturnType<typeof features>,
	codes: Int32Array,
	classes: number,
	folds: readonly [number[], number[]],
	tick: () => Promise<void>,
): Promise<Boosted> {
	const [own, other] = folds.map((rows) => ({
		all: takeFeatures(all, rows),
		codes: Int32Array.from(rows, (row) => codes[row]!),
	})) as [{ all: typeof all; codes: Int32Array }, { all: typeof all; codes: Int32Array }];
	const work = boost(own.all, { kind: "class", codes: own.codes, classes }, TREES);
	let step = work.next();
	for (; !step.done; step = work.next()) await tick();
	const whole = step.value;
	let best = { ...whole, trees: whole.trees.slice(0, 0) };
	let least = lossOf(best, other.all, other.codes);
	for (const share of [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1]) {
		const model = { ...whole, trees: whole.trees.slice(0, Math.ceil(share * ROUNDS) * whole.outputs) };
		const loss = lossOf(model, other.all, other.codes);
		await tick();
		if (loss < least) [best, least] = [model, loss];
	}
	return best;
}

/** Density ratio of real to sampled rows, by the odds of the classifiers' mean. */
function ratios(
	models: readonly Boosted[],
	cuts: readonly Cut[],
	bins: readonly Int32Array[],
	rows: number,
): Float64Array {
	const sums = new Float64Array(rows);
	for (const model of models)
		predictScores(model, features(cuts, bins)).forEach((score, row) => {
			sums[row]! += score / models.length;
		});
	return sums.map(Math.exp);
}

function weights({ models, factors, cap }: Rows, cuts: readonly Cut[], table: Table): Float64Array {
	const bins = cuts.map((cut) => binsOf(cut, table));
	const ratio = ratios(models, cuts, bins, table.rows);
	return ratio.map((value, row) =>
		bins.reduce((weight, own, c) => weight * factors[c]!.at(own[row]!)!, Math.min(value, cap)),
	);
}

function quantile(values: Float64Array, share: number): number {
	return values.slice().sort()[Math.floor(share * (values.length - 1))] ?? 1;
}

async function learnRows(real: Table, pool: Table, cuts: readonly Cut[], tick: () => Promise<void>) {
	const both = appendRows([real, pool]);
	const bins = cuts.map((cut) => binsOf(cut, both));
	const all = features(cuts, bins);
	const isReal = Int32Array.from({ length: both.rows }, (_, row) => Number(row < real.rows));
	const inFold = (fold: number) => Array.from({ length: both.rows }, (_, row) => row).filter((row) => row % 2 === fold);
	const models: Boosted[] = [];
	for (const fold of FOLDS) models.push(await train(all, isReal, 2, [inFold(fold), inFold(1 - fold)], tick));
	// Each sampled row by the classifier that has not seen it.
	const poolBins = bins.map((own) => own.slice(real.rows));
	const scores = models.map((model) => predictScores(model, features(cuts, poolBins)));
	const ratio = Float64Array.from({ length: pool.rows }, (_, i) => Math.exp(scores[1 - ((real.rows + i) % 2)]![i]!));
	const cap = quantile(ratio, 0.995);
	const capped = ratio.map((value) => Math.min(value, cap));
	const realBins = bins.map((own) => own.slice(0, real.rows));
	const factors = rake(capped, poolBins, realBins, cuts.map(binCount));
	const final = capped.map((weight, row) => poolBins.reduce((w, own, c) => w * factors[c]!.at(own[row]!)!, weight));
	const rows: Rows = { models, factors, cap, sure: quantile(final, 0.95) };
	return { rows, share: effectiveShare(final) };
}

async function learnLabels(
	real: Table,
	name: string,
	cuts: readonly Cut[],
	tick: () => Promise<void>,
): Promise<Labels> {
	const at = cuts.findIndex((cut) => cut.name === name);
	const cut = cuts[at];
	if (!cut || "edges" in cut || cut.levels.length < 2 || cut.levels.length > MOST_LABELS) {
		throw new OptionError(
			`enhance: labels is "${name}"; it must be a column of 2 to ${MOST_LABELS} categories that is learned, and that five people share each.`,
			{ option: "enhance", value: name },
		);
	}
	const others = cuts.filter((_, c) => c !== at);
	const all = features(
		others,
		others.map((own) => binsOf(own, real)),
	);
	const codes = binsOf(cut, real);
	const known = Array.from(codes.keys()).filter((row) => codes[row]! >= 0 && codes[row]! < cut.levels.length);
	const inFold = (fold: number) => known.filter((row) => row % 2 === fold);
	const models: Boosted[] = [];
	for (const fold of FOLDS) {
		models.push(await train(all, codes, cut.levels.length, [inFold(fold), inFold(1 - fold)], tick));
	}
	return { column: name, levels: cut.levels, models };
}

/** Samples the target of each row from the mean of the models' probabilities; a missing one stays missing. */
function relabel(
	{ column: name, levels, models }: Labels,
	cuts: readonly Cut[],
	table: Table,
	uniform: (row: number) => number,
): Table {
	const column = findColumn(table, name);
	if (!column || isNumeric(column)) return table;
	const others = cuts.filter((cut) => cut.name !== name);
	const all = features(
		others,
		others.map((cut) => binsOf(cut, table)),
	);
	const K = levels.length;
	const odds = new Float64Array(table.rows * K);
	for (const model of models) {
		const scores = predictScores(model, all);
		for (let row = 0; row < table.rows; row++) {
			const own = K === 2 ? [0, scores[row]!] : Array.from(scores.subarray(row * K, (row + 1) * K));
			const most = Math.max(...own);
			const total = own.reduce((sum, score) => sum + Math.exp(score - most), 0);
			for (const [k, score] of own.entries()) odds[row * K + k]! += Math.exp(score - most) / total / models.length;
		}
	}
	const cells = Array.from(column.codes, (code, row) => {
		if (code < 0) return null;
		let left = uniform(row);
		let k = 0;
		while (k < K - 1 && left >= odds[row * K + k]!) left -= odds[row * K + k++]!;
		return levels[k]!;
	});
	const columns = table.columns.map((old) => (old.name === name ? columnOf(shapeOf(old), cells) : old));
	return { ...table, columns };
}

async function sampleEnhanced(saved: EnhanceSaved, request: Request, run: Pace, model: Sampler): Promise<Table> {
	if (request.complete) return model.sample(request, run);
	const { rows, offset = 0, given } = request;
	const random = run.random.stream("enhance");
	const start = Math.floor(offset / GROUP) * GROUP;
	const end = offset + rows;
	const parts: Table[] = [];
	for (let first = start; first < end; first += GROUP) {
		const last = Math.min(end, first + GROUP);
		const own = random.stream(first / GROUP);
		const accept = own.stream("accept");
		let part: Table;
		const ask = (rows: number, offset: number) => model.sample({ ...request, rows, offset }, { ...run, random: own });
		if (!saved.rows) part = await ask(last - first, 0);
		else {
			const { sure } = saved.rows;
			const pool = createPool(
				ask,
				(table) => Uint8Array.from(weights(saved.rows!, saved.cuts, table), (w) => Number(accept.uniform() > w / sure)),
				() => false,
				() => new OptionError("enhance: almost no sampled row looks real; fit without it.", { option: "enhance" }),
			);
			const taken: Table[] = [];
			const order: number[] = [];
			let before = 0;
			for (let row = first; row < last; row++) {
				const found = await pool(last - row);
				if (taken.at(-1) !== found.table) {
					before = taken.reduce((sum, table) => sum + table.rows, 0);
					taken.push(found.table);
				}
				order.push(before + found.row);
			}
			part = takeRows(appendRows(taken as [Table, ...Table[]]), order);
		}
		const { labels } = saved;
		if (labels && !(given && Object.hasOwn(given, labels.column))) {
			const stream = own.stream("labels");
			part = relabel(labels, saved.cuts, part, () => stream.uniform());
		}
		parts.push(part);
	}
	const whole = appendRows(parts as [Table, ...Table[]]);
	if (offset === start) return whole;
	return takeRows(
		whole,
		Int32Array.from({ length: rows }, (_, row) => offset - start + row),
	);
}

function wrap<M extends object>(saved: EnhanceSaved, model: M): M {
	const inner = model as M & Sampler;
	return {
		...inner,
		sample: (request: Request, run: Pace) => sampleEnhanced(saved, request, run, inner),
		save: () => inner.save(),
		dispose: () => inner.dispose(),
	};
}

/** Enhancement, next to the generator; it learns once the generator has. */
export const enhance = {
	async fit(table: Table, setup: { readonly enhance?: Enhance }, _run: Pace) {
		const asked = setup.enhance;
		if (!asked || (!asked.rows && asked.labels === undefined)) return undefined;
		const order = Int32Array.from({ length: table.rows }, (_, row) => row);
		let saved: EnhanceSaved = { version: 1, cuts: cutColumns(table) };
		const diagnostics: Record<string, string | number | boolean> = {};
		return {
			table,
			get saved() {
				return saved;
			},
			diagnostics,
			wrap: <M extends object>(model: M) => wrap(saved, model),
			async finish(model: object, run: Pace): Promise<void> {
				const random = run.random.stream("enhance");
				const chosen = random.shuffle(order).subarray(0, MOST_ROWS);
				const real = takeRows(table, chosen);
				const steps = 2 * (ROUNDS + 7) * (Number(Boolean(asked.rows)) + Number(asked.labels !== undefined));
				let step = 0;
				const tick = () => run.step({ phase: "enhance", step: ++step, steps });
				const { cuts } = saved;
				const labels = asked.labels === undefined ? undefined : await learnLabels(real, asked.labels, cuts, tick);
				if (labels) diagnostics.enhancedLabels = labels.column;
				if (!asked.rows) {
					saved = { ...saved, labels };
					return;
				}
				const pool = await (model as Sampler).sample({ rows: real.rows }, { ...run, random: random.stream("pool") });
				const { rows, share } = await learnRows(real, pool, cuts, tick);
				diagnostics.enhancedRowsEffectiveShare = share;
				saved = { ...saved, rows, ...(labels && { labels }) };
			},
		};
	},
	async load(saved: unknown) {
		const { version } = (saved ?? {}) as Partial<EnhanceSaved>;
		if (version !== 1) {
			throw new SavedModelError(`Enhancement was saved as version ${version}; this build reads version 1.`, {
				version,
			});
		}
		const { rows, labels } = saved as EnhanceSaved;
		for (const part of [rows, labels]) {
			for (const model of part?.models ?? []) checkBoosted(model, "stages.enhance.models");
		}
		return { saved, wrap: <M extends object>(model: M) => wrap(saved as EnhanceSaved, model) };
	},
};
