import type { Random } from "../../random";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import type { Aligned, Tables } from "../align";
import { absent } from "../figure";
import { startPhase } from "../phase";
import { closestRecord } from "./closest-record";
import { copies } from "./copies";
import { attributeDisclosure } from "./disclosure";
import { repeatedIdentifiers } from "./identifiers";
import { inference } from "./inference";
import { linkability } from "./linkability";
import { membership } from "./membership";
import { onePerSubject } from "./one-per-subject";
import { PARTIAL_STEPS, partialCopies } from "./partial-copies";
import type { People } from "./people";
import type { Privacy } from "./privacy";
import { singlingOut, singlingOutGround } from "./singling-out";
import { createSpace } from "./space";

/** What the report has found before. */
interface Known {
	readonly people: People;
	/** Mutual information of every pair of the columns that are set against each other. */
	readonly information: Float64Array;
	/** The tables with those columns alone. */
	readonly paired: (aligned: Aligned) => Aligned;
	readonly target?: string;
	readonly noHoldout: string;
}

/** Every privacy figure; without held-out rows only copies and repeated identifiers, the rest say why not. */
export async function comparePrivacy(
	everyRow: Aligned,
	input: { real: Table; synthetic: Table; holdout?: Table },
	{ real, synthetic, heldOut }: Tables,
	{ people: found, information, paired, target, noHoldout }: Known,
	random: Random,
	run: Run,
): Promise<Privacy> {
	const all = { real, synthetic, heldOut };
	const steps = PARTIAL_STEPS + (heldOut === null ? 2 : 4);
	const tick = startPhase(run, "copies", steps);
	const partial = random.stream("partial copies");
	const always = {
		copies: await copies(everyRow, all, tick),
		partialCopies: await partialCopies(paired(everyRow), all, input.real.subjects, partial, tick),
		identifiers: repeatedIdentifiers(input.real, input.synthetic),
		people: found,
	};
	await tick(steps);
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
	const aligned = onePerSubject(everyRow, input, tables, random.stream("subjects"));
	// Numbers are scaled by the real table's range: distances are shares of the largest possible there.
	const space = createSpace(aligned, [real]);
	const closest = await closestRecord(space, tables, random.stream("closest record"), run);
	const members = await membership(space, tables, random.stream("membership"), run);
	const ground = singlingOutGround(aligned, tables);
	return {
		...always,
		closestRecord: closest,
		membership: members,
		singlingOut: {
			univariate: await singlingOut(ground, "univariate", random.stream("univariate"), run),
			multivariate: await singlingOut(ground, "multivariate", random.stream("multivariate"), run),
		},
		linkability: await linkability(aligned, tables, random.stream("linkability"), run),
		inference: await inference(paired(aligned), tables, target, random.stream("inference"), run),
		attributeDisclosure: await attributeDisclosure(paired(aligned), tables, information, run),
	};
}
