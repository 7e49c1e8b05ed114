/**
 * Enhancement of rows and labels. Rows: a classifier of real against sampled rows, fitted on one half and used on the
 * other, gives the density ratio by which sampled rows are accepted (discriminator rejection sampling, Azadi et al.
 * 2018), raked to the training marginals. Labels: a target is sampled anew from what trees predict that learned from real rows.
 */
import { OptionError, SavedModelError } from "../../errors";
import { type Boosted, predictScores } from "../../statistics/trees/boost";
import { checkBoosted } from "../../statistics/trees/check-boosted";
import { appendRows } from "../../table/append-rows";
import { type Table, takeRows } from "../../table/table";
import { type Pace, type Sampler, sampledBy } from "../around-model";
import type { Request } from "../kept";
import { createPool, GROUP, takeFromPools } from "../pool";
import { binCount, binsOf, type Cut, cutColumns, features } from "./coarse";
import { FOLDS, MOST_ROWS, TRAINING_STEPS, trainHalf } from "./half-trained";
import { type Labels, labelOdds, learnLabels, relabel } from "./labels";
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

interface EnhanceSaved {
	readonly version: 1;
	readonly cuts: readonly Cut[];
	readonly rows?: Rows;
	readonly labels?: Labels;
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
	for (const fold of FOLDS) models.push(await trainHalf(all, isReal, 2, [inFold(fold), inFold(1 - fold)], tick));
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
			part = (await takeFromPools({ rows: last - first }, () => pool))!;
		}
		const { labels } = saved;
		if (labels && !(given && Object.hasOwn(given, labels.column))) {
			const stream = own.stream("labels");
			part = relabel(part, labels, labelOdds(labels, saved.cuts, part), () => stream.uniform());
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

const wrap = <M extends object>(saved: EnhanceSaved, model: M): M =>
	sampledBy(model, (inner: Sampler, request: Request, run: Pace) => sampleEnhanced(saved, request, run, inner));

/** Enhancement, next to the generator; it learns once the generator has. */
export const enhance = {
	async fit(table: Table, setup: { readonly enhance?: Enhance }, run: Pace) {
		const asked = setup.enhance;
		if (!asked || (!asked.rows && asked.labels === undefined)) return undefined;
		if (run.privacy) {
			throw new OptionError(
				"enhance: it compares sampled rows with real ones, which no budget covers; leave it out where privacy is promised.",
				{ option: "enhance" },
			);
		}
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
				const steps = TRAINING_STEPS * (Number(Boolean(asked.rows)) + Number(asked.labels !== undefined));
				let step = 0;
				const tick = () => run.step({ phase: "enhance", step: ++step, steps });
				const { cuts } = saved;
				const labels =
					asked.labels === undefined ? undefined : await learnLabels(real, asked.labels, cuts, tick, "enhance: labels");
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
