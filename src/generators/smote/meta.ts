import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "SMOTE",
	summary:
		"Rows halfway between real rows and their neighbours (Chawla et al. 2002). Not for publishing: real rows can be recovered from them. A yardstick for utility, and what attacks must catch.",
	paper: "Chawla, Bowyer, Hall and Kegelmeyer, SMOTE: Synthetic Minority Over-sampling Technique, JAIR 2002.",
	control: true,
	cellBytes: 20,
	conditions: [],
	options: {
		neighbours: {
			type: "number",
			default: 5,
			min: 1,
			max: 50,
			whole: true,
			help: "Nearest rows, one of which a row is moved towards.",
		},
		protect: PROTECT,
	},
}) satisfies GeneratorMeta;

/** Options of `smote`; what each does stands in its `help`. */
export type SmoteOptions = Partial<typeof meta.defaults>;
