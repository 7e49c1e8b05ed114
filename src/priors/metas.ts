import { graphScmMeta } from "./graph-scm/meta";
import { mixtureMeta } from "./mixture/meta";
import { mlpScmMeta } from "./mlp-scm/meta";
import { treeScmMeta } from "./tree-scm/meta";

/** What the page knows of every prior, by name, before its code is loaded. */
export const priorMetas = {
	"mlp-scm": mlpScmMeta,
	"tree-scm": treeScmMeta,
	"graph-scm": graphScmMeta,
	mixture: mixtureMeta,
} as const;

/** A prior's name. */
export type PriorName = keyof typeof priorMetas;

/** The options of a prior. */
export type PriorOptions<Name extends PriorName> = (typeof priorMetas)[Name]["defaults"];
