import { node } from "../src/charts";
import { toSvg } from "../src/element/to-svg";
import { fill, h } from "./dom";

type Theme = "auto" | "light" | "dark";

const KEY = "standin-theme";
/** A ring with its left half filled. */
const HALF_MOON = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.5a5.5 5.5 0 0 1 0 11v-11Z";
const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };
const LABELS: Record<Theme, string> = { auto: "Auto", light: "Light", dark: "Dark" };

/** The button that steps through the system's, light and dark colours; the choice is remembered where storage is allowed. */
export function themeButton(): HTMLButtonElement {
	let theme = remembered();
	const button = h("button", { class: "button small theme", type: "button" });
	const show = () => {
		if (theme === "auto") delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = theme;
		const icon = toSvg(node("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, node("path", { d: HALF_MOON })));
		fill(button, icon, LABELS[theme]);
		button.setAttribute("aria-label", `Colours: ${LABELS[theme]}. Press for ${LABELS[NEXT[theme]]}.`);
	};
	button.addEventListener("click", () => {
		theme = NEXT[theme];
		remember(theme);
		show();
	});
	show();
	return button;
}

function remembered(): Theme {
	try {
		const stored = localStorage.getItem(KEY);
		return stored === "light" || stored === "dark" ? stored : "auto";
	} catch {
		return "auto";
	}
}

function remember(theme: Theme): void {
	try {
		if (theme === "auto") localStorage.removeItem(KEY);
		else localStorage.setItem(KEY, theme);
	} catch {
		// Storage may be forbidden (private windows, embedding); the page then forgets.
	}
}
