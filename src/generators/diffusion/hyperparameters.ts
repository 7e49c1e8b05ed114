import type { Encoder } from "../../encode/encoder";
import type { TrainingRules } from "../../nn/mlp/train";
import type { DiffusionOptions } from "./meta";

/** What training and drawing go by: the options, and where they leave it open the table. */
export interface Rules extends TrainingRules {
	readonly bins: number;
	/** How much bins may depart from a mixture, as `Shape.free`; of links by the columns that they know. */
	readonly free: number;
	readonly ramps: number;
	/** 0: one a column. */
	readonly samplingSteps: number;
	/** Whether rows are drawn in one order. */
	readonly ordered: boolean;
	/** How each column's link is trained, where it has one. */
	readonly link?: TrainingRules;
	/** Whether links start as regressions. */
	readonly regressed: boolean;
}

const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

/** Below this many rows nothing is held out: the rows are needed more. */
const FEWEST_TO_HOLD_OUT = 40;

/**
 * What keeps a network from learning rows by heart, by the number of rows: few rows have a small network, coarse inputs,
 * bins that keep to a mixture, and more that is forgotten on the way. Measured on the five tables of the bench, each in a
 * size of its own (see the README); that from 1,000 to 2,000 rows lies between its neighbours and was not measured.
 */
const SIZES = [
	{ below: 300, width: 64, layers: 2, ramps: 1, free: 0.1, dropout: 0.5, weightDecay: 1, stepsARow: 0.45 },
	{ below: 1000, width: 24, layers: 3, ramps: 8, free: 0.5, dropout: 0.2, weightDecay: 0.5, stepsARow: 1 },
	{ below: 2000, width: 64, layers: 3, ramps: 8, free: 0.5, dropout: 0.25, weightDecay: 0.5, stepsARow: 0.75 },
	{ below: 8000, width: 128, layers: 3, ramps: 8, free: 0.5, dropout: 0.25, weightDecay: 0.5, stepsARow: 0.45 },
	{ below: 20_000, width: 128, layers: 3, ramps: 64, free: 0.5, dropout: 0.2, weightDecay: 0.3, stepsARow: 0.45 },
	{ below: Infinity, width: 256, layers: 3, ramps: 32, free: 0.5, dropout: 0, weightDecay: 0, stepsARow: 0.45 },
] as const;

/** Above this many columns the network is half as wide again: relations grow with the pairs of columns. */
const MANY_COLUMNS = 30;

/**
 * Up to this many columns each may have a link (151 columns, 2,000 rows: told apart at .67, by one network at .88, in three
 * times the time; of 200 columns they take some 100 MB), and from as many rows as are needed to hold some out.
 */
const MOST_LINKS = 200;
const CHAIN_FROM = FEWEST_TO_HOLD_OUT;

/**
 * Below this many rows links start as regressions (penguins, halved anew for 36 models: detection .60 with one network, .58
 * with links, .56 with regressions, closest-record share .58, .60 and .54). With 600 rows of California they gain nothing.
 */
const REGRESSED_BELOW = 300;

/**
 * The learning rate's phases, and what is kept of them. At the end of the decay parameters swing least, and that shows
 * in the margins, so they are kept even where held-out rows were predicted a little better before (Adult: shape error
 * 0.49 % at the end, 0.62 % at the best score, 0.2 % better).
 */
const PHASES = { checks: 40, patience: 8, levelShare: 0.6, blurShare: 1, keepBest: false } as const;

/**
 * A link is small, for it answers for one column, and of many steps takes as many as its column needs: some are learned
 * by heart in a third of those that others gain from, and most of that happens in the decay, so it is short.
 */
const LINKS = {
	width: 64,
	layers: 3,
	steps: 2000,
	dropout: 0.4,
	weightDecay: 0.1,
	patience: 2,
	levelShare: 0.8,
	blurShare: 0.4,
	keepBest: true,
} as const;

/**
 * Of more columns than these a link drops ever less as it learns, for what is dropped must not be coarser than what is told
 * (41 columns that hang together closely: told apart at .747 with one share throughout, at .716 so, held-out rows 4 nats
 * better; 81: .926 and .889; loosely related ones: as before). Of fewer, links would learn more of the rows by heart
 * (California: closest-record share .526, so .535).
 */
const FEW_COLUMNS = 16;
const DROPOUT_NATS = 2;

/**
 * What links add to regressions must be worth this many nats over the root of the held-out rows, about its own standard
 * error: of two that are told apart no better the simpler is taken (Breiman et al. 1984, §3.4.3).
 */
const LEAST_GAIN = 0.6;

/**
 * Steps of all links together at most, which only columns that hang together closely take (4,000 rows, 41 columns: told
 * apart at .716 after 40,000, .687 after 60,000; 81 columns: .889 and .796; another table of 41 at .59, its links having
 * ended after 9,000 of either). Links that start as regressions gain nothing from so many (290 rows of 41 and 81 columns:
 * .713 and .769 after 40,000, .710 and .780 after 60,000).
 */
const MOST_LINK_STEPS = 60_000;
const MOST_REGRESSED_STEPS = 40_000;

/**
 * Ramps of all numbers together at most, in tables of links: of many columns each needs fewer (41 columns: told apart at .63
 * with 40 ramps each, .60 with 24, .58 with 16; another such table at .86, .86 and .89).
 */
const MOST_RAMPS = 1024;

/** A run of less than this share of the plan's steps is one in a hurry. */
const HURRY_SHARE = 0.5;

/**
 * The rules for a table of n rows.
 *
 * - steps: 150 + 0.45 n, at most 2,000, or 4,500 where one network is trained in one order most: a plan that the
 *   held-out rows may cut short, but on a few hundred rows they are too few to tell, and more steps bring rows nearer to
 *   those learned (penguins: closest-record share .57 after 220 steps, .59 after 280). Networks too narrow for that take
 *   up to 150 + n.
 * - batchRows: one in 24 rows, as a multiple of 64 from 128 to 1,024: small tables need many different steps more than
 *   smooth ones.
 * - in a hurry, where far fewer steps are asked for: five eighths of those rows and one block less, which learn as much
 *   in that time (Adult, 500 steps: detection .584, with all rows and blocks .570 for twice the seconds).
 * - bins: one for 28 rows, from 10 to 64 (insurance: detection .542 with 24, .549 with 32), or 128 with links (California:
 *   .580 with 64, .576 with 128).
 * - heldOutRows: a tenth, at most 2,048.
 * - ramps: of tables with links one for 100 rows, 8 to 64 (California's first 5,000 rows: detection .613 with 8, .592 with
 *   32; its first 600: .629 and .628, and closest-record share .583 and .595 with 16), fewer of more than 16 columns.
 * - link: see `LINKS`; batches of one in 20 rows, 64 to 512 (California: detection .582 with 256, .575 with 512), and
 *   nothing dropped where the shared network drops nothing. Asked for a share of the plan's steps, links take that share
 *   of theirs.
 */
export function rulesFor(encoder: Encoder, options: Required<DiffusionOptions>): Rules {
	const { rows } = encoder;
	const size = SIZES.find(({ below }) => rows < below)!;
	const ordered = isOrdered(encoder);
	const chained = isNumeric(encoder) && encoder.columns.length <= MOST_LINKS && rows >= CHAIN_FROM;
	const regressed = chained && rows < REGRESSED_BELOW;
	const plan = Math.min(ordered && !chained ? 4500 : 2000, Math.round(150 + size.stepsARow * rows));
	const steps = options.steps || plan;
	const hurry = steps < HURRY_SHARE * plan;
	const share = clamp(64 * Math.round(rows / 24 / 64), 128, 1024) * (hurry ? 5 / 8 : 1);
	const wide = encoder.columns.length > MANY_COLUMNS ? 1.5 : 1;
	const mostSteps = regressed ? MOST_REGRESSED_STEPS : MOST_LINK_STEPS;
	const mostRamps = clamp(8 * Math.floor(MOST_RAMPS / encoder.columns.length / 8), 8, 64);
	const width = options.width || size.width * wide;
	const training: TrainingRules = {
		batchRows: options.batchRows || share,
		steps,
		width: Math.ceil(width / 8) * 8,
		layers: options.layers || size.layers - (hurry && size.layers > 2 ? 1 : 0),
		heldOutRows: rows < FEWEST_TO_HOLD_OUT ? 0 : Math.min(2048, Math.floor(rows / 10)),
		weightDecay: size.weightDecay,
		dropout: size.dropout,
		...PHASES,
	};
	return {
		...training,
		ordered,
		regressed,
		...(chained && {
			link: {
				...training,
				...LINKS,
				...(size.dropout === 0 && { dropout: 0, weightDecay: 0 }),
				...(!regressed && encoder.columns.length > FEW_COLUMNS && { dropoutNats: DROPOUT_NATS }),
				...(regressed && { leastGain: LEAST_GAIN / Math.sqrt(training.heldOutRows) }),
				width: Math.min(LINKS.width, options.width || LINKS.width),
				layers: Math.min(LINKS.layers, training.layers),
				steps: Math.ceil(Math.min(LINKS.steps, mostSteps / encoder.columns.length) * Math.min(1, steps / plan)),
				batchRows: options.batchRows || clamp(64 * Math.round(rows / 20 / 64), 64, 512),
			},
		}),
		bins: options.bins || clamp(Math.round(rows / 28), 10, chained ? 128 : 64),
		free: size.free,
		ramps: chained ? clamp(8 * Math.round(rows / 800), 8, mostRamps) : size.ramps,
		samplingSteps: options.samplingSteps,
	};
}

/** Rows in all steps of all links from which it pays to start workers for them: of fewer they are done in some seconds. */
const ASSISTED_FROM = 2 ** 20;

/** Bytes that the copies of a table in assistants may take together. */
const MOST_COPIED = 2 ** 28;

/**
 * How many assistants train a table's links: as many as there may be, but none that would find nothing to do, and no more
 * than memory has room for.
 *
 * @param bytes what each holds of the table.
 * @param workers how many may compute at once, this one among them.
 */
export function assistantsFor(
	{ steps, batchRows }: TrainingRules,
	columns: number,
	bytes: number,
	workers = 1,
): number {
	if (steps * batchRows * columns < ASSISTED_FROM) return 0;
	return Math.max(0, Math.min(workers - 1, columns - 2, Math.floor(MOST_COPIED / bytes)));
}

/**
 * How links are trained whose numbers are normal around the means of groups: a regression says nearly all of those, and
 * what is learned besides is mostly the rows (penguins, 72 models: closest-record share .539, as other links .544).
 */
export function rulesOfGroups(link: TrainingRules): TrainingRules {
	return { ...link, width: Math.min(16, link.width), dropout: 0.7, patience: 1 };
}

/** Share of numbers of many values from which a table is one of numbers. */
const NUMERIC_FROM = 0.4;

/** Whether a table's columns are in good part numbers of many values: of California nine in ten, of insurance two in seven. */
export function isNumeric({ columns }: Pick<Encoder, "columns">): boolean {
	const learned = columns.filter(({ number, code }) => number >= 0 || code >= 0);
	return learned.filter(({ number }) => number >= 0).length >= NUMERIC_FROM * learned.length;
}

/** Number of rows below which one order is trained most. */
const ORDERED_BELOW = 2000;

/**
 * Whether rows are drawn in one order, which is then trained most, or in any. Numbers of many values gain
 * from one order: each is learned in few contexts, and finely. So do small tables, which have no rows to spare for the
 * others (insurance: detection .626 in any order, .582 in one; R² .72 and .80). Levels gain from all of them: what is
 * known of each is averaged over orders (Adult, 5 of 15 columns such numbers: trend error 1.15 % in any order, 1.40 %
 * in one; churn: detection .516 and .533).
 */
export function isOrdered(encoder: Pick<Encoder, "columns" | "rows">): boolean {
	return encoder.rows < ORDERED_BELOW || isNumeric(encoder);
}
