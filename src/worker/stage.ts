import type { Model } from "../generators/generator";
import type { Table } from "../table/table";
import type { FitSetup } from "../wire/api";
import type { Run } from "./run";

/** What a stage is told of the fit. */
export interface StageSetup extends FitSetup {
	/** See `Protection`. Default 5. */
	readonly protect?: number;
}

/**
 * A step on the way of a table around the generator, who knows of none: what it takes out before learning, it puts
 * back after sampling. Stages are fitted in the registry's order, and wrap the model in the opposite one.
 */
export interface Stage {
	/**
	 * True where it looks at nothing beside the ledger of `run.privacy`. Any other is refused where privacy is promised, once
	 * it has something to do. Default false.
	 */
	readonly keepsPrivacy?: boolean;
	/** Absent where the stage has nothing to do with this table. */
	fit(table: Table, setup: StageSetup, run: Run): Promise<FittedStage | undefined>;
	/** Restores what `FittedStage.saved` gave. Throws for anything else; the host makes a `SavedModelError` of it. */
	load(saved: unknown): Promise<StageModel>;
}

/** What a stage does once it is fitted. */
export interface StageModel {
	/** Plain data for `load`: enough without the table, and without a value that must not leave. */
	readonly saved: unknown;
	/** The model as the caller sees it: requests are translated on their way in, tables on their way out. */
	wrap(model: Model<unknown>): Model<unknown>;
	/** A preview of rows as they will leave; absent where it would look no different. */
	preview?(table: Table): Table;
	/** Diagnostics for the summary of `fit`. */
	readonly diagnostics?: Readonly<Record<string, string | number | boolean>>;
}

export interface FittedStage extends StageModel {
	/** The table the next stage, and in the end the generator, learns. */
	readonly table: Table;
	/** Called once the generator has learned, with the model as the stages between have wrapped it; `saved` is asked for later. */
	finish?(model: Model<unknown>, run: Run): Promise<void>;
}
