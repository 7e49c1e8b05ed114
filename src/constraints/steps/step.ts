/** What is done to a table before learning, and undone after sampling. Plain data each. */
import type { Table } from "../../table/table";
import { type BlankStep, backBlank } from "./blank";
import { backComputed, type ComputedStep, forwardComputed } from "./computed";
import { backDetermined, type DeterminedStep, forwardDetermined } from "./determined";
import { backGap, forwardGap, type GapStep } from "./gap";
import { backMerged, forwardMerged, type MergedStep } from "./merged";

export type Step = ComputedStep | DeterminedStep | GapStep | MergedStep | BlankStep;

/** The table as it is learned. Columns that the table does not have are left out, for tables to complete. */
export function forward(step: Step, table: Table): Table {
	switch (step.type) {
		case "computed":
			return forwardComputed(step, table);
		case "determined":
			return forwardDetermined(step, table);
		case "gap":
			return forwardGap(step, table);
		case "merged":
			return forwardMerged(step, table);
		case "blank":
			return table;
	}
}

/** The table as it was, from sampled rows of what `forward` gave. */
export function back(step: Step, table: Table): Table {
	switch (step.type) {
		case "computed":
			return backComputed(step, table);
		case "determined":
			return backDetermined(step, table);
		case "gap":
			return backGap(step, table);
		case "merged":
			return backMerged(step, table);
		case "blank":
			return backBlank(step, table);
	}
}
