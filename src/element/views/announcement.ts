import type { FlowEvents } from "../flow/flow-state";
import type { Translate } from "../messages/messages";
import { resultText } from "./text";
import type { View } from "./view";

/** What screen readers are told when something has happened; undefined for what speaks for itself. */
export function announcement(
	t: Translate,
	{ source, result }: View["flow"],
	what: Parameters<FlowEvents["happened"]>[0],
): string | undefined {
	switch (what) {
		case "open": {
			if (!source) return undefined;
			const rows = t("size.rows", { n: source.table.rows });
			const columns = t("size.columns", { n: source.table.columns.length });
			return t("table.read", { name: source.name, rows, columns });
		}
		case "result":
			return result && t("result.ready", { size: resultText(t, result) });
		case "report":
			return t("report.ready");
		case "withdraw":
			return t("settings.withdrawn");
		default:
			return undefined;
	}
}
