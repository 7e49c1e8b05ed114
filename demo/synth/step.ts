import { h } from "../dom";

/** A step of the flow: a heading, a line on what it is for, its content. */
export interface Step {
	id: string;
	/** Name in the rail. */
	short: string;
	element: HTMLElement;
	show(visible: boolean): void;
}

export function createStep(id: string, short: string, title: string, lead: string, content: HTMLElement): Step {
	const element = h(
		"section",
		{ class: "step", id: `step-${id}`, "aria-labelledby": `title-${id}`, hidden: true },
		h("header", {}, h("h2", { id: `title-${id}`, tabindex: "-1" }, title), lead && h("p", {}, lead)),
		content,
	);
	return {
		id,
		short,
		element,
		show(visible) {
			if (element.hidden && visible) element.classList.add("appears");
			element.hidden = !visible;
		},
	};
}

/** The list of steps beside the flow: where one is, what is done, and a way back. */
export function createRail(steps: readonly Step[]): { element: HTMLElement; show(current: string): void } {
	const items = steps.map((step) => {
		const link = h(
			"a",
			{
				href: `#step-${step.id}`,
				onClick: (event: Event) => {
					event.preventDefault();
					goTo(step);
				},
			},
			h("span", { class: "dot", "aria-hidden": "true" }),
			step.short,
		);
		return { step, link, item: h("li", { "data-state": "ahead" }, link) };
	});
	const element = h(
		"nav",
		{ class: "rail", "aria-label": "Steps" },
		h(
			"ol",
			{},
			items.map((one) => one.item),
		),
	);
	return {
		element,
		show(current) {
			const at = items.findIndex((one) => one.step.id === current);
			items.forEach(({ step, link, item }, i) => {
				item.dataset.state = i < at ? "done" : i === at ? "current" : "ahead";
				item.hidden = step.element.hidden;
				if (i === at) link.setAttribute("aria-current", "step");
				else link.removeAttribute("aria-current");
			});
		},
	};
}

/** Brings a step into view and its heading into focus, for keyboard and screen reader alike. */
export function goTo(step: Step): void {
	step.element.scrollIntoView({ block: "start" });
	step.element.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
}
