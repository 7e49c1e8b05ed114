import type { PromiseRecord } from "../dp/budget";
import type { Excluded, TableSize } from "./align";
import type { CheckItem } from "./checklist/check-item";
import type { ConstraintViolations } from "./constraints";
import type { Definition } from "./definitions";
import type { Fairness } from "./fairness";
import type { Care } from "./fidelity/care";
import type { Fidelity } from "./fidelity/fidelity";
import type { Privacy } from "./privacy/privacy";
import type { Provenance } from "./provenance";
import type { SampleSize } from "./samples";
import type { UtilityResult } from "./utility";

/**
 * How faithful a synthetic table is and what it discloses: plain JSON with every figure, its interval, definition and
 * source. A figure that could not be measured is null with a reason; NaN does not occur.
 */
export interface Report {
	readonly version: 1;
	readonly tables: { readonly real: TableSize; readonly synthetic: TableSize; readonly heldOut?: TableSize };
	/** Column that `utility` predicts. */
	readonly target?: string;
	/** The answer to "may I share this?": what must be mended first, then what is worth a look, the rest, what is unknown. */
	readonly checklist: readonly CheckItem[];
	/** Where the synthetic table came from, as far as the caller said. */
	readonly provenance?: Provenance;
	/**
	 * The promise of differential privacy the table was made under. The figures beside it come from the real rows and are for
	 * the owner's eyes: `formatHtml` and `formatMarkdown` leave them out.
	 */
	readonly promise?: PromiseRecord;
	/** Columns no figure is computed for. */
	readonly excluded: readonly Excluded[];
	/** What a reader must know of this run, one sentence each. */
	readonly notes: readonly string[];
	/** Rows that break constraints: what was stated, and what holds in every real row. */
	readonly constraints: readonly ConstraintViolations[];
	readonly fidelity: Fidelity;
	readonly utility: UtilityResult;
	/** How groups fare, where the target was made fair. */
	readonly fairness?: Fairness;
	/** Figures of records of care, where the table has cells that hold several codes, or subjects with several rows. */
	readonly care?: Care;
	readonly privacy: Privacy;
	/** How many rows figures rest on that do not take in all of them. */
	readonly samples: readonly SampleSize[];
	/** By the path of the figure. */
	readonly definitions: Readonly<Record<string, Definition>>;
}
