import type { CauseSampling } from "../causes";
import { uniformInt } from "../draws";
import { type MetaStreams, metaBeta, metaChoice, metaStreams, metaTruncatedNormal } from "../meta-distributions";
import { type ActivationChoice, drawActivationChoice } from "./activation";
import type { MlpScmOptions } from "./meta";

/** What is drawn once for a table before its network is. */
export interface Hyper {
	readonly features: number;
	/** True: columns are units of the network; false: they are its inputs. */
	readonly isCausal: boolean;
	readonly causes: number;
	/** Linear maps of the network. */
	readonly layers: number;
	readonly hidden: number;
	readonly initStd: number;
	readonly noiseStd: number;
	readonly dropout: number;
	readonly blockWise: boolean;
	readonly sampling: CauseSampling;
	/** Whether normal causes have means and deviations of their own. */
	readonly ownMoments: boolean;
	/** Whether each unit has a noise deviation of its own. */
	readonly ownNoise: boolean;
	/** Whether the target is the network's last unit. */
	readonly yIsEffect: boolean;
	/** Whether columns and target are neighbouring units. */
	readonly inClique: boolean;
	/** Whether columns keep the order of their units before they are permuted. */
	readonly sortFeatures: boolean;
	/** Whether classes are cut at ranks of rows or at values of a normal. */
	readonly classesBy: "rank" | "value";
	readonly activation: ActivationChoice;
}

/**
 * TabICL's hyper-priors at its first release: Qu et al., "TabICL" (ICML 2025), with the ranges of the released
 * configuration; TabPFN's (Hollmann et al. 2023) with log-scaled truncated normals in place of gammas.
 */
export function drawHyper(streams: MetaStreams, options: Readonly<MlpScmOptions>, requested?: number): Hyper {
	const at = (name: string) => metaStreams(streams, name);
	const flag = (name: string) => metaChoice(at(name), [true, false]);
	const features = requested ?? uniformInt(at("features").random, options.minFeatures, options.maxFeatures);
	const isCausal = options.graph === "auto" ? flag("is-causal") : options.graph === "scm";
	const hidden = metaTruncatedNormal(at("hidden"), 5, 130, 4, true);
	const causes = metaTruncatedNormal(at("causes"), 1, 12, 1, true);
	return {
		features,
		isCausal,
		causes: isCausal ? causes : features,
		layers: metaTruncatedNormal(at("layers"), 1, 6, 2, true),
		hidden: isCausal ? Math.max(hidden, 1 + 2 * features) : hidden,
		initStd: metaTruncatedNormal(at("init-std"), 0.01, 10),
		noiseStd: metaTruncatedNormal(at("noise-std"), 1e-4, 0.3),
		dropout: metaBeta(at("dropout"), 0.9, 0.1, 5),
		blockWise: flag("block-wise"),
		sampling: metaChoice(at("sampling"), ["normal", "mixed", "uniform"]),
		ownMoments: flag("own-moments"),
		ownNoise: flag("own-noise"),
		yIsEffect: flag("y-is-effect"),
		inClique: flag("in-clique"),
		sortFeatures: flag("sort-features"),
		classesBy: metaChoice(at("classes-by"), ["value", "rank"]),
		activation: drawActivationChoice(at("activation")),
	};
}
