import type { CheckItem } from "../../report/checklist/check-item";
import type { PromiseReport } from "../../report/promise-report";
import type { Report } from "../../report/report";
import type { Release, ReportView, Result } from "./flow-state";

/** What the report's checklist says must be mended before the table is shared. */
export function mustMend(report: Report | PromiseReport): CheckItem[] {
	if (!("checklist" in report)) return [];
	return report.checklist.filter(({ verdict }) => verdict === "mend");
}

/** How many of the report's checks could not be made, of all; without a checklist none of none. */
export function countUnmeasured(report: Report | PromiseReport): { readonly unmeasured: number; readonly of: number } {
	const items = "checklist" in report ? report.checklist : [];
	return { unmeasured: items.filter(({ verdict }) => verdict === "not measured").length, of: items.length };
}

/** Whether a result may leave, by what its report says and what the user confirmed. */
export function releaseOf(flow: {
	readonly result: Result | undefined;
	readonly report: ReportView | undefined;
	readonly confirmed: boolean;
}): Release {
	const { result, report, confirmed } = flow;
	if (!result) return "none";
	if (report?.state === "measuring") return "checking";
	if (confirmed || report?.state === "promise") return "open";
	if (report?.state !== "ready") return "unchecked";
	return mustMend(report.report).length > 0 ? "mend" : "open";
}
