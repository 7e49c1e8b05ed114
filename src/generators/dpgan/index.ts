/**
 * DPGAN: Xie, Lin, Wang, Wang and Zhou, "Differentially Private Generative Adversarial Network" (2018), with what its
 * implementations do wrong put right. See the folder's README.
 */
import type { PromiseRecord } from "../../dp/budget";
import { encoderCheck } from "../../encode/check-encoder";
import { checkOptions } from "../../options/check";
import { record } from "../../saved-data";
import { tokensCheck } from "../../tokens/check-tokens";
import { checkParameters } from "../check-modes";
import type { Generator, Model } from "../generator";
import { generatorLayout } from "../noise-network";
import { refuseConditions } from "../refuse-conditions";
import { fitDpgan } from "./fit";
import { type DpganOptions, meta } from "./meta";
import { type DpganSaved, sampleRows, statesOf } from "./sample";

function createModel(
	saved: DpganSaved,
	diagnostics: Model<DpganSaved>["diagnostics"],
	privacy?: PromiseRecord,
): Model<DpganSaved> {
	return {
		async sample(request, run) {
			refuseConditions("dpgan", 'its network is asked for nothing but rows. Take "clique-tree".', request);
			return sampleRows(saved, request.rows, request.offset ?? 0, run);
		},
		save: async () => saved,
		dispose() {},
		diagnostics,
		...(privacy && { privacy }),
	};
}

export const dpgan: Generator<DpganOptions, DpganSaved> = {
	version: 1,
	async fit(table, options, run) {
		checkOptions('"dpgan"', options, meta.options);
		// Never again on another device, and no checkpoints: the budget is spent once.
		const { saved, diagnostics, privacy } = await fitDpgan(table, options, run);
		return createModel(saved, diagnostics, privacy);
	},
	async load(saved) {
		record({ encoder: encoderCheck })(saved, "saved");
		const { encoder, tokens, parameters } = saved;
		tokensCheck(encoder)(tokens, "saved.tokens");
		const S = statesOf(tokens);
		checkParameters(parameters, S > 0 ? generatorLayout(S, new Float32Array(S)) : undefined);
		return createModel(saved, { parameters: parameters.length });
	},
};
