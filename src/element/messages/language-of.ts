/** The language an element is in: its own `lang` or that of what it stands in, through shadow roots. */
export function languageOf(element: Element): string {
	let at: Element | null = element;
	while (at) {
		const near: Element | null = at.closest("[lang]");
		const lang = near?.getAttribute("lang");
		if (lang) return lang;
		const root: Node = at.getRootNode();
		at = root instanceof ShadowRoot ? root.host : null;
	}
	return "en";
}
