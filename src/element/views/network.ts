import { html, nothing, type TemplateResult } from "lit";
import { type GraphNode, graphChart } from "../../charts";
import { isLearned } from "../flow/choices";
import { toSvg } from "../to-svg";
import { selectField } from "./fields";
import { later } from "./later";
import type { View } from "./view";

type Limit = "required" | "forbidden";

/** The graph that a Bayesian network learned, its edges with what a person may say of each, and edges of one's own. */
export function network(view: View): TemplateResult | typeof nothing {
	const { t, flow, narrow } = view;
	const { result, choices } = flow;
	const edges = result?.made?.summary.edges;
	if (!result || typeof edges !== "string" || choices.generator !== "bayesian-network") return nothing;
	const learned = edges === "" ? [] : edges.split("\n");
	const { summary } = result.made ?? {};
	const outside = (list: unknown) => (typeof list === "string" ? list : "");
	const [replaced, workedOut] = [outside(summary?.replaced), outside(summary?.workedOut)];
	const away = new Set([replaced, workedOut].flatMap((list) => list.split(", ")));
	// Of what is made up the year may be learned, or which rows have a value: that depends on others as values do.
	const linked = new Set(learned.flatMap((edge) => edge.split(" -> ")));
	const columns = result.synthetic.columns.filter(
		({ name, kind }) => linked.has(name) || (isLearned(kind) && !away.has(name)),
	);
	const made = replaced.split(", ").filter((name) => name !== "");
	const [presence, outsiders] = [true, false].map((inside) => made.filter((name) => linked.has(name) === inside));
	const nodes = columns.map(
		(column): GraphNode => ({ label: column.name, role: "values" in column ? "number" : "category" }),
	);
	const place = new Map(columns.map(({ name }, at) => [name, at]));
	const pairs = learned.flatMap((edge): [number, number][] => {
		const [from, to] = edge.split(" -> ").map((name) => place.get(name));
		return from === undefined || to === undefined ? [] : [[from, to]];
	});
	const draw = () => toSvg(graphChart(nodes, pairs, { label: t("network.title"), width: narrow ? 320 : 640 }));
	return html`<div class="card stack network" part="card">
		<h3>${t("network.title")}</h3>
		<p class="small muted">${t("network.lead")}</p>
		${outsiders!.length > 0 ? html`<p class="small muted">${t("network.replaced", { columns: outsiders!.join(", ") })}</p>` : nothing}
		${presence!.length > 0 ? html`<p class="small muted">${t("network.presence", { columns: presence!.join(", ") })}</p>` : nothing}
		${workedOut ? html`<p class="small muted">${t("network.worked-out", { columns: workedOut })}</p>` : nothing}
		${later([edges, narrow, t], draw)}
		<details>
			<summary>${t("network.edges", { n: learned.length })}</summary>
			<div class="stack">
				<ul class="plain-list">
					${learned.map((edge) => line(view, edge))}
					${stated(view, "forbidden").map((edge) => line(view, edge))}
				</ul>
				${own(
					view,
					columns.map(({ name }) => name),
				)}
			</div>
		</details>
	</div>`;
}

const stated = ({ flow }: View, limit: Limit) => (flow.choices.options[limit] ?? []) as readonly string[];

/** States what must or must not be and learns anew: a network takes a second. */
function state(view: View, limit: Limit, edges: readonly string[]): void {
	const { flow, ui, act } = view;
	ui.drafts.delete(`option-${limit}`);
	const { [limit]: _, ...others } = flow.choices.options;
	flow.choose({ options: edges.length === 0 ? others : { ...others, [limit]: edges } });
	act.start();
}

/** An edge with the two things a person may say of it, each taken back by the same button. */
function line(view: View, edge: string): TemplateResult {
	const { t, flow } = view;
	const button = (limit: Limit) => {
		const all = stated(view, limit);
		const has = all.includes(edge);
		const press = () => state(view, limit, has ? all.filter((one) => one !== edge) : [...all, edge]);
		const label = t(`network.${limit}`);
		return html`<button class="button small" type="button" aria-pressed=${String(has)} aria-label=${`${label}: ${edge}`}
			?disabled=${flow.running} @click=${press}>${label}</button>`;
	};
	const forbidden = stated(view, "forbidden").includes(edge);
	return html`<li class="own-rule"><code>${edge}</code>${forbidden ? nothing : button("required")}${button("forbidden")}</li>`;
}

/** An edge that the data did not give. */
function own(view: View, names: readonly string[]): TemplateResult {
	const { t, flow, ui, update } = view;
	const drafted = (id: string) => ui.drafts.get(id) ?? names[0] ?? "";
	const pick = (id: string, label: string) =>
		selectField({
			id,
			label,
			choices: names.map((name) => [name, name] as const),
			value: drafted(id),
			onValue: (name) => {
				ui.drafts.set(id, name);
				update({});
			},
		});
	const [from, to] = [drafted("edge-from"), drafted("edge-to")];
	const edge = `${from} -> ${to}`;
	const add = () => state(view, "required", [...stated(view, "required"), edge]);
	const idle = flow.running || from === to || stated(view, "required").includes(edge);
	return html`<div class="grid-2">${pick("edge-from", t("network.from"))}${pick("edge-to", t("network.to"))}</div>
		<div><button class="button" type="button" ?disabled=${idle} @click=${add}>${t("network.add")}</button></div>`;
}
