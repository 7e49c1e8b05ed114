// S subjects of a block, R rows of it
import { OptionError } from "../errors";
import type { Model, SampleRequest } from "../generators/generator";
import { appendRows } from "../table/append-rows";
import { previousName, previousOf, VISIT } from "../table/previous";
import { type Column, isNumeric, type Table, takeRows } from "../table/table";
import type { Run } from "../worker/run";
import { categoryOf } from "./coarsen";
import type { DeidentifySaved } from "./plan";
import { asPrevious, visitOf } from "./previous";
import { sampleRowCounts } from "./rows-per-subject";

/** Rows a block of subjects has on average: enough for one call of a generator to be worth it. */
const BLOCK_ROWS = 1920;
/** A generator may sample so many rows together: what is known of all of them must be there for any of them. */
const TOGETHER = 960;

/** What is asked of rows, but for how many and which. */
type Asked = Omit<SampleRequest, "rows" | "offset" | "complete" | "keepMissing">;

/** Cells of `a` in the rows where `takesA` says so, else of `b`; two columns of one kind. */
function chooseCells(a: Column, b: Column, takesA: (row: number) => boolean): Column {
	if (isNumeric(a) && isNumeric(b))
		return { ...b, values: b.values.map((v, row) => (takesA(row) ? a.values[row]! : v)) };
	if (isNumeric(a) || isNumeric(b)) return b;
	const levels = [...b.levels];
	const place = a.levels.map((level) => {
		const known = levels.indexOf(level);
		return known >= 0 ? known : levels.push(level) - 1;
	});
	const codes = b.codes.map((code, row) => {
		if (!takesA(row)) return code;
		const own = a.codes[row]!;
		return own < 0 ? -1 : place[own]!;
	});
	return { ...b, codes, levels };
}

/** Sampled rows and whose they are, counted over the whole of a sample. */
export interface SubjectRows {
	readonly table: Table;
	readonly subject: Int32Array;
}

/**
 * Samples subjects, then their rows: a subject's first row is one of the generator's, and its further ones are sampled
 * given what does not change within a subject. A generator without conditions samples all rows, of which those most alike
 * in these columns become a subject's.
 *
 * Blocks of subjects are sampled with streams of their own, so that row r of a seed is the same in any chunk.
 */
export function subjectSampler(
	model: Model<unknown>,
	{ rows, constant, previous = [] }: NonNullable<DeidentifySaved["subjects"]>,
) {
	const perBlock = Math.max(1, Math.round(BLOCK_ROWS / rows.mean));
	const rising = previous.flatMap((plan) => (plan.rising ? [plan.name] : []));
	let conditional: boolean | undefined;
	/** Rows of the first blocks by seed: a later chunk need not count them anew. */
	const totals = new Map<string, number[]>();

	const countsOf = (block: number, run: Run) =>
		sampleRowCounts(rows, perBlock, run.random.stream("rows per subject").stream(block));

	function total(block: number, run: Run): number {
		const key = run.random.key.join();
		const known = totals.get(key) ?? [];
		if (totals.size > 8) totals.clear();
		totals.set(key, known);
		while (known.length <= block) known.push(countsOf(known.length, run).reduce((a, b) => a + b, 0));
		return known[block]!;
	}

	/** Rows `from` … `to` of a block. */
	async function sampleBlock(block: number, from: number, to: number, asked: Asked, run: Run) {
		const counts = countsOf(block, run);
		const blockRun: Run = { ...run, random: run.random.stream("subjects").stream(block) };
		const owner = Int32Array.from(
			Array.from(counts.entries()).flatMap(([s, count]) => new Array<number>(count).fill(s)),
		);
		if (constant.length === 0 && previous.length === 0) {
			return { table: await model.sample({ ...asked, rows: to - from, offset: from }, blockRun), owner };
		}
		if (conditional !== false) {
			try {
				const table =
					previous.length > 0
						? await inSequence(counts, from, to, asked, blockRun)
						: await conditionally(owner, from, to, asked, blockRun);
				conditional = true;
				return { table, owner };
			} catch (error) {
				// Only a generator that knows no conditions is asked otherwise.
				const refused = error instanceof OptionError ? error.details.option : undefined;
				const unasked = refused === "complete" || (refused === "given" && !asked.given);
				if (conditional || !unasked) throw error;
				conditional = false;
			}
		}
		return { table: await byLikeness(counts, from, to, asked, blockRun), owner };
	}

	/**
	 * All subjects' first rows, then all second ones given the first, and so on: every row given what does not change, what
	 * the row before holds, and which row it is. Blocks are sampled whole.
	 */
	async function inSequence(counts: Int32Array, from: number, to: number, asked: Asked, run: Run) {
		const start = new Int32Array(counts.length);
		for (let s = 1; s < counts.length; s++) start[s] = start[s - 1]! + counts[s - 1]!;
		const open = Object.entries(asked.given ?? {}).filter(([name]) => !constant.includes(name));
		const further = open.length > 0 ? { given: Object.fromEntries(open) as SampleRequest["given"] } : {};
		const isConstant = ({ name }: Column) => constant.includes(name);
		const parts: Table[] = [];
		const place = new Int32Array(counts.reduce((a, b) => a + b, 0));
		let who = Int32Array.from(counts.keys());
		let at = 0;
		/** Rows of those who have a next one. */
		let before: Table | undefined;
		/** What columns that never fall last held, by subject. */
		const reached = new Map(
			rising.map((name) => [previousName(name), new Float64Array(counts.length).fill(Number.NaN)]),
		);
		for (let visit = 0; who.length > 0; visit++) {
			const visitRun: Run = { ...run, random: run.random.stream("visit").stream(visit) };
			const asFirst = { ...asked, given: { ...asked.given, [VISIT]: visitOf(0) } };
			const rows = who.length;
			let sampled: Table;
			if (!before) sampled = await model.sample({ ...asFirst, rows }, visitRun);
			else {
				const same = before.columns.filter(isConstant);
				const own = before;
				const last = previous.map((plan) => {
					const held = own.columns.find(({ name }) => name === plan.name)!;
					const name = previousName(plan.name);
					if (!plan.rising || !isNumeric(held)) return asPrevious(held, plan);
					return { ...held, name, values: Float64Array.from(who, (s) => reached.get(name)![s]!) };
				});
				const known = { rows, columns: [categoryOf(VISIT, rows, () => visitOf(visit)), ...same, ...last] };
				const filled = await model.sample({ ...further, rows, complete: known, keepMissing: true }, visitRun);
				const columns = filled.columns.map((column) => same.find(({ name }) => name === column.name) ?? column);
				sampled = { ...filled, columns };
			}
			const columns = sampled.columns.filter(({ name }) => name !== VISIT && !previousOf(name));
			const plain = { ...sampled, columns };
			who.forEach((s, i) => {
				place[start[s]! + visit] = at + i;
			});
			for (const name of rising) {
				const held = plain.columns.find((column) => column.name === name);
				if (!held || !isNumeric(held)) continue;
				who.forEach((s, i) => {
					if (!Number.isNaN(held.values[i]!)) reached.get(previousName(name))![s] = held.values[i]!;
				});
			}
			at += rows;
			const stay = Int32Array.from(who.keys()).filter((i) => counts[who[i]!]! > visit + 1);
			parts.push(plain);
			who = Int32Array.from(stay, (i) => who[i]!);
			before = takeRows(plain, stay);
		}
		return takeRows(appendRows(parts as [Table, ...Table[]]), place.subarray(from, to));
	}

	/** Subjects' first rows, and further ones given what does not change: in groups that are always sampled whole. */
	async function conditionally(owner: Int32Array, from: number, to: number, asked: Asked, run: Run) {
		const first = Math.floor(from / TOGETHER) * TOGETHER;
		const end = Math.min(owner.length, Math.ceil(to / TOGETHER) * TOGETHER);
		const firsts = await model.sample({ ...asked, rows: owner[end - 1]! + 1 }, run);
		// What is known needs no condition; what is not must obey it in further rows too.
		const open = Object.entries(asked.given ?? {}).filter(([name]) => !constant.includes(name));
		const further = open.length > 0 ? { given: Object.fromEntries(open) as SampleRequest["given"] } : {};
		const groups: Table[] = [];
		for (let start = first; start < end; start += TOGETHER) {
			const same = takeRows(firsts, owner.subarray(start, Math.min(end, start + TOGETHER)));
			const known = { rows: same.rows, columns: same.columns.filter(({ name }) => constant.includes(name)) };
			const furtherRun: Run = { ...run, random: run.random.stream("further rows").stream(start / TOGETHER) };
			const filled = await model.sample(
				{ ...further, rows: same.rows, complete: known, keepMissing: true },
				furtherRun,
			);
			const isFirst = (i: number) => start + i === 0 || owner[start + i] !== owner[start + i - 1];
			const columns = filled.columns.map((column) => {
				const own = same.columns.find(({ name }) => name === column.name)!;
				return constant.includes(column.name) ? own : chooseCells(own, column, isFirst);
			});
			groups.push({ ...same, columns });
		}
		const rows = Int32Array.from({ length: to - from }, (_, i) => from - first + i);
		return takeRows(appendRows(groups as [Table, ...Table[]]), rows);
	}

	/** Sorts a block's rows by what belongs to a subject, and gives each subject a run of them. */
	async function byLikeness(counts: Int32Array, from: number, to: number, asked: Asked, run: Run) {
		const all = counts.reduce((a, b) => a + b, 0);
		const sampled = await model.sample({ ...asked, rows: all }, run);
		const keys = sampled.columns
			.filter(({ name }) => constant.includes(name))
			.map((column) => ("values" in column ? column.values : column.codes));
		const rank = (value: number) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value);
		const order = Uint32Array.from({ length: all }, (_, i) => i).sort((a, b) => {
			for (const key of keys) if (rank(key[a]!) !== rank(key[b]!)) return rank(key[a]!) - rank(key[b]!);
			return a - b;
		});
		// Subjects take their runs in an order of chance, or a block would rise in its first column.
		const turn = run.random.stream("turns").shuffle(Uint32Array.from(counts.keys()));
		const start = new Int32Array(counts.length);
		let at = 0;
		for (const s of turn) {
			start[s] = at;
			at += counts[s]!;
		}
		const rowsOf: number[] = [];
		const firstOf: number[] = [];
		const time = sampled.columns.find(({ name }) => name === rising[0]);
		const when = (row: number) => rank(time && isNumeric(time) ? time.values[row]! : 0);
		counts.forEach((count, s) => {
			const own = order.slice(start[s]!, start[s]! + count);
			// What never falls in a subject's rows, the first such column, gives their order.
			for (const row of rising.length > 0 ? own.sort((a, b) => when(a) - when(b) || a - b) : own) {
				rowsOf.push(row);
				firstOf.push(order[start[s]!]!);
			}
		});
		const own = takeRows(sampled, rowsOf.slice(from, to));
		const same = takeRows(sampled, firstOf.slice(from, to));
		return {
			...own,
			columns: own.columns.map((column, c) => (constant.includes(column.name) ? same.columns[c]! : column)),
		};
	}

	/** Refuses what would have to hold for rows, where only what belongs to a subject can be asked for. */
	function checkConstant(option: string, columns: readonly string[]): void {
		const varying = columns.find((name) => !constant.includes(name));
		if (varying === undefined) return;
		throw new OptionError(
			`${option}: "${varying}" changes within a subject; only what does not can be asked for: ${constant.join(", ")}. Or fit with { subject: false }.`,
			{ option, column: varying },
		);
	}

	return async function sample(request: SampleRequest, run: Run): Promise<SubjectRows> {
		const { rows: wanted, offset = 0, complete: _, keepMissing: __, ...asked } = request;
		if (constant.length > 0) checkConstant("rebalance", asked.rebalance ? [asked.rebalance.column] : []);
		if (constant.length > 0) checkConstant("scenario", asked.scenario?.targets.map(({ column }) => column) ?? []);
		const parts: Table[] = [];
		const subject = new Int32Array(wanted);
		let before = 0;
		let done = 0;
		for (let block = 0; done < wanted; block++) {
			const size = total(block, run);
			const [from, to] = [Math.max(0, offset - before), Math.min(size, offset + wanted - before)];
			before += size;
			if (from >= size) continue;
			const { table, owner } = await sampleBlock(block, from, to, asked, run);
			for (let i = from; i < to; i++) subject[done++] = block * perBlock + owner[i]!;
			parts.push(table);
			await run.step({ phase: "sample", step: done, steps: wanted });
		}
		return { table: appendRows(parts as [Table, ...Table[]]), subject };
	};
}
