import { epsilonAtLeast } from "./audit";

/** What an audit of two worlds found. */
export interface WorldsAudit {
	/** Least ε that the mechanism can have, at the confidence asked for; 0 where the guesses refute nothing. */
	readonly epsilon: number;
	/** Runs on either table that were judged; as many again chose the threshold. */
	readonly judged: number;
}

type Calls = (statistic: number) => boolean;

/** Every way to call a world by a threshold, of a few hundred thresholds. */
function callsOf(seen: readonly number[]): Calls[] {
	const sorted = [...new Set(seen)].sort((a, b) => a - b);
	const stride = Math.max(1, Math.floor(sorted.length / 200));
	return sorted
		.filter((_, i) => i % stride === 0 || i < 20 || i > sorted.length - 20)
		.flatMap((at): Calls[] => [(x) => x >= at, (x) => x <= at]);
}

function judge(calls: Calls, first: readonly number[], second: readonly number[], delta: number, significance: number) {
	const count = (values: readonly number[]) => values.filter(calls).length;
	const [hits, falseAlarms] = [count(first), count(second)];
	return epsilonAtLeast({ first: first.length, hits, second: second.length, falseAlarms }, delta, significance);
}

/**
 * Audits by telling two neighbouring tables apart: `one` and `other` are a statistic of what came out of many runs on
 * either. A threshold is chosen on the first half of them, in either direction, and judged on the second, so that the
 * choice costs no confidence (Jagielski, Ullman and Oprea 2020).
 */
export function auditWorlds(
	one: readonly number[],
	other: readonly number[],
	{ delta, confidence }: { readonly delta: number; readonly confidence: number },
): WorldsAudit {
	const half = (values: readonly number[], part: 0 | 1) => values.filter((_, i) => i % 2 === part);
	const [chooseOne, chooseOther, judgeOne, judgeOther] = [half(one, 0), half(other, 0), half(one, 1), half(other, 1)];
	const significance = 1 - confidence;
	let best: { calls: Calls; swapped: boolean; epsilon: number } | undefined;
	for (const calls of callsOf([...chooseOne, ...chooseOther])) {
		for (const swapped of [false, true]) {
			const [a, b] = swapped ? [chooseOther, chooseOne] : [chooseOne, chooseOther];
			const epsilon = judge(calls, a, b, delta, significance);
			if (!best || epsilon > best.epsilon) best = { calls, swapped, epsilon };
		}
	}
	if (!best) return { epsilon: 0, judged: 0 };
	const [a, b] = best.swapped ? [judgeOther, judgeOne] : [judgeOne, judgeOther];
	return { epsilon: judge(best.calls, a, b, delta, significance), judged: judgeOne.length };
}
