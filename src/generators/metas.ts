/** What is known of every generator before its code is loaded. One line a generator. */

import { meta as autodiff } from "./autodiff/meta";
import { meta as bayesianNetwork } from "./bayesian-network/meta";
import { meta as cliqueTree } from "./clique-tree/meta";
import { meta as copula } from "./copula/meta";
import { meta as ctgan } from "./ctgan/meta";
import { meta as diffusion } from "./diffusion/meta";
import { meta as dpgan } from "./dpgan/meta";
import { meta as findiff } from "./findiff/meta";
import type { GeneratorMeta } from "./generator";
import { meta as independent } from "./independent/meta";
import { meta as mst } from "./mst/meta";
import { meta as smote } from "./smote/meta";
import { meta as tabddpm } from "./tabddpm/meta";
import { meta as tabfairgan } from "./tabfairgan/meta";
import { meta as tvae } from "./tvae/meta";

export const generatorMetas = {
	diffusion,
	independent,
	"bayesian-network": bayesianNetwork,
	copula,
	tabddpm,
	"clique-tree": cliqueTree,
	mst,
	dpgan,
	smote,
	ctgan,
	tvae,
	findiff,
	autodiff,
	tabfairgan,
} satisfies Record<string, GeneratorMeta>;

export type GeneratorName = keyof typeof generatorMetas;
