import { OptionError } from "../index";
import type { Written } from "./files";
import { freshSeed } from "./fit";
import { isMade, type Order, writeManifest } from "./manifest";
import { sayResult } from "./result";
import type { Shard } from "./shard";
import { counted, progressBar, say, type Terminal } from "./terminal";

/** The seed of a run: the one given, or a fresh one, which a shard must not have: all shards need the same. */
export function seedOf(seed: number | string | undefined, shard: Shard | undefined): number | string {
	if (shard && seed === undefined)
		throw new OptionError("--shard needs --seed, the same for all shards.", { option: "shard" });
	return seed ?? freshSeed();
}

/**
 * Makes the file of an order and says how it went. A shard that is there already, whole and made by the same order, is left
 * as it is; a new one gets its manifest.
 * @param what what is counted, in the singular: "row", "table".
 */
export async function makePart(
	terminal: Terminal,
	output: string,
	order: Order,
	{ shard, what }: { readonly shard: Shard | undefined; readonly what: string },
	write: (bar: ReturnType<typeof progressBar>) => Promise<Written>,
): Promise<void> {
	if (shard && (await isMade(output, order)))
		return sayResult(terminal, output, { ...order, file: output, skipped: true }, () =>
			say(terminal, `${output} is there already, made by the same order.`),
		);
	const bar = progressBar(terminal);
	const started = performance.now();
	try {
		const written = await write(bar);
		if (shard) await writeManifest(output, order, written);
		bar.clear();
		const seconds = (performance.now() - started) / 1000;
		await sayResult(terminal, output, { ...order, seconds, file: output, ...written }, () =>
			say(terminal, `Sampled ${counted(order.count, what)} in ${seconds.toFixed(1)} s, seed ${order.seed}.`),
		);
	} finally {
		bar.clear();
	}
}
