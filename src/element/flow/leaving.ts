import { type PromiseReport, publishable } from "../../report/promise-report";
import type { Report } from "../../report/report";
import { zipFiles } from "./bundle";
import { syntheticName, tableFile, type Writing } from "./files";
import type { Result } from "./flow-state";
import { resultSettings } from "./result-settings";

export type ReportFormat = "html" | "md" | "json";

const TYPES: Readonly<Record<ReportFormat, string>> = {
	html: "text/html",
	md: "text/markdown",
	json: "application/json",
};

/** The writers of reports, fetched when the first one is asked for. */
async function formatted(report: Report | PromiseReport, format: ReportFormat): Promise<string> {
	if (format === "json") return JSON.stringify(publishable(report), null, 2);
	if (format === "html") return (await import("../../report/format/html")).formatHtml(report);
	return (await import("../../report/format/markdown")).formatMarkdown(report);
}

/** The report as a file. */
export async function reportFile(
	report: Report | PromiseReport,
	{ name: source, synthetic }: Pick<Result, "name" | "synthetic">,
	format: ReportFormat,
): Promise<File> {
	const name = syntheticName(source, `report.${format}`, synthetic.marks);
	return new File([await formatted(report, format)], name, { type: TYPES[format] });
}

/** The model as a file: what was learned, without the rows. */
export function modelFile({ model, name, synthetic }: Result): File {
	return new File([model], syntheticName(name, "standin", synthetic.marks), { type: "application/octet-stream" });
}

/** Everything in one zip: table, report, model, and the settings that `synthesize` takes back. */
export async function bundleFile(
	result: Result,
	report: Report | PromiseReport | undefined,
	writing: Writing,
): Promise<File> {
	const table = await tableFile(result.synthetic, result.name, writing);
	const model = modelFile(result);
	const files: Record<string, Blob> = { [table.name]: table, [model.name]: model };
	if (report) {
		for (const format of ["html", "json"] as const) {
			const file = await reportFile(report, result, format);
			files[file.name] = file;
		}
	}
	if (result.source) {
		const settings = resultSettings(result.source, result);
		files["settings.json"] = new Blob([JSON.stringify(settings, null, 2)]);
	}
	return new File([await zipFiles(files)], syntheticName(result.name, "zip", result.synthetic.marks), {
		type: "application/zip",
	});
}
