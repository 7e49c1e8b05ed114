import { OptionError, SavedModelError } from "../errors";
import { list, optional, record, text } from "../saved-data";
import type { Inspection } from "./finding";

const inspectionCheck = record({
	findings: list(
		record({ column: text, what: text, evidence: text, locale: optional(text), standard: optional(text) }),
	),
	subject: optional(record({ column: text, constant: list(text) })),
});

/**
 * Refuses what no `inspect` resolved to.
 *
 * @throws OptionError naming the place.
 */
export function checkInspection(inspection: Inspection): void {
	try {
		inspectionCheck(inspection, "inspection");
	} catch (cause) {
		if (!(cause instanceof SavedModelError)) throw cause;
		const { at } = cause.details;
		throw new OptionError(
			`inspection: ${at} is not what inspect(table) gives. Inspect this very table, or leave the option out.`,
			{ option: "inspection", at },
		);
	}
}
