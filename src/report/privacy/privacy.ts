import type { ClosestRecord } from "./closest-record";
import type { Copies } from "./copies";
import type { AttributeDisclosure } from "./disclosure";
import type { RepeatedIdentifiers } from "./identifiers";
import type { Inference } from "./inference";
import type { Linkability } from "./linkability";
import type { Membership } from "./membership";
import type { PartialCopies } from "./partial-copies";
import type { People } from "./people";
import type { SinglingOut } from "./singling-out";

/** What the synthetic table discloses about the training rows. */
export interface Privacy {
	readonly singlingOut: { readonly univariate: SinglingOut; readonly multivariate: SinglingOut };
	readonly linkability: Linkability;
	readonly inference: Inference;
	readonly attributeDisclosure: AttributeDisclosure;
	readonly membership: Membership | { readonly reason: string };
	readonly copies: Copies;
	/** Rows copied but for a few columns. */
	readonly partialCopies: PartialCopies | { readonly reason: string };
	readonly closestRecord: ClosestRecord | { readonly reason: string };
	/** Columns of kind id or text: how many of their values come from the real table. */
	readonly identifiers: readonly RepeatedIdentifiers[];
	/** Real identifiers among synthetic ones, names inside texts, people who stand out in both tables, subjects. */
	readonly people: People;
}
