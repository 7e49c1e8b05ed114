import { OptionError, type Treatment } from "../index";
import type { CommandOption } from "./command";

const WAYS = "COLUMN=replace, drop, learn, keep:WHAT or coarsen:HOW";

/** Reads `COLUMN=drop`, `COLUMN=keep:email`, `COLUMN=coarsen:year`, `COLUMN=coarsen:{"band":5}`. */
function readTreatment(text: string): readonly [column: string, treatment: Treatment] {
	const at = text.lastIndexOf("=");
	const [, way, how] = /^(\w+)(?::(.+))?$/s.exec(text.slice(at + 1).trim()) ?? [];
	const column = text.slice(0, Math.max(0, at));
	if (at > 0 && how === undefined && (way === "replace" || way === "drop" || way === "learn")) return [column, way];
	if (at > 0 && how !== undefined && way === "keep") return [column, { keep: { confirmed: how } } as Treatment];
	if (at > 0 && how !== undefined && way === "coarsen") {
		return [column, { coarsen: how.startsWith("{") ? JSON.parse(how) : how } as Treatment];
	}
	throw new OptionError(`“${text}” is no treatment: write ${WAYS}.`, { value: text });
}

export const TREAT: CommandOption = {
	accepts: { type: "text" },
	read: readTreatment,
	repeated: true,
	value: "COLUMN=TREATMENT",
	help: `What happens to a column: ${WAYS}. Keeping one that identifies people needs what it holds, as inspect names it. May be repeated.`,
};

/** Treatments by column, from `--treatments` and each `--treat`. */
export function treatmentsOf(given: Readonly<Record<string, unknown>>): Record<string, Treatment> | undefined {
	const { treatments, treat } = given;
	if (treatments === undefined && treat === undefined) return undefined;
	return { ...(treatments as object), ...Object.fromEntries((treat as [string, Treatment][] | undefined) ?? []) };
}
