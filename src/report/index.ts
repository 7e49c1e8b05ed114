/** The report and its formats for people. */

export type { CheckItem, Verdict } from "./checklist/check-item";
export { formatHtml } from "./format/html";
export { formatMarkdown } from "./format/markdown";
export type { PromiseReport } from "./promise-report";
export type { Provenance } from "./provenance";
export type { Report } from "./report";
