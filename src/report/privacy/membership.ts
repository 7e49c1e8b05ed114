import type { Random } from "../../random";
import { rocAuc } from "../../statistics/trees/auc";
import type { Run } from "../../worker/run";
import { absent, type Figure, withError } from "../figure";
import { startPhase } from "../phase";
import { sampleRows } from "../sample-rows";
import { affordable } from "./affordable";
import { type Rate, rateInterval, wilson } from "./intervals";
import { buildTree, createSearch } from "./neighbours";
import { type Space, takePoints } from "./space";

/** Members and as many non-members attacked at most. */
const MOST_TARGETS = 5000;
const FEWEST_TARGETS = 500;
/** Share of the targets that counts as most exposed: those farthest from the reference rows. */
const EXPOSED_SHARE = 0.02;
/** At least so many exposed rows of each side, where there are as many targets. */
const FEWEST_EXPOSED = 200;
/** Held-out rows needed: half are the attacker's reference, half stand for people not in the table. */
const FEWEST_HELD_OUT = 100;
/** Reference rows whose mean distance tells how crowded a place is. */
const REFERENCE_NEIGHBOURS = 3;
/** Added to distances (in columns' worth of difference), so that exact copies have a finite score. */
const FLOOR = 0.01;
const CHUNK = 20;

/** How well one group of rows is told to be in the training table or not. */
export interface MembershipPanel {
	readonly members: number;
	readonly nonMembers: number;
	/** Area under the ROC curve of the attack's score: 0.5 is guessing. */
	readonly auc: Figure;
	/** Share of non-members the attack may wrongly name. */
	readonly falsePositiveRate: number;
	/** Share of members named at that rate; guessing names as many as it wrongly names. */
	readonly truePositiveRate: Figure;
	/** Members named and wrongly named non-members at the threshold. */
	readonly named?: Rate;
	readonly wronglyNamed?: Rate;
	/** Largest lower bound on the advantage TPR − FPR that the intervals carry, 0 where none. */
	readonly advantage: Figure;
}

export interface Membership {
	readonly knowledge: string;
	readonly referenceRows: number;
	/** The rows farthest from the reference, those a leak would hurt most; all of them where there are few. */
	readonly exposed: MembershipPanel;
	readonly all: MembershipPanel;
	readonly reason?: string;
}

/** TPR at the largest threshold that wrongly names at most `rate` of the non-members. */
function atFalsePositiveRate(members: Float64Array, nonMembers: Float64Array, rate: number): [Rate, Rate] {
	const sorted = nonMembers.slice().sort();
	const allowed = Math.floor(rate * sorted.length);
	const threshold = sorted[sorted.length - 1 - allowed]!;
	const above = (scores: Float64Array): number => scores.reduce((n, s) => n + Number(s > threshold), 0);
	return [wilson(above(members), members.length), wilson(above(nonMembers), nonMembers.length)];
}

/** Measures one panel from its scores. */
export function membershipPanel(members: Float64Array, nonMembers: Float64Array): MembershipPanel {
	// With fewer non-members, 1 % would be no row at all.
	const falsePositiveRate = nonMembers.length >= 150 ? 0.01 : 0.05;
	const sizes = { members: members.length, nonMembers: nonMembers.length, falsePositiveRate };
	if (members.length < 20 || nonMembers.length < 20) {
		const none = absent("cannot measure: needs 20 rows of each side");
		return { ...sizes, auc: none, truePositiveRate: none, advantage: none };
	}
	const scores = new Float64Array(members.length + nonMembers.length);
	scores.set(members);
	scores.set(nonMembers, members.length);
	const area = rocAuc(
		scores,
		Uint8Array.from(scores, (_, i) => Number(i < members.length)),
	)!;
	const auc = withError(area.auc, area.standardError, 0, 1);
	const [named, wronglyNamed] = atFalsePositiveRate(members, nonMembers, falsePositiveRate);
	const tpr = named.successes / named.trials;
	const interval = rateInterval(named);
	const truePositiveRate: Figure = { value: tpr, interval: [Math.min(interval[0], tpr), Math.max(interval[1], tpr)] };
	const chance = rateInterval(wronglyNamed)[1];
	const found = interval[0] > Math.max(chance, falsePositiveRate) || auc.interval![0] > 0.5;
	const advantage: Figure = found
		? {
				value: Math.max(0, tpr - wronglyNamed.successes / wronglyNamed.trials),
				interval: [Math.max(0, interval[0] - chance), Math.min(1, interval[1])],
			}
		: absent(
				interval[0] > falsePositiveRate
					? "cannot measure: more are named than by guessing, but with so few hold-out rows that may be chance"
					: "cannot measure: the attack did no better than guessing; a stronger one, such as with shadow models, may",
			);
	return { ...sizes, auc, truePositiveRate, named, wronglyNamed, advantage };
}

/**
 * Membership inference by density ratio (van Breugel, Sun, Qian and van der Schaar, "Membership inference attacks
 * against synthetic data through overfitting detection", 2023): a record is named a member where synthetic rows lie
 * closer than the attacker's own reference rows lead one to expect. Densities are by nearest neighbours. Training rows
 * are the members; the held-out rows are parted into reference and non-members. The exposed panel is the targets
 * farthest from the reference; figures are TPR at a low FPR (Carlini and others 2022).
 */
export async function membership(
	space: Space,
	tables: { real: number; synthetic: number; heldOut: number },
	random: Random,
	run: Run,
): Promise<Membership | { readonly reason: string }> {
	const { columns, points } = space;
	if (columns === 0) return { reason: "no column can be compared" };
	const rowsOf = (t: number): number => points[t]!.length / columns;
	const heldOutRows = rowsOf(tables.heldOut);
	if (heldOutRows < FEWEST_HELD_OUT) {
		return { reason: `cannot measure: needs ${FEWEST_HELD_OUT} held-out ${space.unit}, there are ${heldOutRows}` };
	}
	if (rowsOf(tables.synthetic) === 0) return { reason: "the synthetic table has no rows" };
	const shuffled = random.shuffle(Int32Array.from({ length: heldOutRows }, (_, i) => i));
	const half = heldOutRows >> 1;
	const reference = takePoints(points[tables.heldOut]!, columns, shuffled.subarray(0, half));
	const tried = affordable(MOST_TARGETS, FEWEST_TARGETS, 2 * points[tables.synthetic]!.length, columns);
	const count = Math.min(tried, heldOutRows - half, rowsOf(tables.real));
	const nonMembers = takePoints(points[tables.heldOut]!, columns, shuffled.subarray(half, half + count));
	const members = takePoints(points[tables.real]!, columns, sampleRows(rowsOf(tables.real), count, random));
	const tick = startPhase(run, "membership", Math.ceil((4 * count) / CHUNK));

	const distances = async (to: Float64Array, k: number): Promise<Float64Array[]> => {
		const search = createSearch(buildTree(to, columns), Math.min(k, to.length / columns));
		const out: Float64Array[] = [];
		for (const group of [members, nonMembers]) {
			const means = new Float64Array(count);
			for (let i = 0; i < count; i++) {
				search.find(group, i * columns);
				for (const d of search.distances) means[i]! += d / search.distances.length;
				if (i % CHUNK === CHUNK - 1) await tick();
			}
			out.push(means);
		}
		return out;
	};
	const toSynthetic = await distances(points[tables.synthetic]!, 1);
	const toReference = await distances(reference, REFERENCE_NEIGHBOURS);
	const scores = [0, 1].map((g) =>
		toSynthetic[g]!.map((d, i) => Math.log(toReference[g]![i]! + FLOOR) - Math.log(d + FLOOR)),
	);
	// The exposed are chosen by their distance to the reference alone, which says nothing of membership.
	const everyone = Float64Array.from([...toReference[0]!, ...toReference[1]!]).sort();
	const exposedCount = Math.min(everyone.length, 2 * Math.max(FEWEST_EXPOSED, Math.ceil(EXPOSED_SHARE * count)));
	const far = everyone[everyone.length - exposedCount]!;
	const exposed = [0, 1].map((g) => scores[g]!.filter((_, i) => toReference[g]![i]! >= far));
	return {
		knowledge: `a person's whole record, the synthetic table and ${half} other real rows; guesses whether the person was in the training table`,
		referenceRows: half,
		exposed: membershipPanel(exposed[0]!, exposed[1]!),
		all: membershipPanel(scores[0]!, scores[1]!),
	};
}
