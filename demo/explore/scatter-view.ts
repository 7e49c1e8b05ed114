import { scatterMatrix } from "../../src/charts";
import { toSvg } from "../../src/element/to-svg";
import type { Column } from "../../src/index";
import { fill, h } from "../dom";
import type { World } from "./world";

export interface ScatterView {
	element: HTMLElement;
	/** Plots a world; `first` are columns to begin with, where nobody has chosen. */
	show(world: World, first: readonly string[]): void;
}

const MOST = 6;
const AT_FIRST = 5;
const AT_FIRST_NARROW = 3;

/** Some columns against each other: which of how many is said, and can be chosen. */
export function createScatterView(): ScatterView {
	const frame = h("div", { class: "scatter-frame" });
	const caption = h("p", { class: "small muted" });
	const boxes = h("div", { class: "scatter-choice" });
	const choice = h("details", {}, h("summary", {}, "Choose columns"), boxes);
	let usable: readonly Column[] = [];
	let chosen: readonly string[] = [];

	function draw(): void {
		const shown = usable.filter(({ name }) => chosen.includes(name));
		choice.hidden = usable.length < 2;
		if (shown.length === 0) {
			fill(frame);
			fill(caption, usable.length === 0 ? "There is no column to plot." : "No column is chosen.");
			return;
		}
		fill(frame, toSvg(scatterMatrix(shown, { width: Math.max(260, frame.clientWidth || 600) })));
		const names = shown.map(({ name }) => name).join(", ");
		fill(caption, `${shown.length} of ${usable.length} columns: ${names}. Each dot is a row.`);
	}

	function offer(): void {
		fill(
			boxes,
			usable.map(({ name }) => {
				const box = h("input", {
					type: "checkbox",
					checked: chosen.includes(name),
					disabled: !chosen.includes(name) && chosen.length >= MOST,
					onChange: () => {
						chosen = box.checked ? [...chosen, name] : chosen.filter((one) => one !== name);
						for (const other of boxes.querySelectorAll("input")) {
							other.disabled = !other.checked && chosen.length >= MOST;
						}
						draw();
					},
				});
				return h("label", {}, box, ` ${name}`);
			}),
		);
	}

	return {
		element: h("div", { class: "stack" }, caption, frame, choice),
		show(world, first) {
			const next = world.table.columns.filter(({ kind }) => kind !== "id" && kind !== "text");
			const same = next.map(({ name }) => name).join() === usable.map(({ name }) => name).join();
			usable = next;
			if (!same) {
				const names = new Set([...first, ...next.map(({ name }) => name)]);
				const known = [...names].filter((name) => next.some((column) => column.name === name));
				chosen = known.slice(0, frame.clientWidth < 420 && frame.clientWidth > 0 ? AT_FIRST_NARROW : AT_FIRST);
				offer();
			}
			draw();
		},
	};
}
