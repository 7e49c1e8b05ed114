import { logScatter } from "../../charts/log-scatter";
import { formatCount, NONE } from "../../charts/scale";
import type { Beside, SetFigures } from "../fidelity/care";
import type { Report } from "../report";
import type { Block, Section } from "./document";
import { decimal, figure } from "./text";

const HEAD = ["Figure", "Synthetic rows", "Hold-out rows"];

const line = (name: string, { synthetic, ceiling }: Beside) => [
	name,
	figure(synthetic, decimal),
	ceiling ? figure(ceiling, decimal) : NONE,
];

function setBlock({ column, codes, perRow, points, ...own }: SetFigures, rows: number): Block {
	return {
		kind: "chart",
		chart: logScatter(points, {
			label: `Shares of rows that have each of ${codes} codes of ${column}, real against synthetic, on logarithmic axes`,
			axes: ["real rows", "synthetic rows"],
			least: 0.5 / rows,
		}),
		table: {
			caption: `${column}: ${formatCount(codes)} codes that at least five subjects have; ${decimal(perRow.real, 1)} a row in real rows, ${decimal(perRow.synthetic, 1)} in synthetic ones`,
			head: HEAD,
			rows: [
				line("Share of rows with each code, R²", own.prevalence),
				line("The same on logarithms, R²", own.prevalenceLog),
				line("Share of rows with both codes of a pair, R²", own.pairs),
				line("A code in one row, a code in the subject's next row, R²", own.consecutive),
				line("Share of the codes below 1 % that occur", own.rare),
			],
		},
	};
}

/** Codes, visits and patterns of missing cells, where a table has them. */
export function careSection({ care, definitions, tables }: Report): Section[] {
	if (!care || (care.sets.length === 0 && !care.missingPatterns)) return [];
	const { title, meaning, scale, source } = definitions.care!;
	const blocks: Block[] = [
		{ kind: "definition", title, text: `${meaning} ${scale}`, source },
		...care.sets.map((own) => setBlock(own, tables.synthetic.rows)),
	];
	if (care.missingPatterns) {
		const { columns, ...beside } = care.missingPatterns;
		const caption = `Cells of ${columns} columns that are missing together`;
		blocks.push({
			kind: "table",
			table: { caption, head: HEAD, rows: [line("Patterns of missing cells, distance", beside)] },
		});
	}
	return [{ id: "care", title: "Codes, visits and missing cells", blocks }];
}
