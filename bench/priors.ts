import { priorMetas } from "../src/priors/metas";
import { priors } from "../src/priors/index";
import { drawTask } from "../src/priors/sampling";
import { createRandom } from "../src/random";
export async function run(args: string[]) {
	const name = (args[0] ?? "mlp-scm") as "mlp-scm";
	const n = Number(args[1] ?? 50), rows = Number(args[2] ?? 1024), features = Number(args[3] ?? 50);
	const prior = await priors[name]();
	const options = { ...priorMetas[name].defaults, filter: args[4] === "filter", ...(args[5] ? JSON.parse(args[5]) : {}) };
	const draw = await prior.prepare(options as never);
	for (let i = 0; i < 10; i++) drawTask(name, draw, createRandom(7), i, { rows, features }, options);
	const t = process.cpuUsage().user, w = performance.now();
	let attempts = 0; const why: Record<string, number> = {};
	for (let i = 0; i < n; i++) { const d = drawTask(name, draw, createRandom(8), i, { rows, features }, options); attempts += d.facts.attempts as number;
		for (const [k, v] of Object.entries(d.facts.rejected as Record<string, number>)) why[k] = (why[k] ?? 0) + v; }
	const s = (process.cpuUsage().user - t) / 1e6;
	console.log(name, rows, features, "tables per cpu second", (n / s).toFixed(1), "wall", (n / ((performance.now() - w) / 1e3)).toFixed(1), "attempts", attempts / n, why);
}
