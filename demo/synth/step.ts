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

export interface Rail {
	element: HTMLElement;
	/** Marks how far the work has come: this step is next, those before it are done; "done": all are. */
	reach(id: string): void;
}

/** The list of steps beside the flow: what is done, which one is in view, and a way to each. */
export function createRail(steps: readonly Step[]): Rail {
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
	const inView = new Set<Element>();
	const observer = new IntersectionObserver(
		(entries) => {
			for (const { target, isIntersecting } of entries) {
				if (isIntersecting) inView.add(target);
				else inView.delete(target);
			}
			const current = items.find(({ step }) => inView.has(step.element));
			for (const { link } of items) {
				if (link === current?.link) link.setAttribute("aria-current", "step");
				else link.removeAttribute("aria-current");
			}
		},
		// The step that crosses a line a third down the window is the one being read.
		{ rootMargin: "-33% 0px -66% 0px" },
	);
	for (const step of steps) observer.observe(step.element);
	return {
		element: h(
			"nav",
			{ class: "rail", "aria-label": "Steps" },
			h(
				"ol",
				{},
				items.map((one) => one.item),
			),
		),
		reach(id) {
			const at = items.findIndex((one) => one.step.id === id);
			items.forEach(({ step, item }, i) => {
				item.dataset.state = at < 0 || i < at ? "done" : i === at ? "current" : "ahead";
				item.hidden = step.element.hidden;
			});
		},
	};
}

/** Brings a step into view and its heading into focus, for keyboard and screen reader alike. */
export function goTo(step: Step): void {
	step.element.scrollIntoView({ block: "start" });
	step.element.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
}
