import type { Given } from "../../generators/generator";
import { type Column, isNumeric } from "../../table/table";
import type { Translate } from "../messages/messages";
import { type ConditionDraft, MISSING } from "./condition-draft";

type Wanted = Given[string];

/** Which part of a condition cannot be used, and why. */
export interface ConditionProblem {
	part: "low" | "high" | "list" | "picked";
	text: string;
}

const isProblem = (read: { wanted: Wanted } | ConditionProblem): read is ConditionProblem => "part" in read;

/** A condition as the generators take it, or what is wrong with it. */
export function readCondition(
	t: Translate,
	draft: ConditionDraft,
	column: Column,
): { wanted: Wanted } | ConditionProblem {
	if (!isNumeric(column)) {
		if (draft.picked.length === 0) return { part: "picked", text: t("condition.pick") };
		return { wanted: draft.picked.map((level) => (level === MISSING ? null : level)) };
	}
	const dates = column.kind === "datetime";
	const parse = (text: string) => (dates ? Date.parse(text.trim()) : Number(text.trim()));
	const value = (text: string): number | string => (dates ? text.trim() : parse(text));
	const wrong = (text: string) =>
		text.trim() !== "" && !Number.isFinite(parse(text))
			? t(dates ? "field.date" : "field.number", { text })
			: undefined;
	if (draft.how === "missing") return { wanted: null };
	if (draft.how === "values") {
		const parts = draft.list.split(",");
		if (draft.list.trim() === "") return { part: "list", text: t("condition.least") };
		if (parts.some((part) => part.trim() === "")) return { part: "list", text: t("condition.comma") };
		const bad = parts.map(wrong).find(Boolean);
		return bad === undefined ? { wanted: parts.map(value) } : { part: "list", text: bad };
	}
	for (const part of ["low", "high"] as const) {
		const bad = wrong(draft[part]);
		if (bad !== undefined) return { part, text: bad };
	}
	const [low, high] = [draft.low.trim(), draft.high.trim()];
	if (low === "" && high === "") return { part: "low", text: t("condition.one") };
	return { wanted: { ...(low !== "" && { min: value(low) }), ...(high !== "" && { max: value(high) }) } };
}

/** All conditions together, or what is wrong with the first that cannot be used. */
export function readConditions(
	t: Translate,
	drafts: readonly ConditionDraft[],
	columns: readonly Column[],
): { given: Given } | { problem: string; draft?: ConditionDraft } {
	const given: Record<string, Wanted> = {};
	for (const draft of drafts) {
		const column = columns.find(({ name }) => name === draft.column);
		if (!column) continue;
		const read = readCondition(t, draft, column);
		if (isProblem(read)) return { problem: read.text, draft };
		if (draft.column in given) return { problem: t("condition.twice", { column: draft.column }) };
		given[draft.column] = read.wanted;
	}
	return { given };
}
