import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PRIVATE } from "../private-options";

export const meta = withDefaults({
	label: "MST, differentially private",
	summary:
		"Noisy counts along a tree of dependent pairs (McKenna, Miklau and Sheldon 2021, winner of a NIST challenge). The reference for differential privacy; the clique tree is better.",
	paper:
		"McKenna, Miklau and Sheldon, Winning the NIST Contest: A Scalable and General Approach to Differentially Private Synthetic Data, Journal of Privacy and Confidentiality 2021.",
	private: true,
	cellBytes: 20,
	conditions: ["given"],
	options: PRIVATE,
}) satisfies GeneratorMeta;

/** Options of `mst`; what each does stands in its `help`. */
export type MstOptions = Partial<typeof meta.defaults>;
