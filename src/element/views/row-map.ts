import { html, nothing, type TemplateResult } from "lit";
import { pointMap } from "../../charts";
import { toSvg } from "../to-svg";
import { later } from "./later";
import type { View } from "./view";

/** Synthetic rows as points, those alike near each other, where the generator maps rows. No real row is among them. */
export function rowMap({ t, flow }: View): TemplateResult | typeof nothing {
	const map = flow.result?.made?.summary.map;
	if (typeof map !== "string") return nothing;
	const draw = () => {
		const points = map.split("\n").map((line) => line.split(" ").map(Number) as [number, number]);
		return toSvg(pointMap(points, { label: t("map.title") }));
	};
	return html`<div class="card stack row-map" part="card">
		<h3>${t("map.title")}</h3>
		<p class="small muted">${t("map.lead")}</p>
		${later([map, t], draw)}
	</div>`;
}
