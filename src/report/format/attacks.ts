import type { Figure } from "../figure";
import type { Report } from "../report";

/** The attacks whose risk the report gives, by the names used for people. */
export function attacks({ privacy }: Report): { name: string; result: { risk: Figure } }[] {
	return [
		{ name: "Singling out, one condition", result: privacy.singlingOut.univariate },
		{ name: "Singling out, several conditions", result: privacy.singlingOut.multivariate },
		{ name: "Linkability", result: privacy.linkability },
		{ name: "Inference of a hidden value", result: privacy.inference },
		{ name: "Attribute disclosure", result: privacy.attributeDisclosure },
	];
}
