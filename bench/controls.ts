/**
 * Whether stand-ins of known quality land where they should on fresh samples: `node bench/run.mjs controls [from] [to] [name]`,
 * seeds 2 to 21 and all stand-ins by default; the tests take seed 1. For every figure the range over the seeds, the bounds, and how many
 * seeds lie within. A bound that is the end of a 95 % interval is missed by chance now and then.
 */
import { cpus } from "node:os";
import { controls, tryControl } from "../test/report/controls";
import { openResults, printResults } from "./browser/results";
import { benchTable } from "./tables";

export async function run([from = "2", to = "21", name = ""]: string[]): Promise<void> {
	const { training: train, holdout } = await benchTable("adult");
	const adult = { train, holdout };
	const machine = { date: new Date().toISOString(), cpu: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "controls", machine);
	const seeds = Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
	for (const control of controls.filter((one) => one.name.includes(name))) {
		const tried: Awaited<ReturnType<typeof tryControl>>[] = [];
		for (const seed of seeds) tried.push(await tryControl(control, adult, seed));
		control.checks.forEach((check, c) => {
			const values = tried.map((checks) => checks[c]!.value);
			kept.record(control.name, {
				figure: check.figure,
				from: check.from,
				to: check.to,
				lowest: Math.min(...values),
				highest: Math.max(...values),
				within: `${tried.filter((checks) => checks[c]!.holds).length} of ${seeds.length}`,
				"may miss by chance": check.byChance ? "yes" : "",
			});
		});
		kept.note(control.name, `Seeds ${from} to ${to}: 2,000 training, synthetic and held-out rows of Adult each.`);
	}
	printResults(kept.results);
}
