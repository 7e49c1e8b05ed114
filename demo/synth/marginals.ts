import { type Distribution, distance, distribution, distributionChart, formatShare } from "../../src/charts";
import { toSvg } from "../../src/element/to-svg";
import type { Column, Table } from "../../src/index";
import { fill, h } from "../dom";
import { createBreath, createSlicedFill } from "../slices";
import { isLearned, NOT_LEARNED } from "./kinds";

const NAMES = ["real", "stand-in"];

/** The chart that fits a distribution: a histogram over bins, bars over levels. */
export function marginalChart(of: Distribution, names: readonly string[] = NAMES): SVGSVGElement {
	return toSvg(distributionChart(of, { names }));
}

/** What the colours mean. */
export function legend(names: readonly string[] = ["Real", "Stand-in"]): HTMLElement {
	return h(
		"div",
		{ class: "legend" },
		names.map((name, i) => h("span", { class: i > 0 ? "is-standin" : undefined }, name)),
	);
}

/** How one column compares: chart, distance in words and the figures as a table on demand. */
export function marginalCard(real: Column | undefined, standin: Column): HTMLElement {
	if (!isLearned(standin.kind)) {
		return h(
			"section",
			{ class: "marginal" },
			h("header", {}, h("h4", {}, standin.name)),
			h("p", { class: "small muted" }, NOT_LEARNED[standin.kind] ?? ""),
			exampleValues(standin),
		);
	}
	const columns = real ? [real, standin] : [standin];
	const names = real ? NAMES : ["stand-in"];
	const of = distribution(columns);
	const chart = marginalChart(of, names);
	if (!real) chart.classList.add("alone");
	const missing = of.missing.some((share) => share > 0) && of.shape === "bins";
	return h(
		"section",
		{ class: "marginal" },
		h(
			"header",
			{},
			h("h4", {}, standin.name),
			real &&
				h(
					"span",
					{ class: "figures", title: "Total variation distance over the bins shown" },
					`differs by ${formatShare(distance(of))}`,
				),
		),
		chart,
		missing &&
			h(
				"p",
				{ class: "figures" },
				`Missing: ${of.missing.map((share, i) => `${names[i]} ${formatShare(share)}`).join(", ")}`,
			),
		figuresTable(of, names),
	);
}

function exampleValues(column: Column): HTMLElement | undefined {
	if ("values" in column) return undefined;
	const examples = [...new Set(Array.from(column.codes.slice(0, 3), (code) => column.levels[code] ?? "missing"))];
	return h("p", { class: "small" }, "For example: ", h("span", { class: "figure" }, examples.join(", ")));
}

/** The chart's figures in a table, built when it is first opened. */
function figuresTable(of: Distribution, names: readonly string[]): HTMLDetailsElement {
	const box = h("div", {});
	const details = h("details", {}, h("summary", {}, "As a table"), box);
	details.addEventListener("toggle", () => {
		if (!details.open || box.childElementCount > 0) return;
		const row = (label: string, shares: readonly number[]) =>
			h(
				"tr",
				{},
				h("th", { scope: "row" }, label),
				shares.map((share) => h("td", { class: "number" }, formatShare(share))),
			);
		const rows = of.labels.map((label, i) =>
			row(
				label || "(empty)",
				of.shares.map((shares) => shares[i] ?? 0),
			),
		);
		if (of.others.some((share) => share > 1e-9)) rows.push(row("all others", of.others));
		rows.push(row("missing", of.missing));
		fill(
			box,
			h(
				"div",
				{ class: "table-scroll", tabindex: "0", role: "region", "aria-label": `Figures of ${of.name}` },
				h(
					"table",
					{ class: "data" },
					h(
						"thead",
						{},
						h(
							"tr",
							{},
							h("th", { scope: "col" }, of.shape === "bins" ? "Range" : "Level"),
							names.map((name) => h("th", { scope: "col", class: "number" }, name)),
						),
					),
					h("tbody", {}, rows),
				),
			),
		);
	});
	return details;
}

export interface MarginalsGrid {
	element: HTMLElement;
	show(real: Table | undefined, standin: Table): void;
}

const FIRST_SHOWN = 18;

/** All columns side by side, in the table's order or the most different first. */
export function createMarginalsGrid(): MarginalsGrid {
	const grid = h("div", { class: "marginals" });
	const fillGrid = createSlicedFill(grid);
	const more = h("button", { class: "button small", type: "button", hidden: true });
	const order = h(
		"select",
		{ class: "input small", "aria-label": "Order of the columns", onChange: () => void render() },
		h("option", { value: "table" }, "In the table’s order"),
		h("option", { value: "distance" }, "Most different first"),
	);
	const legendBox = h("div", {});
	const tools = h("div", { class: "tools" }, legendBox, order);
	let real: Table | undefined;
	let standin: Table | undefined;
	let shown = FIRST_SHOWN;

	let ordering: AbortController | undefined;

	async function render(): Promise<void> {
		ordering?.abort();
		if (!standin) return;
		const pairs = standin.columns.map((column) => ({
			column,
			before: real?.columns.find((one) => one.name === column.name && one.kind === column.kind),
		}));
		if (order.value === "distance") {
			const mine = new AbortController();
			ordering = mine;
			grid.setAttribute("aria-busy", "true");
			const breathe = createBreath();
			const far = new Map<(typeof pairs)[number], number>();
			for (const pair of pairs) {
				far.set(pair, pairDistance(pair.before, pair.column));
				await breathe();
				if (mine.signal.aborted) return;
			}
			pairs.sort((a, b) => (far.get(b) ?? 0) - (far.get(a) ?? 0));
		}
		void fillGrid(pairs.slice(0, shown), (pair) => marginalCard(pair.before, pair.column));
		more.hidden = pairs.length <= shown;
		more.textContent = `Show ${Math.min(pairs.length - shown, 60)} more columns`;
	}
	more.addEventListener("click", () => {
		shown += 60;
		void render();
	});
	return {
		element: h("div", { class: "stack" }, tools, grid, more),
		show(nextReal, nextStandin) {
			real = nextReal;
			standin = nextStandin;
			shown = FIRST_SHOWN;
			order.hidden = real === undefined;
			fill(legendBox, real ? legend() : legend(["", "Stand-in"]).lastChild);
			void render();
		},
	};
}

function pairDistance(real: Column | undefined, standin: Column): number {
	return real && isLearned(standin.kind) ? distance(distribution([real, standin])) : -1;
}
