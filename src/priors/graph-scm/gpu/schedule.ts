import type { JobKernel } from "./job";
import type { Job, Region } from "./program";

/** Jobs of one kernel that are done in the same call. */
export interface Call {
	readonly kernel: JobKernel;
	readonly jobs: readonly Job[];
}

/** How many jobs wait for each in a row, itself among them. Jobs stand behind those they wait for. */
function chains(jobs: readonly Job[]): Map<Job, number> {
	const lengths = new Map<Job, number>();
	for (let i = jobs.length - 1; i >= 0; i--) {
		const length = (lengths.get(jobs[i]!) ?? 0) + 1;
		lengths.set(jobs[i]!, length);
		for (const before of jobs[i]!.after) if (length > (lengths.get(before) ?? 0)) lengths.set(before, length);
	}
	return lengths;
}

/** Jobs of a kernel that can be done, and the cubes of the chains behind them summed up. */
interface Ready {
	readonly jobs: Job[];
	weight: number;
}

/**
 * Orders jobs into calls: each time all jobs of one kernel that can be done, the kernel behind which most and the longest
 * chains wait. (Of a few rules, weights by the cube gave the fewest calls: about three times the longest chain.)
 */
export function schedule(jobs: readonly Job[]): Call[] {
	const lengths = chains(jobs);
	const waiting = new Map<Job, number>();
	const followers = new Map<Job, Job[]>();
	const ready = new Map<JobKernel, Ready>();
	const put = (job: Job) => {
		const known = ready.get(job.kernel) ?? { jobs: [], weight: 0 };
		known.jobs.push(job);
		known.weight += lengths.get(job)! ** 3;
		ready.set(job.kernel, known);
	};
	for (const job of jobs) {
		waiting.set(job, job.after.size);
		for (const before of job.after) {
			const known = followers.get(before);
			if (known) known.push(job);
			else followers.set(before, [job]);
		}
		if (job.after.size === 0) put(job);
	}
	const calls: Call[] = [];
	while (ready.size > 0) {
		const [kernel, { jobs: done }] = [...ready].reduce((a, b) => (b[1].weight > a[1].weight ? b : a));
		calls.push({ kernel, jobs: done });
		ready.delete(kernel);
		for (const before of done) {
			for (const job of followers.get(before) ?? []) {
				const left = waiting.get(job)! - 1;
				waiting.set(job, left);
				if (left === 0) put(job);
			}
		}
	}
	return calls;
}

/** Regions begin at multiples of this. */
const ALIGNMENT = 4;
const aligned = (size: number) => Math.ceil(size / ALIGNMENT) * ALIGNMENT;

/** Stretches of cells that are free, in order, no two adjacent. */
class FreeCells {
	/** Cells in use at most. */
	end: number;
	private readonly free: { at: number; size: number }[] = [];

	constructor(from: number) {
		this.end = from;
	}

	take(size: number): number {
		const i = this.free.findIndex((stretch) => stretch.size >= size);
		if (i >= 0) {
			const { at, size: room } = this.free[i]!;
			if (room === size) this.free.splice(i, 1);
			else this.free[i] = { at: at + size, size: room - size };
			return at;
		}
		const last = this.free.at(-1);
		const at = last && last.at + last.size === this.end ? this.free.pop()!.at : this.end;
		this.end = at + size;
		return at;
	}

	give(at: number, size: number): void {
		let i = this.free.findIndex((stretch) => stretch.at > at);
		if (i < 0) i = this.free.length;
		const before = this.free[i - 1];
		const after = this.free[i];
		const from = before && before.at + before.size === at ? before.at : at;
		const to = after && after.at === at + size ? after.at + after.size : at + size;
		const first = from < at ? i - 1 : i;
		this.free.splice(first, (from < at ? 1 : 0) + (to > at + size ? 1 : 0), { at: from, size: to - from });
	}
}

/** Where a batch's cells are. */
export interface Layout {
	/** Floats that are read back, from the first cell on. */
	readonly results: number;
	/** Where uploads begin, and where they end. */
	readonly uploads: number;
	readonly uploadsEnd: number;
	readonly cells: number;
}

/** Places results, then uploads, then what is only needed from its first to its last call, in cells that serve again. */
export function place(regions: readonly Region[], calls: readonly Call[]): Layout {
	let results = 0;
	for (const region of regions) {
		region.at = -1;
		if (!region.isResult) continue;
		region.at = results;
		results += region.size;
	}
	const uploads = aligned(results);
	let end = uploads;
	for (const region of regions) {
		if (!region.values) continue;
		region.at = end;
		end = aligned(end + region.size);
	}
	const cells = new FreeCells(end);
	const last = new Map<Region, number>();
	for (const [c, { jobs }] of calls.entries()) for (const job of jobs) for (const r of job.regions) last.set(r, c);
	for (const [c, { jobs }] of calls.entries()) {
		const used = new Set(jobs.flatMap((job) => job.regions)).values();
		const over: Region[] = [];
		for (const region of used) {
			if (region.values || region.isResult) continue;
			if (region.at < 0) region.at = cells.take(aligned(region.size));
			if (last.get(region) === c) over.push(region);
		}
		for (const region of over) cells.give(region.at, aligned(region.size));
	}
	return { results, uploads, uploadsEnd: end, cells: cells.end };
}
