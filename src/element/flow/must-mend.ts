import type { Report } from "../../report/report";

/** What the report finds that must be mended before the table is shared: the paths of the figures that raise an alarm. */
export function mustMend({ privacy }: Report): string[] {
	const found: string[] = [];
	const { exact, heldOutExact } = privacy.copies;
	if (
		exact.value !== null &&
		heldOutExact.value !== null &&
		(exact.interval?.[0] ?? 0) > (heldOutExact.interval?.[1] ?? heldOutExact.value)
	) {
		found.push("privacy.copies");
	}
	const { membership } = privacy;
	if ("exposed" in membership) {
		const { advantage } = membership.exposed;
		if (advantage.value !== null && (advantage.interval?.[0] ?? 0) > 0) found.push("privacy.membership");
	}
	if (privacy.identifiers.some(({ repeated }) => repeated !== null && repeated > 0)) found.push("privacy.identifiers");
	return found;
}
