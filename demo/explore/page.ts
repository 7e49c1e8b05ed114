import { h } from "../dom";

export function createExplorePage(): HTMLElement {
	return h("div", { class: "frame" }, h("h1", {}, "Causal explorer"));
}
