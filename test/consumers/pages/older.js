/** What a page without the newest interfaces gets: leaves a promise of it in `globalThis.outcome`. */
import { createGenerator, parseCsv, synthesize } from "standin";

const lines = Array.from({ length: 120 }, (_, i) => `${20 + ((i * 7) % 50)},${i % 3 ? "Female" : "Male"}`);
const text = `age,sex\n${lines.join("\n")}\n`;
const told = ({ name, message }) => `${name}: ${message}`;

async function train(device) {
	const options = { steps: 3, batchRows: 32, layers: [8], timesteps: 4 };
	const generator = await createGenerator("tabddpm", options, { device });
	const summary = await generator.fit(await parseCsv(text), { seed: 1 });
	generator.dispose();
	return `${summary.device}: ${summary.reason}`;
}

async function use() {
	const made = await synthesize(text, { generator: "independent", rows: 30, seed: 1 }).then(
		({ table }) => table.rows,
		told,
	);
	if (typeof made === "string") return { made };
	return {
		there: {
			secure: isSecureContext,
			locks: "locks" in navigator,
			gpu: "gpu" in navigator,
			subtle: "subtle" in crypto,
			uuid: "randomUUID" in crypto,
		},
		made,
		promised: await synthesize(text, {
			generator: "independent",
			privacy: { epsilon: 1, domains: { age: { range: [20, 70] }, sex: { levels: ["Female", "Male"] } } },
		}).then(({ report }) => report.promise.epsilon, told),
		trained: await train("auto").catch(told),
		webgpu: await train("webgpu").catch(told),
	};
}

globalThis.outcome = use();
