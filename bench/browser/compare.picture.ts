/** The picture of `compare`: how easily trees distinguish each generator's rows from held-out ones, a dot a table. */

import { type ChartNode, chartRoot, node } from "../../src/charts/node";
import { toText } from "../../src/charts/to-text";
import type { GeneratorMeta } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import type { Results } from "./results";

const [WIDTH, LEFT, RIGHT, TOP, LINE] = [720, 190, 20, 58, 26];
const [BEST, WORST] = [0.5, 1];
/** Colours that differ in lightness too, in the order of the tables. */
const COLOURS = ["#0f766e", "#c2410c", "#4338ca", "#a16207", "#be185d"];
const STYLE = `text{font:12px system-ui,sans-serif;fill:#57606a}.name{fill:#24292f}.axis{stroke:#d0d7de}${COLOURS.map(
	(colour, i) => `.series-${i}{fill:${colour}}`,
).join(
	"",
)}circle{fill-opacity:.85}@media(prefers-color-scheme:dark){text{fill:#9198a1}.name{fill:#f0f6fc}.axis{stroke:#3d444d}circle{stroke:#fff;stroke-width:.8}}`;

const x = (auc: number) => LEFT + ((Math.max(BEST, auc) - BEST) / (WORST - BEST)) * (WIDTH - LEFT - RIGHT);

/** Generators from the best mean to the worst, over the tables that each was measured on. */
export function picture({ sections }: Results): string {
	const tables = Object.keys(sections);
	const dots = new Map<string, { table: number; auc: number }[]>();
	for (const [table, title] of tables.entries()) {
		for (const row of sections[title]!.rows) {
			const auc = row["detection AUC"];
			if (typeof auc !== "number" || (row.options !== "defaults" && row.options !== "")) continue;
			const name = String(row.generator);
			dots.set(name, [...(dots.get(name) ?? []), { table, auc }]);
		}
	}
	const mean = (name: string) => dots.get(name)!.reduce((sum, { auc }) => sum + auc, 0) / dots.get(name)!.length;
	const names = [...dots.keys()].toSorted((a, b) => mean(a) - mean(b));
	const height = TOP + names.length * LINE + 8;
	const metas: Readonly<Record<string, GeneratorMeta>> = generatorMetas;
	const marks = (name: string) => {
		if (metas[name]?.control) return " (copies)";
		return metas[name]?.private ? ` (ε = ${metas[name].defaults.epsilon})` : "";
	};
	const parts: ChartNode[] = tables.flatMap((title, table) => {
		const at = LEFT + table * 104;
		return [
			node("circle", { class: `series-${table}`, cx: at, cy: 14, r: 5 }),
			node("text", { x: at + 10, y: 18 }, title.replace(/ .*/, "")),
		];
	});
	for (const auc of [0.5, 0.6, 0.7, 0.8, 0.9, 1]) {
		parts.push(node("path", { class: "axis", d: `M${x(auc)} ${TOP - 12}V${height - 8}` }));
		parts.push(node("text", { x: x(auc), y: TOP - 18, "text-anchor": "middle" }, auc.toFixed(1)));
	}
	parts.push(node("text", { x: LEFT - 12, y: TOP - 18, "text-anchor": "end" }, "detection AUC"));
	for (const [i, name] of names.entries()) {
		const y = TOP + i * LINE + LINE / 2;
		parts.push(node("text", { class: "name", x: LEFT - 12, y: y + 4, "text-anchor": "end" }, `${name}${marks(name)}`));
		for (const { table, auc } of dots.get(name)!) {
			parts.push(node("circle", { class: `series-${table}`, cx: x(auc), cy: y, r: 5 }));
		}
	}
	const label = `Detection AUC of ${names.length - 1} generators on ${tables.length} tables; 0.5 is indistinguishable from real rows`;
	const root = chartRoot(label, WIDTH, height, "compare", node("style", {}, STYLE), ...parts);
	const attributes = { ...root.attributes, xmlns: "http://www.w3.org/2000/svg", width: String(WIDTH) };
	return `${toText({ ...root, attributes })}\n`;
}
