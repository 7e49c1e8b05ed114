/** One call of the package, in the least time: leaves a promise of what became of it in `globalThis.outcome`. */
import { synthesize } from "standin";

const lines = Array.from({ length: 120 }, (_, i) => `${20 + ((i * 7) % 50)},${i % 3 ? "Female" : "Male"}`);
globalThis.outcome = synthesize(`age,sex\n${lines.join("\n")}\n`, { generator: "independent", rows: 30, seed: 1 }).then(
	({ table, report, summary }) => ({
		rows: table.rows,
		columns: table.columns.map(({ name }) => name),
		device: summary.device,
		shape: report.fidelity.shape.score,
	}),
	({ name, message }) => ({ failed: `${name}: ${message}` }),
);
