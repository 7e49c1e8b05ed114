import { expect, test } from "vitest";
import type { Job, Region } from "../../src/priors/graph-scm/gpu/program";
import { place, schedule } from "../../src/priors/graph-scm/gpu/schedule";
import { tableProgram } from "../../src/priors/graph-scm/gpu/table";
import { graphScmMeta } from "../../src/priors/graph-scm/meta";
import { drawPlan } from "../../src/priors/graph-scm/plan";
import { createRandom } from "../../src/random";

const root = createRandom("schedules");

/** The programs of some planned tables. */
function programs(count: number) {
	const options = graphScmMeta.defaults;
	return Array.from({ length: count }, (_, index) => {
		const random = root.stream(index);
		const plan = drawPlan(options, { root, random, index, attempt: 0, rows: 40, features: 6 });
		return tableProgram(plan, 40, random.stream("noise"), options);
	});
}

test("every job is done once, in a call of its kernel, after those it waits for", () => {
	const jobs = programs(12).flatMap((program) => program.jobs);
	const calls = schedule(jobs);
	const callOf = new Map<Job, number>();
	for (const [c, { kernel, jobs: own }] of calls.entries()) {
		for (const job of own) {
			expect(job.kernel).toBe(kernel);
			callOf.set(job, c);
		}
	}
	expect(calls.reduce((sum, call) => sum + call.jobs.length, 0)).toBe(jobs.length);
	for (const job of jobs) for (const before of job.after) expect(callOf.get(before)!).toBeLessThan(callOf.get(job)!);
	expect(calls.length).toBeLessThan(jobs.length / 3);
});

test("cells serve again, and never two regions at a time", () => {
	const all = programs(12);
	const calls = schedule(all.flatMap(({ jobs }) => jobs));
	const regions = all.flatMap((program) => program.regions);
	const layout = place(regions, calls);
	const used = new Map<Region, { first: number; last: number }>();
	for (const [c, { jobs }] of calls.entries()) {
		for (const region of jobs.flatMap((job) => job.regions)) {
			used.set(region, { first: used.get(region)?.first ?? c, last: c });
		}
	}
	const always = { first: 0, last: calls.length };
	const stretches = regions
		.map((region) => ({ region, ...(region.values || region.isResult ? always : used.get(region)!) }))
		.sort((a, b) => a.region.at - b.region.at);
	let clashes = 0;
	for (const [i, one] of stretches.entries()) {
		expect(one.region.at + one.region.size).toBeLessThanOrEqual(layout.cells);
		for (const other of stretches.slice(i + 1)) {
			if (other.region.at >= one.region.at + one.region.size) break;
			if (one.first <= other.last && other.first <= one.last) clashes++;
		}
	}
	expect(clashes).toBe(0);
	const size = all.reduce((sum, program) => sum + program.size, 0);
	expect(layout.cells).toBeLessThan(size / 2);
	expect(layout.results).toBe(all.reduce((sum, program) => sum + program.results, 0));
});
