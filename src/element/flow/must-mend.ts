import type { CheckItem } from "../../report/checklist/check-item";
import type { Report } from "../../report/report";

/** What the report's checklist says must be mended before the table is shared. */
export function mustMend({ checklist }: Report): CheckItem[] {
	return checklist.filter(({ verdict }) => verdict === "mend");
}
