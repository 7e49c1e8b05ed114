import type { Distribution } from "./distribution";
import { type ChartNode, chartRoot, node } from "./node";
import { formatShare, linear } from "./scale";

export interface LevelBarsOptions {
	/** Width in user units, one a pixel at natural size. Default 300. */
	width?: number;
	/** Names of the tables, in the distribution's order. */
	names?: readonly string[];
	/** How a share is written. Default `formatShare`. */
	share?: (share: number) => string;
}

const ROW = 22;
const LABEL_SHARE = 0.38;
/** Width of a usual letter of a label; system fonts differ, and the broadest must not run into the bars. */
const LETTER = 7;

/** Horizontal bars, one group a level with one bar a table; the rest and missing values come last where there are any. */
export function levelBars(of: Distribution, options: LevelBarsOptions = {}): ChartNode {
	const { width = 300, names = ["real", "synthetic"], share: written = formatShare } = options;
	const rows = levelRows(of);
	const labelWidth = Math.round(width * LABEL_SHARE);
	const top = Math.max(1e-9, ...rows.flatMap((row) => row.shares));
	const x = linear(0, top, 0, width - labelWidth - 44);
	const tables = of.shares.length;
	const bar = Math.min(10, (ROW - 6) / tables);
	const parts = rows.map((row, i) => {
		const y = i * ROW;
		const figures = row.shares.map((share, t) => `${names[t] ?? t} ${written(share)}`).join(", ");
		const last = row.shares.at(-1) ?? 0;
		return node(
			"g",
			{ class: row.quiet ? "quiet" : undefined },
			node("title", {}, `${row.label}: ${figures}`),
			node("rect", { class: "hit", x: 0, y, width, height: ROW }),
			node(
				"text",
				{ x: 0, y: y + ROW / 2 + 4, class: "level" },
				shorten(row.label, Math.floor((labelWidth - 6) / LETTER)),
			),
			...row.shares.map((share, t) =>
				node("rect", {
					class: `series-${t}`,
					x: labelWidth,
					y: y + (ROW - bar * tables) / 2 + t * bar,
					width: Math.max(share > 0 ? 1 : 0, x(share)),
					height: Math.max(1, bar - 1),
					rx: 1,
				}),
			),
			node(
				"text",
				{ x: labelWidth + Math.max(...row.shares.map(x)) + 6, y: y + ROW / 2 + 4, class: "tick" },
				written(last),
			),
		);
	});
	const label = `Shares of the categories of ${of.name}: ${rows
		.map((row) => `${row.label} ${row.shares.map((share, t) => `${names[t] ?? t} ${written(share)}`).join(", ")}`)
		.join("; ")}`;
	return chartRoot(label, width, Math.max(ROW, rows.length * ROW), "level-bars", ...parts);
}

interface LevelRow {
	label: string;
	shares: number[];
	quiet: boolean;
}

function levelRows(of: Distribution): LevelRow[] {
	const rows: LevelRow[] = of.labels.map((label, i) => ({
		label: label === "" ? "(empty)" : label,
		shares: of.shares.map((shares) => shares[i] ?? 0),
		quiet: false,
	}));
	if (of.others.some((share) => share > 1e-9)) rows.push({ label: "all others", shares: [...of.others], quiet: true });
	if (of.missing.some((share) => share > 0)) rows.push({ label: "missing", shares: [...of.missing], quiet: true });
	return rows;
}

/** Letters that take about twice the room of others: scripts of East Asia, pictures. */
const WIDE =
	/[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]|\p{Extended_Pictographic}/u;
const BROAD = /[mwMW@%—]/;

/** The text cut to the room of `most` letters of usual width, with an ellipsis. */
export function shorten(text: string, most: number): string {
	const letters = [...text];
	const widthOf = (letter: string) => (WIDE.test(letter) ? 1.8 : BROAD.test(letter) ? 1.4 : 1);
	if (letters.reduce((sum, letter) => sum + widthOf(letter), 0) <= most) return text;
	let room = most - 1;
	const kept = letters.findIndex((letter) => {
		room -= widthOf(letter);
		return room < 0;
	});
	return `${letters.slice(0, Math.max(1, kept)).join("")}…`;
}
