/**
 * More of what is rare: rows with some categories of a column are sampled under that condition, the others without them.
 * Nothing is copied, and nothing is added to what the model knows.
 */
import { OptionError, SavedModelError } from "../errors";
import type { Random } from "../random";
import { appendRows } from "../table/append-rows";
import { isNumeric, type Table, takeRows } from "../table/table";
import { type Sampler, sampledBy } from "./around-model";
import type { Request as Plain } from "./kept";
import { createPool, GROUP } from "./pool";
import { findColumn } from "./steps/column-shape";
import { FEWEST_SUBJECTS } from "./steps/predictor";

/** What `sample` draws more of. */
export interface Rebalance {
	/** A category or boolean. */
	readonly column: string;
	/** Categories to sample more of. Default: the rarest of the training rows. */
	readonly levels?: readonly string[];
	/** Share of the sampled rows that have one of them, above 0 and below 1. Default 0.5. */
	readonly share?: number;
}

interface Request extends Plain {
	readonly rebalance?: Rebalance;
}

type Sample = (request: Request, random: Random) => Promise<Table>;

/** The rarest category of each column that enough subjects share. */
type Rarest = Readonly<Record<string, string>>;

interface RebalanceSaved {
	readonly version: 1;
	readonly rarest: Rarest;
}

/** What of a run is asked for here. */
interface Running {
	readonly privacy?: object;
	step(progress: { phase: string; step: number; steps: number }): Promise<void>;
}

/** Rows read in one piece: some milliseconds. */
const ROWS_A_PIECE = 1 << 17;

async function rarestLevels(table: Table, pause: () => Promise<void>): Promise<Rarest> {
	const rarest: Record<string, string> = {};
	for (const column of table.columns) {
		if (isNumeric(column) || column.kind === "id" || column.kind === "text") continue;
		const counts = new Float64Array(column.levels.length);
		/** Of each level, the first rows of as many subjects as it needs. */
		const first = column.levels.map((): number[] => []);
		for (let row = 0; row < column.codes.length; row++) {
			if (row % ROWS_A_PIECE === 0) await pause();
			const code = column.codes[row]!;
			if (code < 0) continue;
			counts[code]!++;
			const own = first[code]!;
			if (own.length >= FEWEST_SUBJECTS) continue;
			if (!table.subjects || own.every((other) => table.subjects![other] !== table.subjects![row])) own.push(row);
		}
		const common = first
			.map((own, code) => ({ code, count: counts[code]!, subjects: own.length }))
			.filter(({ subjects }) => subjects >= FEWEST_SUBJECTS)
			.sort((a, b) => a.count - b.count);
		if (common.length > 1) rarest[column.name] = column.levels[common[0]!.code]!;
	}
	return rarest;
}

function readRebalance({ column, levels, share = 0.5 }: Rebalance, request: Request, rarest: Rarest) {
	const refuse = (text: string, value: unknown): never => {
		throw new OptionError(`rebalance: ${text}`, { option: "rebalance", column, value });
	};
	if (request.complete) refuse("rows to complete cannot be rebalanced; sample rows instead.", column);
	if (!(typeof share === "number" && share > 0 && share < 1)) {
		refuse(`share is ${String(share)}; it must lie between 0 and 1.`, share);
	}
	if (request.given && Object.hasOwn(request.given, column)) {
		refuse(`"${column}" is in given as well; leave it out of one of them.`, column);
	}
	const wanted = levels ?? (Object.hasOwn(rarest, column) ? [rarest[column]!] : undefined);
	if (!wanted) {
		const names = Object.keys(rarest).join(", ");
		return refuse(
			`"${column}" is not a category or boolean of the table; ${names ? `there are ${names}` : "there is none"}.`,
			column,
		);
	}
	if (!Array.isArray(wanted) || wanted.length === 0)
		refuse(`levels is ${JSON.stringify(levels)}; it must be a list.`, levels);
	return { column, levels: wanted, share };
}

/** How many of the rows before row `r` are of the kind that is sampled more. */
const before = (r: number, share: number) => Math.floor(r * share + 1e-9);

async function sampleRebalanced(request: Request, rarest: Rarest, random: Random, sample: Sample): Promise<Table> {
	const { rebalance, ...plain } = request;
	if (!rebalance) return sample(plain, random);
	const { column, levels, share } = readRebalance(rebalance, request, rarest);
	const { rows, offset = 0, given } = plain;
	const start = Math.floor(offset / GROUP) * GROUP;
	const end = offset + rows;
	const [from, to] = [before(start, share), before(end, share)];
	const rare = { ...plain, given: { ...given, [column]: levels } };
	const stream = random.stream("rebalance");
	const parts: Table[] = [];
	if (to > from) parts.push(await sample({ ...rare, rows: to - from, offset: from }, stream.stream("more")));
	const order = new Int32Array(end - start);
	let [taken, next] = [0, to - from];
	for (let first = start; first < end; first += GROUP) {
		const last = Math.min(end, first + GROUP);
		const own = stream.stream("others").stream(first / GROUP);
		const pool = createPool(
			(rows, offset) => sample({ ...plain, rows, offset }, own),
			(table) => {
				const cells = findColumn(table, column)!;
				if (isNumeric(cells)) return new Uint8Array(table.rows);
				const more = cells.levels.map((level) => (levels.includes(level) ? 1 : 0));
				return Uint8Array.from(cells.codes, (code) => (code < 0 ? 0 : more[code]!));
			},
			() => false,
			() =>
				new OptionError(`rebalance: hardly a row without ${JSON.stringify(levels)} in "${column}" is ever sampled.`, {
					option: "rebalance",
					column,
				}),
		);
		let open = last - first - (before(last, share) - before(first, share));
		for (let row = first; row < last; row++) {
			if (before(row + 1, share) > before(row, share)) order[row - start] = taken++;
			else {
				const found = await pool(open--);
				if (parts.at(-1) !== found.table) {
					next = parts.reduce((sum, part) => sum + part.rows, 0);
					parts.push(found.table);
				}
				order[row - start] = next + found.row;
			}
		}
	}
	const all = appendRows(parts as [Table, ...Table[]]);
	return takeRows(all, order.subarray(offset - start));
}

const wrap = <M extends object>(rarest: Rarest, model: M): M =>
	sampledBy(model, (inner: Sampler, request: Request, run) =>
		sampleRebalanced(request, rarest, run.random, (asked, random) => inner.sample(asked, { ...run, random })),
	);

/** Rebalancing around a generator; it changes nothing of what is learned. */
export const rebalance = {
	keepsPrivacy: true,
	async fit(table: Table, _setup?: unknown, run?: Running) {
		// Which category is the rarest is read from the rows: under a promise of privacy the caller names it.
		const rarest = run?.privacy
			? {}
			: await rarestLevels(table, async () => run?.step({ phase: "constraints", step: 0, steps: 1 }));
		const saved: RebalanceSaved = { version: 1, rarest };
		return { table, saved, wrap: <M extends object>(model: M) => wrap(rarest, model) };
	},
	async load(saved: unknown) {
		const { version, rarest } = (saved ?? {}) as Partial<RebalanceSaved>;
		if (version !== 1 || !rarest) {
			throw new SavedModelError(`Rebalancing was saved as version ${version}; this build reads version 1.`, {
				version,
			});
		}
		return { saved, wrap: <M extends object>(model: M) => wrap(rarest, model) };
	},
};
