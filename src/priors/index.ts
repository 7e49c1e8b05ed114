import { type PriorName, priorMetas } from "./metas";
import type { TablePrior } from "./table-prior";

const single = {
	"mlp-scm": () => import("./mlp-scm/mlp-scm").then((module) => module.mlpScm),
	"tree-scm": () => import("./tree-scm/tree-scm").then((module) => module.treeScm),
	"graph-scm": () => import("./graph-scm/graph-scm").then((module) => module.graphScm),
} satisfies Partial<Record<PriorName, () => Promise<TablePrior<never>>>>;

/** What a mixture is made of. */
const components = () =>
	Object.fromEntries(
		Object.entries(single).map(([name, load]) => [name, { load, options: priorMetas[name as PriorName].options }]),
	);

/** Loads a prior's code by name; one line a prior. */
export const priors: Readonly<Record<PriorName, () => Promise<TablePrior<never>>>> = {
	...single,
	mixture: () => import("./mixture/mixture").then((module) => module.createMixture(components())),
};
