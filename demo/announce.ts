const EVERY_MS = 4000;

let region: HTMLElement | undefined;
let spokenAt = Number.NEGATIVE_INFINITY;

/**
 * Says something to screen readers. `progress` messages are dropped when they come faster than one every four
 * seconds, so that a training run does not talk without pause.
 */
export function announce(message: string, kind: "event" | "progress" = "event"): void {
	region ??= document.getElementById("announcements") ?? undefined;
	if (!region) return;
	const now = performance.now();
	if (kind === "progress" && now - spokenAt < EVERY_MS) return;
	spokenAt = now;
	region.textContent = message;
}
