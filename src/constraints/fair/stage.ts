/**
 * A fair target on any generator: its category is sampled from what trees predict that learned from real rows, with the
 * logit of the favourable one shifted for each group until the groups' rates meet (thresholds per group after Hardt, Price and
 * Srebro 2016, as a shift). All other columns stay as the generator sampled them.
 */
import { OptionError, SavedModelError } from "../../errors";
import type { Random } from "../../random";
import { checkBoosted } from "../../statistics/trees/check-boosted";
import { isNumeric, type Table, takeRows } from "../../table/table";
import { type Pace, type Sampler, sampledBy } from "../around-model";
import { type Cut, cutColumns } from "../enhance/coarse";
import { MOST_ROWS, TRAINING_STEPS } from "../enhance/half-trained";
import { type Labels, labelOdds, learnLabels, relabel } from "../enhance/labels";
import { wantedCell } from "../given";
import type { Request } from "../kept";
import { createPool, GROUP, takeFromPools } from "../pool";
import { type Cell, cellAt, findColumn, shapeOf } from "../steps/column-shape";
import { describeFair, type Fair, type FairPlan, planFair } from "./fair";
import { groupsOf } from "./groups";
import { findShifts, largestDifference, shifted } from "./shift";

interface FairSaved {
	readonly version: 1;
	readonly plan: FairPlan;
	readonly cuts: readonly Cut[];
	readonly labels: Labels;
	/** What is added to the logit of the favourable category, by group. */
	readonly shifts: Float64Array;
}

/** Bins of a number: the trees are to predict as well as those that a user would train. */
const BINS = 256;
/** Sampled rows that shifts for parity are found on, at most. */
const POOL_ROWS = 12_000;
/** Rows from which a rate of a group is quoted. */
const FEWEST_ROWS = 20;

/** Odds with those of the favourable category moved; the others keep their proportions. */
function fairOdds({ plan, cuts, labels, shifts }: FairSaved, table: Table): Float64Array {
	const odds = labelOdds(labels, cuts, table);
	const groups = groupsOf(plan.groups, table);
	const K = labels.levels.length;
	const good = labels.levels.indexOf(plan.favourable);
	for (let row = 0; row < table.rows; row++) {
		const before = odds[row * K + good]!;
		const after = shifted(before, shifts[groups[row]!]!);
		for (let k = 0; k < K; k++) {
			odds[row * K + k] = k === good ? after : (odds[row * K + k]! * (1 - after)) / Math.max(1e-12, 1 - before);
		}
	}
	return odds;
}

/** A number for each row from `offset` on, the same whatever chunk it is asked for in. */
function uniforms(random: Random, offset: number, rows: number): Float64Array {
	const all = new Float64Array(rows);
	for (let group = Math.floor(offset / GROUP); group * GROUP < offset + rows; group++) {
		const stream = random.stream(group);
		for (let i = group * GROUP; i < Math.min(offset + rows, (group + 1) * GROUP); i++) {
			const value = stream.uniform();
			if (i >= offset) all[i - offset] = value;
		}
	}
	return all;
}

function withFairTarget(saved: FairSaved, table: Table, random: Random, offset: number): Table {
	const drawn = uniforms(random, offset, table.rows);
	return relabel(table, saved.labels, fairOdds(saved, table), (row) => drawn[row]!);
}

const marked = (table: Table): Table => ({ ...table, marks: [...new Set([...(table.marks ?? []), "fair"])] });

/** Filled cells of the target are fair; known ones stay as they are. */
function fillFairly(saved: FairSaved, asked: Table, filled: Table, random: Random, offset: number): Table {
	const known = findColumn(asked, saved.plan.target);
	if (!known || isNumeric(known)) return filled;
	const fair = withFairTarget(saved, filled, random, offset);
	const shape = findColumn(filled, saved.plan.target)!;
	const anew = findColumn(fair, saved.plan.target)!;
	if (isNumeric(shape) || isNumeric(anew)) return filled;
	const levels = [...new Set([...shape.levels, ...anew.levels])];
	const codes = shape.codes.map((code, row) => {
		const own = known.codes[offset + row]! >= 0 || code < 0 ? shape.levels[code] : anew.levels[anew.codes[row]!];
		return own === undefined ? -1 : levels.indexOf(own);
	});
	return {
		...filled,
		columns: filled.columns.map((column) => (column === shape ? { ...shape, levels, codes } : column)),
	};
}

async function sampleFair(saved: FairSaved, request: Request, run: Pace, model: Sampler): Promise<Table> {
	const { target } = saved.plan;
	const { offset = 0, given } = request;
	const random = run.random.stream("fair");
	if (request.complete) {
		return marked(fillFairly(saved, request.complete, await model.sample(request, run), random, offset));
	}
	if (!given || !Object.hasOwn(given, target)) {
		return marked(withFairTarget(saved, await model.sample(request, run), random, offset));
	}
	// A condition on the target is met by the fair one: rows are sampled until enough meet it.
	const { [target]: wanted, ...others } = given;
	const empty = await model.sample({ ...request, rows: 0, given: others }, run);
	const shape = shapeOf(findColumn(empty, target)!);
	const meets = wantedCell(shape, wanted!);
	if (![...saved.labels.levels, null].some((cell: Cell) => meets(cell))) {
		throw new OptionError(
			`given: "${target}" is to be ${JSON.stringify(wanted)}; its categories are ${saved.labels.levels.join(", ")}.`,
			{ option: "given", column: target, value: wanted },
		);
	}
	const taken = await takeFromPools(request, (group) => {
		const own = random.stream("given").stream(group);
		return createPool(
			async (rows, from) => {
				const plain = { ...request, rows, offset: from, given: others };
				return withFairTarget(saved, await model.sample(plain, { ...run, random: own }), own.stream("fair"), from);
			},
			(table) => {
				const column = findColumn(table, target)!;
				return Uint8Array.from({ length: table.rows }, (_, row) => Number(!meets(cellAt(column, row))));
			},
			() => false,
			() =>
				new OptionError(`given: hardly a row has ${JSON.stringify(wanted)} in "${target}"; widen it.`, {
					option: "given",
					column: target,
					value: wanted,
				}),
		);
	});
	return marked(taken ?? empty);
}

const wrap = <M extends object>(saved: FairSaved, model: M): M =>
	sampledBy(model, (inner: Sampler, request: Request, run: Pace) => sampleFair(saved, request, run, inner));

/** Rows whose target is known, and what the model says of each that did not learn from it. */
function knownRows({ plan, cuts, labels }: Omit<FairSaved, "shifts">, real: Table) {
	const { levels } = labels;
	const K = levels.length;
	const good = levels.indexOf(plan.favourable);
	const column = findColumn(real, plan.target)!;
	const byModel = labels.models.map((model) => labelOdds(labels, cuts, real, [model]));
	const groups = groupsOf(plan.groups, real);
	const rows = Array.from({ length: real.rows }, (_, row) => row).filter((row) => cellAt(column, row) !== null);
	return {
		p: rows.map((row) => byModel[1 - (row % 2)]![row * K + good]!),
		groups: rows.map((row) => groups[row]!),
		positive: rows.map((row) => cellAt(column, row) === plan.favourable),
	};
}

const round = (value: number) => (Number.isNaN(value) ? "too few rows" : Math.round(1000 * value) / 1000);

/** Differences and accuracy of predictions for real rows, by models that had not seen them. */
function predicted({ p, groups, positive }: ReturnType<typeof knownRows>, shifts: Float64Array) {
	const hits = p.map((own, i) => Number(shifted(own, shifts[groups[i]!]!) > 0.5));
	const real = <T>(values: readonly T[]) => values.filter((_, i) => positive[i]);
	return {
		parity: round(largestDifference(hits, groups, shifts.length, FEWEST_ROWS)),
		opportunity: round(largestDifference(real(hits), real(groups), shifts.length, FEWEST_ROWS)),
		accuracy: round(hits.filter((hit, i) => (hit === 1) === positive[i]).length / hits.length),
	};
}

/** The fair target, around the generator and its enhancement; it learns once they have. */
export const fair = {
	async fit(table: Table, setup: { readonly fair?: Fair }, _run?: Pace) {
		if (!setup.fair) return undefined;
		const cuts = cutColumns(table, BINS);
		const plan = planFair(table, setup.fair, cuts);
		let saved: FairSaved | undefined;
		const diagnostics: Record<string, string | number | boolean> = {};
		return {
			table,
			get saved() {
				return saved;
			},
			diagnostics,
			wrap: <M extends object>(model: M) => (saved ? wrap(saved, model) : model),
			async finish(model: object, run: Pace): Promise<void> {
				const random = run.random.stream("fair");
				const order = random.shuffle(Int32Array.from({ length: table.rows }, (_, row) => row));
				const real = takeRows(table, order.subarray(0, MOST_ROWS));
				const steps = TRAINING_STEPS + 2;
				let step = 0;
				const tick = () => run.step({ phase: "fair", step: ++step, steps });
				const labels = await learnLabels(real, plan.target, cuts, tick, "fair: target");
				const known = knownRows({ version: 1, plan, cuts, labels }, real);
				await tick();
				const count = plan.groups.names.length;
				let shifts: Float64Array;
				if (plan.aim === "parity") {
					const pool = await (model as Sampler).sample(
						{ rows: Math.min(real.rows, POOL_ROWS) },
						{ ...run, random: random.stream("pool") },
					);
					const K = labels.levels.length;
					const odds = labelOdds(labels, cuts, pool);
					const good = labels.levels.indexOf(plan.favourable);
					const p = Float64Array.from({ length: pool.rows }, (_, row) => odds[row * K + good]!);
					shifts = findShifts({ p, groups: groupsOf(plan.groups, pool) }, known, count, plan.strength);
				} else {
					const chosen = <T>(values: readonly T[]) => values.filter((_, i) => known.positive[i]);
					const positive = { p: chosen(known.p), groups: chosen(known.groups) };
					shifts = findShifts(positive, positive, count, plan.strength);
				}
				await tick();
				saved = { version: 1, plan, cuts, labels, shifts };
				const [before, after] = [
					predicted(
						known,
						shifts.map(() => 0),
					),
					predicted(known, shifts),
				];
				Object.assign(diagnostics, {
					fair: describeFair(plan),
					fairParityDifference: after.parity,
					fairParityDifferenceBefore: before.parity,
					fairOpportunityDifference: after.opportunity,
					fairOpportunityDifferenceBefore: before.opportunity,
					fairAccuracy: after.accuracy,
					fairAccuracyBefore: before.accuracy,
				});
			},
		};
	},
	async load(saved: unknown) {
		const { version } = (saved ?? {}) as Partial<FairSaved>;
		if (version !== 1) {
			throw new SavedModelError(`A fair target was saved as version ${version}; this build reads version 1.`, {
				version,
			});
		}
		const { plan, cuts, labels, shifts } = saved as FairSaved;
		for (const model of labels.models) checkBoosted(model, "stages.fair.models");
		const names = cuts.map(({ name }) => name);
		const sound =
			shifts instanceof Float64Array &&
			shifts.length === plan.groups.names.length &&
			shifts.length === plan.groups.keys.length + 1 &&
			names.includes(labels.column) &&
			labels.column === plan.target &&
			labels.levels.includes(plan.favourable);
		if (!sound) throw new SavedModelError("The saved fair target is damaged: its groups and shifts do not fit.", {});
		return { saved, wrap: <M extends object>(model: M) => wrap(saved as FairSaved, model) };
	},
};
