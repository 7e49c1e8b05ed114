import type { FitSetup, TableInspection } from "../wire/api";

/** Column that says whose each row is: the one named, or the proposed one where its evidence is strong; undefined for none. */
export function subjectOf(
	{ subject }: Pick<FitSetup, "subject">,
	found: Pick<TableInspection, "subject"> | undefined,
): string | undefined {
	if (subject !== undefined) return subject || undefined;
	return found?.subject?.strong ? found.subject.column : undefined;
}
