import { formatCsv, synthesize } from "standin";

const made = document.querySelector("#made");
document.querySelector("#source").addEventListener("change", async ({ target }) => {
	const { table, report, summary } = await synthesize(target.files[0], {
		seed: 1,
		onProgress: ({ phase, step, steps }) => {
			made.textContent = `${phase}: ${step} of ${steps}`;
		},
	});
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([formatCsv(table)], { type: "text/csv" }));
	link.download = "synthetic.csv";
	link.textContent = `${table.rows} synthetic rows, made on ${summary.device}`;
	made.replaceChildren(link, `; similarity of marginals ${report.fidelity.shape.score.toFixed(3)}`);
});
