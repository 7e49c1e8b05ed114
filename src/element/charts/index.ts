/** Charts as plain SVG elements, coloured by the page's style sheet. */
export { type Distribution, type DistributionOptions, distance, distribution } from "./distribution";
export { type GraphChartOptions, type GraphNode, graphChart } from "./graph-chart";
export { type HeatMapOptions, heatMap } from "./heat-map";
export { type HistogramOptions, histogram } from "./histogram";
export { type IntervalChartOptions, type IntervalRow, intervalChart } from "./interval-chart";
export { type LevelBarsOptions, levelBars, shorten } from "./level-bars";
export { type LineChartOptions, type LineSeries, lineChart } from "./line-chart";
export { formatCount, formatNumber, formatShare } from "./scale";
export { type ScatterMatrixOptions, scatterMatrix } from "./scatter-matrix";
export { chartRoot, type SvgAttributes, svg } from "./svg";
