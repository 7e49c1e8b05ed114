/**
 * What every row of a table obeys. Plain JSON, so that it can be saved and stated again.
 *
 * A string is a condition in the expression language, over the table's columns: `"discharge >= admission"`,
 * `"total == price * qty"`, `"smoker == \"no\" => packs == 0"`. Names that are no plain words stand in backticks. A
 * condition on a missing value counts as met; sides of `==` agree once rounded as the column is written.
 */
export type Constraint =
	| string
	/** Where the condition `when` holds, `must` holds too. */
	| { readonly implies: { readonly when: string; readonly must: string } }
	/** `column` is missing unless the condition `when` holds. */
	| { readonly nullUnless: { readonly column: string; readonly when: string } }
	/** No two rows agree in all of these columns; missing values are not compared. */
	| { readonly unique: readonly string[] }
	/** Only combinations of these columns that the table holds: city and postcode. */
	| { readonly fixedCombinations: readonly string[] }
	/** `column` lies within bounds, both included; dates as the column writes them or as ISO text. */
	| {
			readonly range: { readonly column: string; readonly min?: number | string; readonly max?: number | string };
	  }
	/** Columns ascend: each at most the next; `strict`: below it. */
	| { readonly ordered: readonly string[]; readonly strict?: boolean }
	/** `total` is the sum of the columns `of`. */
	| { readonly sum: { readonly total: string; readonly of: readonly string[] } }
	/** `total` is the product of the columns `of`. */
	| { readonly product: { readonly total: string; readonly of: readonly string[] } }
	/** Rows that agree in the columns `by` agree in `column`. */
	| { readonly determined: { readonly column: string; readonly by: readonly string[] } }
	/** Columns that are missing in the same rows. */
	| { readonly missingTogether: readonly string[] }
	/** `column` is missing wherever `with` is. */
	| { readonly missingWith: { readonly column: string; readonly with: string } }
	/** A constraint that was found and is not to be used; `"found"`: none of them is. */
	| { readonly except: Constraint };

/** Whether two constraints say the same, by their JSON. */
export function sameConstraint(a: Constraint, b: Constraint): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

/** A constraint as a message names it. */
export function describeConstraint(constraint: Constraint): string {
	if (typeof constraint === "string") return `"${constraint}"`;
	if ("implies" in constraint) return `"${constraint.implies.when} => ${constraint.implies.must}"`;
	if ("nullUnless" in constraint)
		return `"${constraint.nullUnless.column}" missing unless ${constraint.nullUnless.when}`;
	if ("unique" in constraint) return `unique ${quoted(constraint.unique)}`;
	if ("fixedCombinations" in constraint) return `fixed combinations of ${quoted(constraint.fixedCombinations)}`;
	if ("range" in constraint) {
		const { column, min, max } = constraint.range;
		return `"${column}" ${min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : `from ${min} to ${max}`}`;
	}
	if ("ordered" in constraint) return `"${constraint.ordered.join(constraint.strict ? " < " : " <= ")}"`;
	if ("sum" in constraint) return `"${constraint.sum.total} == ${constraint.sum.of.join(" + ")}"`;
	if ("product" in constraint) return `"${constraint.product.total} == ${constraint.product.of.join(" * ")}"`;
	if ("determined" in constraint)
		return `"${constraint.determined.column}" follows from ${quoted(constraint.determined.by)}`;
	if ("missingTogether" in constraint) return `${quoted(constraint.missingTogether)} missing together`;
	if ("missingWith" in constraint) {
		return `"${constraint.missingWith.column}" missing where "${constraint.missingWith.with}" is`;
	}
	return `except ${describeConstraint(constraint.except)}`;
}

function quoted(names: readonly string[]): string {
	const words = names.map((name) => `"${name}"`);
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
