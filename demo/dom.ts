/** What `h` understands: `class`, event listeners as `onX`, properties that have no attribute, attributes for the rest. */
export interface Attributes {
	readonly [name: string]: unknown;
}

export type Child = Node | string | number | undefined | null | false | readonly Child[];

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "indeterminate", "selected"]);

/** An element with attributes and children. Text is always a text node: nothing from a file is ever parsed as HTML. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	attributes: Attributes = {},
	...children: Child[]
): HTMLElementTagNameMap[Tag] {
	const element = document.createElement(tag);
	append(element, children);
	for (const [name, value] of Object.entries(attributes)) {
		if (value === undefined || value === null) continue;
		if (name.startsWith("on") && typeof value === "function") {
			element.addEventListener(name.slice(2).toLowerCase(), value as EventListener);
		} else if (PROPERTIES.has(name)) Object.assign(element, { [name]: value });
		else if (value === true) element.setAttribute(name, "");
		else if (value !== false) element.setAttribute(name, String(value));
	}
	return element;
}

/** Replaces all children of an element. */
export function fill(element: Element, ...children: Child[]): void {
	element.replaceChildren();
	append(element, children);
}

function append(element: Element, children: readonly Child[]): void {
	for (const child of children) {
		if (child === undefined || child === null || child === false) continue;
		if (Array.isArray(child)) append(element, child);
		else element.append(child instanceof Node ? child : String(child));
	}
}

let ids = 0;

/** An id no other element of the page has. */
export function uniqueId(prefix: string): string {
	ids++;
	return `${prefix}-${ids}`;
}
