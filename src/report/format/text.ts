import type { Figure } from "../figure";

/** Text for HTML and SVG. */
export function escapeHtml(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;")
		.replaceAll("'", "&#39;");
}

/** Text for a Markdown table's cell or a paragraph. */
export function escapeMarkdown(text: string): string {
	return text.replace(/[\\`*_[\]<>|#~]/g, (c) => `\\${c}`).replace(/\s*\n\s*/g, " ");
}

/** What stands where there is no number. */
export const NONE = "–";

/** A share as per cent: one decimal, two where it is small, never "0 %" for something above zero. */
export function percent(share: number | null | undefined, digits?: number): string {
	if (share === null || share === undefined || !Number.isFinite(share)) return NONE;
	const value = 100 * share;
	if (value > 0 && value < 0.01) return "< 0.01 %";
	const decimals = digits ?? (Math.abs(value) < 1 && value !== 0 ? 2 : 1);
	return `${trim(value.toFixed(decimals))} %`;
}

/** A number with three decimals. */
export function decimal(value: number | null | undefined, digits = 3): string {
	if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
	return value.toFixed(digits).replace(/^-(0\.?0*)$/, "$1");
}

function trim(text: string): string {
	return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A whole number with thousands set apart. */
export function count(value: number): string {
	return Math.round(value)
		.toString()
		.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

type Style = (value: number | null | undefined) => string;

/** The interval as words, empty where there is none. */
export function interval(ends: readonly [number, number] | undefined, style: Style): string {
	return ends ? `${style(ends[0])} to ${style(ends[1])}` : "";
}

/** A figure with its interval, or its reason. */
export function figure({ value, interval: ends, reason }: Figure, style: Style = percent): string {
	if (value === null) return reason ?? NONE;
	return ends ? `${style(value)} (${interval(ends, style)})` : style(value);
}

/** Why something was not measured, as a sentence. */
export function notMeasured(reason: string | undefined): string {
	const text = reason ?? "no figure";
	return /^cannot measure/.test(text) ? `C${text.slice(1)}.` : `Not measured: ${text}.`;
}

/** A number on an axis or in a bar's label: as few digits as tell it. */
export function axisNumber(value: number): string {
	if (!Number.isFinite(value)) return NONE;
	const size = Math.abs(value);
	if (size >= 1e6 || (size > 0 && size < 1e-3)) return value.toExponential(1).replace("e+", "e");
	return trim(value.toFixed(size >= 100 ? 0 : size >= 1 ? 1 : 3));
}

/** A day, for datetime bars. */
export function day(milliseconds: number): string {
	const date = new Date(milliseconds);
	return Number.isNaN(date.getTime()) ? NONE : date.toISOString().slice(0, 10);
}
