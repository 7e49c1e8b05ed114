/**
 * What a user of the package writes, as each kind of page runs it: text to table, fit, sample, save, load, report.
 * Leaves a promise of `{ done }` or `{ failed }` in `globalThis.outcome`.
 */
import { compare, createGenerator, createPrior, formatCsv, loadGenerator, parseCsv } from "standin";

const query = new URLSearchParams(location.search);
const asked = (name) => query.get(name) ?? undefined;
const violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));

function csv(rows, shift) {
	const lines = ["age,sex,income"];
	for (let i = 0; i < rows; i++) {
		const n = i * 7 + shift;
		lines.push(`${20 + (n % 50)},${n % 3 ? "Female" : "Male"},${(1000 + ((n * 37) % 977)).toFixed(2)}`);
	}
	return `${lines.join("\n")}\n`;
}

/** Numbers of which each is the one before it and a little more: work that several workers share. */
async function share(workers) {
	const lines = ["a,b,c,d"];
	for (let i = 0; i < 2400; i++) {
		const a = 100 * Math.sin(i * i);
		lines.push([a, ...[3, 5, 7].map((k) => a + 10 * Math.sin(k * (i + 1) ** 2))].map((v) => v.toFixed(3)).join(","));
	}
	const options = { width: 16, batchRows: 512, steps: 500 };
	const generator = await createGenerator("diffusion", options, {
		workerUrl: asked("worker"),
		device: "wasm",
		workers,
	});
	const summary = await generator.fit(await parseCsv(`${lines.join("\n")}\n`), { seed: 1 });
	generator.dispose();
	return summary.workers;
}

async function use() {
	const real = await parseCsv(csv(400, 0));
	const holdout = await parseCsv(csv(200, 3));
	const workerUrl = asked("worker");
	const generator = await createGenerator("independent", {}, { workerUrl });
	await generator.fit(real, { seed: 1 });
	const synthetic = await generator.sample(300, { seed: 2 });
	const copy = await loadGenerator(await generator.save(), { workerUrl });
	const again = await copy.sample(300, { seed: 2 });
	generator.dispose();
	copy.dispose();

	const steps = [];
	const trained = await createGenerator(
		"tabddpm",
		{ steps: 5, batchRows: 64, layers: [16, 16], timesteps: 5 },
		{ workerUrl, device: asked("device") ?? "wasm" },
	);
	const summary = await trained.fit(real, { seed: 1, onProgress: (progress) => steps.push(progress.step) });
	const drawn = await trained.sample(50, { seed: 3 });
	trained.dispose();

	const report = await compare({ real, synthetic, holdout }, { workerUrl: asked("report"), seed: 1 });

	const prior = await createPrior("mlp-scm", {}, { workerUrl: asked("prior") });
	const tasks = [];
	for await (const task of prior.sample({ tables: 2, rows: 32, features: 4, seed: 5 })) tasks.push(task.table.rows);
	prior.dispose();

	return {
		synthetic: synthetic.rows,
		columns: synthetic.columns.map((column) => column.name),
		same: formatCsv(synthetic) === formatCsv(again),
		device: summary.device,
		reason: summary.reason,
		steps: steps.length,
		drawn: drawn.rows,
		shape: report.fidelity.shape.score,
		tasks,
		...(asked("workers") && { workers: await share(Number(asked("workers"))) }),
	};
}

globalThis.outcome = use().then(
	(done) => ({ done, violations }),
	({ name, code, message }) => ({ failed: { name, code, message }, violations }),
);
