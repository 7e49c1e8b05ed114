import { strToU8, zipSync } from "fflate";

/** A workbook of one or two sheets, as small as the format allows. */
export function workbook(sheets: Record<string, unknown[][]>): Uint8Array {
	const names = Object.keys(sheets);
	const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
	const xml = (text: string) => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${text}`);
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
	const pack = "http://schemas.openxmlformats.org/package/2006/relationships";
	const column = (c: number) => String.fromCharCode(65 + c);
	const day = (text: string) => (Date.parse(text) - Date.UTC(1899, 11, 30)) / 86_400_000;
	const write = (value: unknown, at: string) => {
		if (value === null) return "";
		if (typeof value === "number") return `<c r="${at}"><v>${value}</v></c>`;
		if (typeof value === "boolean") return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`;
		if (/^\d{4}-\d\d-\d\d$/.test(String(value))) return `<c r="${at}" s="1"><v>${day(String(value))}</v></c>`;
		return `<c r="${at}" t="inlineStr"><is><t>${escaped(String(value))}</t></is></c>`;
	};
	const files: Record<string, Uint8Array> = {
		"[Content_Types].xml": xml('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
		"_rels/.rels": xml(
			`<Relationships xmlns="${pack}"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		),
		"xl/workbook.xml": xml(
			`<workbook xmlns="${main}" xmlns:r="${rel}"><sheets>${names.map((n, i) => `<sheet name="${n}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("")}</sheets></workbook>`,
		),
		"xl/_rels/workbook.xml.rels": xml(
			`<Relationships xmlns="${pack}">${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${rel}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join("")}<Relationship Id="rId99" Type="${rel}/styles" Target="styles.xml"/></Relationships>`,
		),
		"xl/styles.xml": xml(
			`<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
		),
	};
	names.forEach((name, i) => {
		const rows = sheets[name]!.map(
			(row, r) => `<row r="${r + 1}">${row.map((value, c) => write(value, `${column(c)}${r + 1}`)).join("")}</row>`,
		);
		files[`xl/worksheets/sheet${i + 1}.xml`] = xml(
			`<worksheet xmlns="${main}"><sheetData>${rows.join("")}</sheetData></worksheet>`,
		);
	});
	return zipSync(files);
}
