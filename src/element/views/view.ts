import type { TableFormat } from "../../table/format-table";
import type { Choices } from "../flow/choices";
import type { Writing } from "../flow/files";
import type { Flow } from "../flow/flow";
import type { Translate } from "../messages/messages";
import type { ConditionDraft } from "./condition-draft";

/** What the person has opened, typed and ordered: it belongs to the page, not to the table. */
export interface Ui {
	/** Texts typed into fields by their id, until another table comes. */
	readonly drafts: Map<string, string>;
	/** Whether another table is being chosen. */
	changing: boolean;
	/** Steps folded by hand (true) or opened again (false). */
	folded: Readonly<Record<string, boolean>>;
	allColumns: boolean;
	/** Why the kind of a column could not be changed. */
	kindProblem: { column: string; text: string } | undefined;
	/** Why a rule of the person's own could not be added. */
	ruleProblem: string | undefined;
	/** What was chosen before a promise of differential privacy put another generator in its place. */
	unpromised: Pick<Choices, "generator" | "options" | "fair"> | undefined;
	/** Column about which it is asked whether its values may leave as they are. */
	keeping: string | undefined;
	order: "table" | "distance";
	/** Columns whose charts are shown. */
	charts: number;
	rows: { which: "synthetic" | "real" | "both"; find: string; sort: string | undefined; descending: boolean };
	conditions: readonly ConditionDraft[];
	conditionProblem: string | undefined;
	/** Column of whose rarest category more is sampled; empty for none. */
	more: string;
	modelSaved: boolean;
	defuse: boolean;
	/** Format chosen for the synthetic file; undefined: that of the table's. */
	format: TableFormat | undefined;
}

export const freshUi = (): Ui => ({
	drafts: new Map(),
	changing: false,
	folded: {},
	allColumns: false,
	kindProblem: undefined,
	ruleProblem: undefined,
	unpromised: undefined,
	keeping: undefined,
	order: "table",
	charts: 0,
	rows: { which: "synthetic", find: "", sort: undefined, descending: false },
	conditions: [],
	conditionProblem: undefined,
	more: "",
	modelSaved: false,
	defuse: true,
	format: undefined,
});

/** How the synthetic table is written. */
export function writingOf({ result, source }: Flow, { format, defuse }: Ui): Writing {
	return { format: format ?? result?.source?.format ?? source?.format ?? "csv", defuse };
}

/** What every view is drawn from. */
export interface View {
	readonly flow: Flow;
	readonly t: Translate;
	readonly ui: Ui;
	/** Whether the element is as narrow as a phone or a sidebar. */
	readonly narrow: boolean;
	/** What screen readers were told last. */
	readonly spoken: string;
	/** Whether the element is a field of a form. */
	readonly inForm: boolean;
	/** Label of the button that hands the table on; undefined for none. */
	readonly handOn: string | undefined;
	/** Changes what the person has opened or typed, and draws anew. */
	update(change: Partial<Ui>): void;
	readonly act: {
		start(): void;
		download(): void;
		bundle(): void;
		saveModel(): void;
		handOn(): void;
		confirm(): void;
		report(format: "html" | "md" | "json"): void;
		/** Brings a step into view and its heading into focus. */
		goTo(step: string): void;
		sampleAgain(): void;
		/** Samples the missing cells of a file and offers it. */
		complete(file: File): void;
	};
}
