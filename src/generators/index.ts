/** Every generator, loaded when asked for. One line a generator; the names are those of `metas.ts`. */
import type { Generator } from "./generator";
import type { GeneratorName } from "./metas";

export const generators = {
	diffusion: () => import("./diffusion").then((m) => m.diffusion),
	independent: () => import("./independent").then((m) => m.independent),
	"bayesian-network": () => import("./bayesian-network").then((m) => m.bayesianNetwork),
	copula: () => import("./copula").then((m) => m.copula),
	tabddpm: () => import("./tabddpm").then((m) => m.tabddpm),
	"clique-tree": () => import("./clique-tree").then((m) => m.cliqueTree),
	mst: () => import("./mst").then((m) => m.mst),
	dpgan: () => import("./dpgan").then((m) => m.dpgan),
	smote: () => import("./smote").then((m) => m.smote),
	ctgan: () => import("./ctgan").then((m) => m.ctgan),
	tvae: () => import("./tvae").then((m) => m.tvae),
	findiff: () => import("./findiff").then((m) => m.findiff),
	autodiff: () => import("./autodiff").then((m) => m.autodiff),
	tabfairgan: () => import("./tabfairgan").then((m) => m.tabfairgan),
} satisfies Record<GeneratorName, () => Promise<Generator<never, unknown>>>;
