import { mayResume } from "../../page/may-resume";
import { forgetUnfinishedFits, unfinishedFits } from "../../page/on-demand";
import { subjectOf } from "../../page/subject-of";
import type { Kind } from "../../table/table";
import { withKinds } from "../../table/with-kinds";
import type { TableInspection } from "../../wire/api";
import type { Choices, Source } from "./choices";
import type { MakeOptions } from "./make";
import type { RunView } from "./run-view";

/** Hours after its last checkpoint for which a run is kept, where the person allowed it: a working day. */
export const KEPT_HOURS = 8;

/** What is kept along with a run, to go on with it: its choices, and kinds chosen over those inferred. Plain data. */
interface RunNote {
	readonly element: "stand-in";
	readonly choices: Choices;
	readonly kinds: Readonly<Record<string, Kind>>;
}

/** A run of this element that a reload of the page cut off. */
export interface CutOff extends RunNote {
	readonly begun: Date;
	readonly expires: Date;
}

/** What goes on with a run: the `Flow`. */
interface Goes {
	source: Source | undefined;
	choices: Choices;
	readonly run: RunView | undefined;
	readonly running: boolean;
	choose(change: Partial<Choices>): void;
	start(resume: boolean): Promise<void>;
}

const isOwn = (note: unknown): note is RunNote => (note as RunNote | undefined)?.element === "stand-in";

/** Runs that outlive a reload of the page, where the person allowed it. */
export class KeptRuns {
	/** Whether the next run is kept. */
	allowed = false;
	/** The latest run that was cut off in this tab. */
	cutOff: CutOff | undefined;
	readonly #changed: () => void;

	constructor(changed: () => void) {
		this.#changed = changed;
	}

	allow(allowed: boolean): void {
		this.allowed = allowed;
		this.#changed();
	}

	/** What is kept of a run that begins. Whose each row is, is said as it was found: the rows are divided by it. */
	keep({ kinds }: Source, choices: Choices, found: TableInspection | undefined): MakeOptions["keep"] {
		if (!this.allowed) return undefined;
		const note: RunNote = {
			...{ element: "stand-in", kinds },
			choices: { ...choices, subject: subjectOf(choices, found) ?? false },
		};
		return { hours: KEPT_HOURS, note };
	}

	/** Looks for a run that was cut off. A browser that gives nothing back has none. */
	async find(): Promise<void> {
		const before = this.cutOff;
		this.cutOff = undefined;
		try {
			const found = mayResume() ? await unfinishedFits() : [];
			const own = found.find(({ note }) => isOwn(note));
			if (own) this.cutOff = { ...(own.note as RunNote), begun: own.begun, expires: own.expires };
		} catch {
			// What cannot be read cannot be continued: a run begins anew, as without having been kept.
		}
		if (this.cutOff !== before) this.#changed();
	}

	/** Deletes what was kept. */
	async forget(): Promise<void> {
		this.cutOff = undefined;
		this.#changed();
		await forgetUnfinishedFits();
	}

	/** Goes on with the run that was cut off, by its own choices; those there were come back where the table is another one. */
	async resume(flow: Goes): Promise<void> {
		const { source, choices } = flow;
		const { cutOff } = this;
		if (!cutOff || !source || flow.running) return;
		try {
			const { kinds } = cutOff;
			flow.source = { ...source, kinds, table: withKinds(source.inferred, kinds) };
		} catch {
			// A table without these columns is another one, which the run says.
		}
		flow.choose(cutOff.choices);
		await flow.start(true);
		if (flow.run?.state === "failed") Object.assign(flow, { source, choices });
		await this.find();
	}
}
