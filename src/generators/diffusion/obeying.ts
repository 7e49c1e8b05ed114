// B rows of a draft, F token columns
/**
 * Rows under conditions, of the very distribution that unconditioned rows have: columns are sampled in the same order by the
 * same networks as ever, up to the last that a condition is on; rows that satisfy all conditions are kept, and the
 * other columns are sampled for those alone.
 *
 * To begin with the conditioned columns instead asks networks what they were hardly taught: of a table of 1,000 rows whose
 * group "a" has x below 30 only, 54 % of the rows drawn so had x from 30 on, of unconditioned rows of that group 5 %.
 */
import type { Random } from "../../random";
import { BLOCK, GROUP, type SampledBlock } from "../../tokens/block";
import type { TokenCondition } from "../../tokens/conditions";
import { type Draft, drawColumns, type Networks, orderOf, pieceOf, type Sampling, setCell, startDraft } from "./sample";

/** How many of the first `BLOCK` candidates satisfy the conditions at least for these to be waited for: one in 240. */
export const FEWEST_KEPT = 4;

/**
 * Samples rows `from` … `to` of a block, as `sampleBlock` does; `undefined` where too few candidates satisfy the conditions
 * to wait for them, which does not depend on the piece.
 *
 * @param sampling `loose`.
 * @param yielding is told how many of the block's rows are kept so far.
 */
export async function sampleObeying(
	networks: Networks,
	sampling: Sampling,
	codes: readonly number[],
	block: number,
	from: number,
	to: number,
	random: Random,
	yielding: (kept: number) => Promise<void>,
): Promise<SampledBlock | undefined> {
	const stream = random.stream(block);
	const order = orderOf(sampling, stream);
	const { conditions, together } = sampling;
	const step = ({ token }: TokenCondition) => Math.floor(order.indexOf(token) / together);
	// Cells of the first step are held to their conditions as they are sampled.
	const looked = conditions.filter((condition) => step(condition) > 0);
	const known = looked.length === 0 ? [] : order.slice(0, (Math.max(...looked.map(step)) + 1) * together);
	const rows = networks.masked.backend === "webgpu" ? BLOCK : Math.min(BLOCK, Math.ceil(to / GROUP) * GROUP);
	const kept: SampledBlock = {
		states: sampling.tokens.map(() => new Int32Array(rows)),
		scores: sampling.tokens.map(() => new Float32Array(rows)),
	};
	let count = 0;
	const pause = () => yielding(count);
	for (let round = 0; looked.length > 0 && count < rows; round++) {
		const own = stream.stream("candidates").stream(round);
		const candidates = startDraft(networks, sampling, 0, BLOCK);
		await drawColumns(networks, sampling, codes, candidates, order, [0, known.length], own, pause);
		const good = satisfying(candidates, looked, own.stream("kept"));
		if (round === 0 && good.length < FEWEST_KEPT) return undefined;
		for (const b of good.slice(0, rows - count)) {
			for (const f of known) {
				kept.states[f]![count] = candidates.states[f]![b]!;
				kept.scores[f]![count] = candidates.scores[f]![b]!;
			}
			count++;
		}
	}
	// Only now: the networks have room for the inputs of one draft.
	const draft = startDraft(networks, sampling, from, to);
	for (let b = 0; b < draft.B; b++) {
		const row = draft.first + b;
		for (const f of known) setCell(draft, b, f, kept.states[f]![row]!, kept.scores[f]![row]!);
	}
	await drawColumns(networks, sampling, codes, draft, order, [known.length, order.length], stream, pause);
	return pieceOf(draft, from, to);
}

/** Candidates that satisfy all conditions; one in a state that a range holds in part, as often as it is held. */
function satisfying({ B, states }: Draft, conditions: readonly TokenCondition[], random: Random): number[] {
	const tests = conditions.map(({ token, allowed, coverage }) => {
		const most = coverage ? Math.max(...coverage) : 1;
		return { own: states[token]!, chances: coverage?.map((held) => held / most) ?? allowed };
	});
	return Array.from({ length: B }, (_, b) => b).filter((b) =>
		tests.every(({ own, chances }) => {
			const chance = chances[own[b]!]!;
			return chance >= 1 || (chance > 0 && random.uniform() < chance);
		}),
	);
}
