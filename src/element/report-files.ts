/** A report as files people keep: one self-contained page, or Markdown. */
export { formatHtml } from "../report/format/html";
export { formatMarkdown } from "../report/format/markdown";
