// B batch, N scores, S levels of all codes, D = N + S
import type { Matrix } from "../../encode/encoder";
import { createDealer, type DealerPlace } from "../../nn/dealer";
import type { Random } from "../../random";
import { finish, type Steps } from "../../table/pause";
import { rowNumbers } from "../../table/table";
import { sinusoid, W } from "./denoiser";
import { noised } from "./gaussian";
import { noisedLevel, posterior } from "./multinomial";
import type { Schedule } from "./schedule";
import type { Space } from "./space";

/** A noised batch in typed arrays, filled anew for every step: nothing is allocated while training. */
export interface Batch {
	/** Network input: noised scores, one-hot noised levels; (B, D). */
	readonly x: Float32Array;
	/** Sinusoids of the steps, (B, W), and one-hot labels, (B, L). */
	readonly time: Float32Array;
	readonly label: Float32Array;
	/** Noise, and 1 where there is a score at all; (B, N). */
	readonly noise: Float32Array;
	readonly known: Float32Array;
	/** See `MultinomialBatch`; (B, S), alphaBar (B, 1). */
	readonly now: Float32Array;
	readonly beta: Float32Array;
	readonly q: Float32Array;
	readonly alphaBar: Float32Array;
	/** Σ q log q over rows and codes: what turns the cross entropy into a divergence. */
	negentropy: number;
}

/** A stream of training batches: shuffled passes over the rows, steps spread evenly over the batch. */
export function createBatches(matrix: Matrix, space: Space, schedule: Schedule, B: number, random: Random) {
	const { N, D, levels, starts, codes, label, labelCounts } = space;
	const S = D - N;
	const L = labelCounts.length;
	const batch: Batch = {
		x: new Float32Array(B * D),
		time: new Float32Array(B * W),
		label: new Float32Array(B * L),
		noise: new Float32Array(B * N),
		known: new Float32Array(B * N),
		now: new Float32Array(B * S),
		beta: new Float32Array(B * S),
		q: new Float32Array(B * S),
		alphaBar: new Float32Array(B),
		negentropy: 0,
	};
	const sinusoids = Array.from({ length: schedule.T }, (_, t) => {
		const row = new Float32Array(W);
		sinusoid(t, row, 0);
		return row;
	});
	const dealer = createDealer(rowNumbers(matrix.rows), random);
	/** Whether the batch is filled, and nobody has taken it yet. */
	let filled = false;

	function fillRow(i: number, row: number, t: number): void {
		batch.time.set(sinusoids[t]!, i * W);
		if (L > 0) batch.label[i * L + matrix.codes[label]![row]!] = 1;
		for (let j = 0; j < N; j++) {
			const epsilon = random.normal();
			const state = space.states[j]!;
			batch.noise[i * N + j] = epsilon;
			batch.known[i * N + j] = state < 0 || matrix.codes[codes[state]!]![row] === 0 ? 1 : 0;
			batch.x[i * D + j] = noised(matrix.numbers[j]![row]!, epsilon, t, schedule);
		}
		batch.alphaBar[i] = schedule.alphaBarBefore[t]!;
		for (let c = 0; c < levels.length; c++) {
			const K = levels[c]!;
			const x0 = matrix.codes[codes[c]!]![row]!;
			const xt = noisedLevel(x0, K, t, random.uniform(), schedule);
			batch.x[i * D + starts[c]! + xt] = 1;
			const at = i * S + starts[c]! - N;
			batch.negentropy += posterior(x0, xt, K, t, schedule, batch.q, at);
			batch.now.fill((1 - schedule.alpha[t]!) / K, at, at + K);
			batch.now[at + xt]! += schedule.alpha[t]!;
			batch.beta.fill((1 - schedule.alphaBarBefore[t]!) / K, at, at + K);
		}
	}

	/** Fills the batch with the next B rows, each noised to a step of its own. */
	function* prepare(): Steps<void> {
		if (filled) return;
		batch.x.fill(0);
		batch.label.fill(0);
		batch.negentropy = 0;
		const u = random.uniform();
		for (let i = 0; i < B; i++) {
			yield* dealer.prepare(1);
			// Low discrepancy over the batch: every step turns up as often as every other.
			fillRow(i, dealer.next(), Math.floor(((u + i / B) % 1) * schedule.T));
		}
		filled = true;
	}

	function next(): Batch {
		finish(prepare());
		filled = false;
		return batch;
	}

	return {
		next,
		prepare,
		// All that it draws from is the dealer's stream.
		place: dealer.place,
		moveTo(place: DealerPlace) {
			filled = false;
			dealer.moveTo(place);
		},
	};
}
