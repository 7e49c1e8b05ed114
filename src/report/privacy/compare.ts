import type { Random } from "../../random";
import type { Run } from "../../run";
import type { Table } from "../../table/table";
import type { Aligned } from "../align";
import type { Tables } from "../fidelity/compare";
import { absent } from "../figure";
import type { Privacy } from "../report";
import { closestRecord } from "./closest-record";
import { copies } from "./copies";
import { attributeDisclosure } from "./disclosure";
import { repeatedIdentifiers } from "./identifiers";
import { inference } from "./inference";
import { linkability } from "./linkability";
import { membership } from "./membership";
import { singlingOut } from "./singling-out";
import { createSpace } from "./space";

/** Every privacy figure; without held-out rows only copies and repeated identifiers, the rest say why not. */
export async function comparePrivacy(
	aligned: Aligned,
	input: { real: Table; synthetic: Table },
	{ real, synthetic, heldOut }: Tables,
	{ information, target, noHoldout }: { information: Float64Array; target?: string; noHoldout: string },
	random: Random,
	run: Run,
): Promise<Privacy> {
	await run.step({ phase: "copies", step: 0, steps: 1 });
	const always = {
		copies: copies(aligned, real, synthetic, heldOut),
		identifiers: repeatedIdentifiers(input.real, input.synthetic),
	};
	await run.step({ phase: "copies", step: 1, steps: 1 });
	if (heldOut === null) {
		const none = { risk: absent(noHoldout) };
		return {
			...always,
			singlingOut: { univariate: none, multivariate: none },
			linkability: none,
			inference: { ...none, secrets: [] },
			attributeDisclosure: { ...none, secrets: [] },
			membership: { reason: noHoldout },
			closestRecord: { reason: noHoldout },
		};
	}
	const tables = { real, synthetic, heldOut };
	// Numbers are scaled by the real table's range: distances are shares of the largest possible there.
	const space = createSpace(aligned, [real]);
	return {
		...always,
		closestRecord: await closestRecord(space, tables, random.stream("closest record"), run),
		membership: await membership(space, tables, random.stream("membership"), run),
		singlingOut: {
			univariate: await singlingOut(aligned, tables, "univariate", random.stream("univariate"), run),
			multivariate: await singlingOut(aligned, tables, "multivariate", random.stream("multivariate"), run),
		},
		linkability: await linkability(aligned, tables, random.stream("linkability"), run),
		inference: await inference(aligned, tables, target, random.stream("inference"), run),
		attributeDisclosure: await attributeDisclosure(aligned, tables, information, run),
	};
}
