import "standin/element";

document.querySelector("#handing").addEventListener("standin-hand-on", ({ detail }) => {
	const { file, report } = detail;
	document.querySelector("#handed").textContent =
		`${file.name}, ${file.size} bytes; similarity of marginals ${report?.fidelity.shape.score ?? "not measured"}`;
});
