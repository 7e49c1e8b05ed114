import type { Shape } from "../../../nn/mlp/layout";
import type { TokenColumn } from "../../../tokens/tokens";

/** Sizes of a column network. Plain data. */
export interface ColumnNetworkSize {
	readonly width: number;
	readonly layers: number;
}

/** Least residual weight: values in clusters, as where one column is a step of another, are not what logistics describe. */
const LEAST_RESIDUAL = 0.1;

/**
 * The shape of a table's column networks. The more columns one knows, the less freely its bins depart from a mixture: of
 * one other column there are rows enough to learn any shape of dependence, of many there are not.
 */
export function columnShape(shape: Shape<TokenColumn>, { width, layers }: ColumnNetworkSize): Shape<TokenColumn> {
	const residual = shape.tokens.map((_, f) => Math.max(LEAST_RESIDUAL, 1 / Math.max(1, f) ** 2));
	return { ...shape, width, layers, oneHead: true, residual };
}
