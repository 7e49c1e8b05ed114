import type { Report } from "../../report/report";

/** What the report finds that must be mended before the table is shared. */
export function mustMend({ checklist }: Report): string[] {
	return [...new Set(checklist.filter(({ verdict }) => verdict === "mend").map(({ item }) => item))];
}
