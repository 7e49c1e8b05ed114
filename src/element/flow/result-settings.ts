import { type Source, settingsJson } from "./choices";
import { stoppedNote } from "./evidence";
import type { Result } from "./flow-state";

/** The settings that give a result again: those it was learned with, and what its rows were asked for with. */
export function resultSettings(source: Source, result: Result): Record<string, unknown> {
	const { choices, synthetic, seed, given, rebalance, stopped } = result;
	return {
		...settingsJson(source, { ...choices, rows: synthetic.rows }),
		...(seed !== choices.seed && { sampleSeed: seed }),
		...(Object.keys(given).length > 0 && { given }),
		...(rebalance && { rebalance }),
		...(stopped !== undefined && { note: stoppedNote(stopped) }),
	};
}
