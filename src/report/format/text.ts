import { formatNumber, formatShare, NONE } from "../../charts/scale";
import type { Figure } from "../figure";

/** Text for a Markdown table's cell or a paragraph. */
export function escapeMarkdown(text: string): string {
	return text.replace(/[\\`*_[\]<>|#~]/g, (c) => `\\${c}`).replace(/\s*\n\s*/g, " ");
}

/** A number with three decimals. */
export function decimal(value: number | null | undefined, digits = 3): string {
	if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
	return value.toFixed(digits).replace(/^-(0\.?0*)$/, "$1");
}

type Style = (value: number | null | undefined) => string;

/** The interval as words, empty where there is none. */
export function interval(ends: readonly [number, number] | undefined, style: Style): string {
	return ends ? `${style(ends[0])} to ${style(ends[1])}` : "";
}

/** A figure with its interval, or its reason. */
export function figure({ value, interval: ends, reason }: Figure, style: Style = formatShare): string {
	if (value === null) return reason ?? NONE;
	return ends ? `${style(value)} (${interval(ends, style)})` : style(value);
}

/** Why something was not measured, as a sentence. */
export function notMeasured(reason: string | undefined): string {
	const text = reason ?? "no figure";
	return /^cannot measure/.test(text) ? `C${text.slice(1)}.` : `Not measured: ${text}.`;
}

/** A score of at most 1 as points of 100, never rounded up to the full hundred. */
export function points(score: number | null): string {
	return score === null ? NONE : formatNumber(Math.floor(score * 1000) / 10);
}
