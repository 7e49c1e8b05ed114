import { isNumeric } from "../../table/table";
import type { Detector } from "./look";

const DAY = 86_400_000;
const YEAR = 365.2425 * DAY;
/** Years that the middle nine tenths of birth dates spread over, at least, where the header does not say so. */
const SPREAD_YEARS = 30;

export const birthDate: Detector = ({ column, header }) => {
	const named = header.says.has("birth-date");
	if (!isNumeric(column) || column.kind !== "datetime") return undefined;
	const values = column.values.filter((value) => !Number.isNaN(value)).sort();
	if (values.length === 0) return undefined;
	const at = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
	const spread = (at(0.95) - at(0.05)) / YEAR;
	const whole = values.every((value) => value % DAY === 0);
	const plausible = at(0.02) > Date.UTC(1900, 0) && new Date(at(0.5)).getUTCFullYear() < 2012;
	if (named) {
		return {
			identifies: "together with others",
			what: "birth-date",
			share: 1,
			evidence: "Its header says that it holds birth dates.",
		};
	}
	if (!(whole && plausible && spread >= SPREAD_YEARS && values.length >= 8)) return undefined;
	const evidence = `Days without a time that spread over ${Math.round(spread)} years, as birth dates do.`;
	return { identifies: "together with others", what: "birth-date", share: 1, evidence };
};
