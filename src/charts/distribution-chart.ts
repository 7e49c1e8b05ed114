import type { Distribution } from "./distribution";
import { histogram } from "./histogram";
import { levelBars } from "./level-bars";
import type { ChartNode } from "./node";

/** The chart that fits a distribution: a histogram over bins, bars over levels. */
export function distributionChart(
	of: Distribution,
	options: { width?: number; names?: readonly string[]; share?: (share: number) => string } = {},
): ChartNode {
	return of.shape === "bins" ? histogram(of, options) : levelBars(of, options);
}
