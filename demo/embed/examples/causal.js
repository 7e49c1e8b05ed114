import { causalModel } from "standin/causal";

const model = causalModel(`
severity  = normal(0, 1)
treated   = bernoulli(sigmoid(1.5 * severity))
recovered = bernoulli(sigmoid(0.8 * treated - 1.5 * severity))
`);
const share = ({ columns }) => {
	const { codes, levels } = columns.find(({ name }) => name === "recovered");
	return codes.filter((code) => levels[code] === "true").length / codes.length;
};
document.querySelector("#sample").addEventListener("click", () => {
	const [none, all] = [false, true].map((treated) => model.sample({ rows: 1000, seed: 1, do: { treated } }));
	document.querySelector("#effect").textContent =
		`Treat nobody: ${share(none)} recover. Treat everybody: ${share(all)}.`;
});
