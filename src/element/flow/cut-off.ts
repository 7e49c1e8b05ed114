import { mayHaveFits } from "../../page/kept-fits";
import { forgetUnfinishedFits, unfinishedFits } from "../../page/on-demand";
import type { Kind } from "../../table/table";
import type { Choices } from "./choices";

/** Hours after its last checkpoint for which a run is kept, where the person allowed it: a working day. */
export const KEPT_HOURS = 8;

/** What is kept along with a run, to go on with it: its choices, and kinds chosen over those inferred. Plain data. */
export interface RunNote {
	readonly element: "stand-in";
	readonly choices: Choices;
	readonly kinds: Readonly<Record<string, Kind>>;
}

/** A run of this element that a reload of the page cut off. */
export interface CutOff extends RunNote {
	readonly begun: Date;
	readonly expires: Date;
}

/** The latest run that a reload cut off in this tab, if any. Browsers that give nothing back have none. */
export async function findCutOff(): Promise<CutOff | undefined> {
	if (!mayHaveFits()) return undefined;
	try {
		for (const { note, begun, expires } of await unfinishedFits()) {
			if ((note as RunNote | undefined)?.element === "stand-in") return { ...(note as RunNote), begun, expires };
		}
	} catch {
		// What cannot be read cannot be continued: a run begins anew, as without having been kept.
	}
	return undefined;
}

/** Deletes the runs that were cut off in this tab. */
export async function forgetCutOff(): Promise<void> {
	await forgetUnfinishedFits();
}
