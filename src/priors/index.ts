import type { PriorName } from "./metas";
import type { TablePrior } from "./table-prior";

/** Loads a prior's code by name; one line a prior. */
export const priors: Readonly<Record<PriorName, () => Promise<TablePrior<never>>>> = {
	"mlp-scm": () => import("./mlp-scm/mlp-scm").then((module) => module.mlpScm),
	"tree-scm": () => import("./tree-scm/tree-scm").then((module) => module.treeScm),
	"graph-scm": () => import("./graph-scm/graph-scm").then((module) => module.graphScm),
	mixture: () => import("./mixture/mixture").then((module) => module.mixture),
};
