import type { CheckItem } from "../../report/checklist/check-item";
import type { PromiseReport } from "../../report/promise-report";
import type { Report } from "../../report/report";

/** What the report's checklist says must be mended before the table is shared. */
export function mustMend(report: Report | PromiseReport): CheckItem[] {
	if (!("checklist" in report)) return [];
	return report.checklist.filter(({ verdict }) => verdict === "mend");
}
