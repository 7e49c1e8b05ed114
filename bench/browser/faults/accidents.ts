import { scenarios } from "../../../test/browser/faults/scenarios";
import { leftBy, watch } from "../../../test/browser/faults/watch";
import type { Bench } from "../bench";

/**
 * Every accident of the kit, several times: what the caller saw, how soon a death was noticed, and what was left behind.
 *
 * @param only what an accident's name must hold; absent: all happen.
 */
export async function meetAccidents(
	where: string,
	times: number,
	only: string | undefined,
	bench: Bench,
): Promise<void> {
	await watch();
	const section = `accidents, ${where}`;
	for (const { name, sees, run } of scenarios) {
		if (only !== undefined && !name.includes(only)) continue;
		const [seen, behind, noticed]: [Set<string>, Set<string>, number[]] = [new Set(), new Set(), []];
		let right = 0;
		for (let i = 0; i < times; i++) {
			const left = await leftBy(async () => {
				const { saw, noticedMs } = await run().catch((error) => ({
					saw: `not usable: ${error}`,
					noticedMs: undefined,
				}));
				if (sees.test(saw)) right++;
				// Addresses are of this machine.
				const said = saw.replace(/\(?\bhttps?:\S+/g, "…");
				seen.add(said.length > 160 ? `${said.slice(0, 160)}…` : said);
				if (noticedMs !== undefined) noticed.push(noticedMs);
			});
			for (const [what, n] of Object.entries(left)) behind.add(`${n} ${what}`);
		}
		await bench.record(
			section,
			{
				accident: name,
				times,
				"as it should be": right,
				"the caller saw": [...seen].join("; "),
				"noticed, slowest ms": noticed.length > 0 ? Math.max(...noticed) : null,
				"left behind": [...behind].join(", ") || "nothing",
			},
			["accident"],
		);
	}
	await bench.note(
		section,
		`Secure context: ${isSecureContext}, Web Locks: ${"locks" in navigator && navigator.locks !== undefined}. As it should be: the caller saw what the kit asks for, and the next call gave what it gives without the accident. Noticed: until the call was answered or, where training goes on, another worker was started. Left behind: workers, ports, object URLs, locks, databases, GPU buffers and tensors, after a collection of garbage.`,
	);
}
