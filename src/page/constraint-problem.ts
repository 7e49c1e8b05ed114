import type { Constraint } from "../constraints/constraint";
import type { Table } from "../table/table";

/** What is wrong with a constraint that is being stated, in a sentence; undefined where it can be kept. */
export async function constraintProblem(table: Table, constraint: Constraint): Promise<string | undefined> {
	const { checkStated } = await import("../constraints/read-constraints");
	try {
		checkStated(table, constraint, "this rule");
		return undefined;
	} catch (error) {
		// The line and its caret are for a screen whose letters have one width; the field itself is in sight.
		const [sentence = ""] = (error as Error).message.split("\n");
		return sentence.replace(/^In "?this rule"?[:,] */, "").replace(/^./, (first) => first.toUpperCase());
	}
}
