import type { Random } from "../../random";
import type { Run } from "../../worker/run";
import type { Aligned } from "../align";
import { absent } from "../figure";
import { startPhase } from "../phase";
import { sampleRows } from "../sample-rows";
import { affordable } from "./affordable";
import { type AttackResult, concludeAttack, FEWEST_CONTROLS, tooFewControls } from "./attack";
import { dealColumns } from "./halves";
import { wilson } from "./intervals";
import { buildTree, createSearch } from "./neighbours";
import { createSpace, type Space } from "./space";

/** Attacked rows of each side. */
const ATTACKS = 1000;
const FEWEST_ATTACKS = 200;
/** Nearest synthetic rows the attacker keeps for each half. */
export const LINK_NEIGHBOURS = 10;
const CHUNK = 10;

/** The linkability attack with the column sets it joined. */
export type Linkability = AttackResult & {
	readonly columnsA?: readonly string[];
	readonly columnsB?: readonly string[];
	readonly neighbours?: number;
};

/** P(two random sets of k out of n share an element): what linking by chance achieves. */
export function chanceOfLink(k: number, n: number): number {
	let apart = 1;
	for (let i = 0; i < k; i++) apart *= Math.max(0, n - k - i) / (n - i);
	return 1 - apart;
}

/**
 * For each of `targets` (rows of table `of`) whether the k synthetic rows nearest on columns `a` and the k nearest on
 * columns `b` share one.
 */
export async function countLinks(
	space: Space,
	of: number,
	synthetic: number,
	targets: ArrayLike<number>,
	a: readonly number[],
	b: readonly number[],
	k: number,
	tick: () => Promise<void>,
): Promise<number> {
	const { columns, points } = space;
	const kept = Math.min(k, points[synthetic]!.length / columns);
	const searches = [a, b].map((active) => createSearch(buildTree(points[synthetic]!, columns, active), kept, active));
	let links = 0;
	for (let i = 0; i < targets.length; i++) {
		for (const search of searches) search.find(points[of]!, targets[i]! * columns);
		if (searches[0]!.rows.some((row) => searches[1]!.rows.includes(row))) links++;
		if (i % CHUNK === CHUNK - 1) await tick();
	}
	return links;
}

/**
 * Anonymeter's linkability attack (Giomi and others 2023): somebody holds one half of a person's columns from one
 * source and the other half from another, and links the two through the synthetic rows nearest to each (Gower
 * distance, both missing counted as equal). The comparable columns are dealt to the halves so that both tell much.
 */
export async function linkability(
	aligned: Aligned,
	tables: { real: number; synthetic: number; heldOut: number },
	random: Random,
	run: Run,
): Promise<Linkability> {
	const { real, synthetic, heldOut } = tables;
	const width = aligned.series.length;
	if (width < 2) return { risk: absent("needs two columns that can be compared") };
	if (aligned.rows[heldOut]! < FEWEST_CONTROLS) {
		const reason = tooFewControls(aligned, heldOut);
		return { risk: absent(reason) };
	}
	const candidates = aligned.rows[synthetic]!;
	if (candidates === 0) return { risk: absent("the synthetic table has no rows") };
	// The attacker has the synthetic table to judge the columns by.
	const [a, b] = dealColumns(aligned, synthetic);
	// The range of numbers is taken over both tables, as the attacker who holds both would.
	const space = createSpace(aligned, [real, synthetic]);
	const tried = affordable(ATTACKS, FEWEST_ATTACKS, 2 * candidates * width, width);
	const n = Math.min(tried, aligned.rows[heldOut]!, aligned.rows[real]!);
	const tick = startPhase(run, "linkability", Math.ceil((2 * n) / CHUNK));
	// Fewer synthetic rows than neighbours would link everybody.
	const k = Math.max(1, Math.min(LINK_NEIGHBOURS, Math.floor(candidates / 20)));
	const attack = async (of: number): Promise<number> =>
		countLinks(space, of, synthetic, sampleRows(aligned.rows[of]!, n, random), a, b, k, tick);
	const training = wilson(await attack(real), n);
	const control = wilson(await attack(heldOut), n);
	const chance = chanceOfLink(k, candidates);
	const names = (set: readonly number[]): string[] => set.map((c) => space.names[c]!);
	return {
		...concludeAttack(
			`two halves of a person's columns from two sources, and the synthetic table; links them when the ${k} synthetic rows nearest to each half share one`,
			training,
			control,
			// Known exactly: no interval.
			{ successes: chance * n, trials: n, rate: chance, error: 0 },
		),
		columnsA: names(a),
		columnsB: names(b),
		neighbours: k,
	};
}
