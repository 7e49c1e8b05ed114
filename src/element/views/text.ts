import type { Given } from "../../generators/generator";
import type { Table } from "../../table/table";
import type { Result } from "../flow/flow-state";
import type { Translate } from "../messages/messages";

/** "2,000 rows, 12 columns". */
export function sizeText(t: Translate, table: Table): string {
	return `${t("size.rows", { n: table.rows })}, ${t("size.columns", { n: table.columns.length })}`;
}

/** "2,000 rows, 12 columns, with age from 30 to 40; smoker rebalanced to 50 %; seed 9". */
export function resultText(t: Translate, { synthetic, given, rebalance, seed, choices, made }: Result): string {
	const fixed = givenText(t, given);
	const size = sizeText(t, synthetic);
	const noisy = made?.summary.privacy && made.summary.rows === synthetic.rows && choices.rows !== synthetic.rows;
	return [
		fixed ? t("result.with", { size, given: fixed }) : size,
		...(rebalance
			? [t("result.rebalanced", { column: rebalance.column, share: t.share(rebalance.share ?? 0.5) })]
			: []),
		...(noisy ? [t("result.noisy")] : []),
		...(seed === choices.seed ? [] : [t("result.seed", { seed: String(seed) })]),
	].join("; ");
}

/** "about 2 min left"; empty where there is no ground for a guess. */
export function timeLeft(t: Translate, seconds: number | undefined): string {
	if (seconds === undefined || !Number.isFinite(seconds)) return "";
	if (seconds < 5) return t("run.left.few");
	if (seconds < 90) return t("run.left.seconds", { n: Math.round(seconds / 5) * 5 });
	return t("run.left.minutes", { n: Math.round(seconds / 60) });
}

/** "12 s", "2.5 min". */
export function duration(t: Translate, seconds: number): string {
	if (seconds < 10) return `${t.number(Math.round(seconds * 10) / 10)} s`;
	return seconds < 120 ? `${t.count(seconds)} s` : `${t.number(Math.round(seconds / 6) / 10)} min`;
}

/** "age from 30 to 40, sex Female or missing". */
export function givenText(t: Translate, given: Given): string {
	return Object.entries(given)
		.map(([column, wanted]) => {
			if (typeof wanted === "object" && wanted !== null && !Array.isArray(wanted)) {
				const { min, max } = wanted as { min?: number | string; max?: number | string };
				const [low, high] = [String(min), String(max)];
				if (min === undefined) return t("given.to", { column, high });
				return max === undefined ? t("given.from", { column, low }) : t("given.range", { column, low, high });
			}
			const list = (Array.isArray(wanted) ? wanted : [wanted]) as readonly (string | number | boolean | null)[];
			const values = list.map((value) => (value === null ? t("result.none") : String(value)));
			return `${column} ${values.join(` ${t("given.or")} `)}`;
		})
		.join(", ");
}
