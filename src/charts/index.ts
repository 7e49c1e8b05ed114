/** Charts as plain trees: `toText` makes a file of one, `toSvg` of the element a picture on the page. */
export { type Distribution, type DistributionOptions, distance, distribution, distributionSteps } from "./distribution";
export { distributionChart } from "./distribution-chart";
export { type GraphChartOptions, type GraphNode, graphChart } from "./graph-chart";
export { type HeatMapOptions, heatMap } from "./heat-map";
export { type HistogramOptions, histogram } from "./histogram";
export { type IntervalChartOptions, type IntervalRow, intervalChart } from "./interval-chart";
export { type LevelBarsOptions, levelBars, shorten } from "./level-bars";
export { type LineChartOptions, type LineSeries, lineChart } from "./line-chart";
export { type ChartAttributes, type ChartNode, node } from "./node";
export { type PointMapOptions, pointMap } from "./point-map";
export { formatCount, formatMoment, formatNumber, formatShare, NONE } from "./scale";
export { type ScatterMatrixOptions, scatterMatrix } from "./scatter-matrix";
export { escapeHtml, toText } from "./to-text";
