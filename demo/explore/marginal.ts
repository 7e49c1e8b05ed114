import { type Distribution, distributionChart } from "../../src/charts";
import { toSvg } from "../../src/element/to-svg";
import type { Kind } from "../../src/index";
import { h } from "../dom";

/** Kinds whose values a model has a law for; the others are names alone. */
export function isLearned(kind: Kind): boolean {
	return kind !== "id" && kind !== "text";
}

/** The chart that fits a distribution: a histogram over bins, bars over categories. */
export function marginalChart(of: Distribution, names: readonly string[]): SVGSVGElement {
	return toSvg(distributionChart(of, { names }));
}

/** What the colours mean. */
export function legend(names: readonly string[]): HTMLElement {
	return h(
		"div",
		{ class: "legend" },
		names.map((name, i) => h("span", { class: i > 0 ? "is-standin" : undefined }, name)),
	);
}
