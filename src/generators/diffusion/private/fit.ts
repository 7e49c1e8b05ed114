import type { Budget } from "../../../dp/budget";
import { measureEach } from "../../../dp/marginal-queries";
import { OptionError } from "../../../errors";
import { useBackend } from "../../../nn/backend";
import { startNetwork } from "../../../nn/mlp/choose";
import { layOut, type Shape } from "../../../nn/mlp/layout";
import { startParameters } from "../../../nn/mlp/start";
import { createRandom } from "../../../random";
import type { Table } from "../../../table/table";
import { BLOCK } from "../../../tokens/block";
import type { TokenColumn } from "../../../tokens/tokens";
import type { Run } from "../../../worker/run";
import type { Model } from "../../generator";
import { privacyDiagnostics, privateColumns } from "../../private-columns";
import { bookTraining, createPrivateStep } from "../../private-step";
import { type DiffusionOptions, meta } from "../meta";
import { codeCounts, createModel, type DiffusionSaved } from "../model";
import { matchMarginals } from "./match-marginals";
import { partsOf, sizeOf } from "./network";
import { trainPrivately } from "./train";

/** Share of what is left after the domains that the marginals take, from which training starts. */
const SHARE_OF_MARGINALS = 0.1;
/** Few huge batches and few parameters: the noise of a step is in proportion to √parameters / batch. */
const [STEPS, BATCH, WIDTH, LAYERS, BINS, PIECES] = [300, 4096, 48, 1, 20, 8];
/** Masks of a row that are averaged before clipping. */
const COPIES = 2;
const CLIP = 1;
/** Noisy gradients bear larger steps than exact ones. */
const RATE_FACTOR = 5;

/** Where a marginal method does better at the same budget, as `npm run bench -- private` measured it. */
const BETTER =
	"On Adult at epsilon 8 the clique-tree is harder to distinguish from real rows (detection 0.72 against 0.79), and made in seconds; this network predicts as well (utility 0.91 against 0.90).";

/**
 * The masked network by DP-SGD: everything that looks at a row is on the ledger, columns are in the table's order, and
 * nothing stops early.
 *
 * @throws OptionError below epsilon 3, where the noisy count of rows is below 5,000, and for column networks.
 */
export async function fitPrivately(
	table: Table,
	options: Required<DiffusionOptions>,
	run: Run,
	budget: Budget,
): Promise<Model<DiffusionSaved>> {
	const { promised, ledger, random } = budget;
	const refuse = (why: string): never => {
		throw new OptionError(
			`diffusion under privacy needs ${why}: the noise of its training would outweigh what it learns. The clique-tree keeps the same promise; take it instead.`,
			{ option: "privacy" },
		);
	};
	const least = meta.needsForPrivacy;
	if (promised.epsilon < least.epsilon) refuse(`epsilon ${least.epsilon} or more, and ${promised.epsilon} was given`);
	if (options.method === "columns") {
		throw new OptionError('method "columns" cannot keep a promise of privacy; take "masked" or "auto".', {
			option: "method",
		});
	}
	const pause = () => run.step({ phase: "encode", step: 0, steps: 1 });
	await pause();
	const { encoder, tokens, columns, unit, data, units } = await privateColumns(
		table,
		{ bins: options.bins || BINS },
		budget,
		pause,
	);
	if (encoder.rows < least.rows) {
		refuse(`about ${least.rows.toLocaleString("en")} rows, and the noisy count says ${encoder.rows}`);
	}
	const shape: Shape<TokenColumn> = {
		tokens,
		width: 8 * Math.ceil((options.width || WIDTH) / 8),
		layers: options.layers || LAYERS,
		pieces: PIECES,
	};
	const samplingSteps = options.samplingSteps || tokens.length;
	const saved = { encoder, shape, ordered: true, together: Math.max(1, Math.ceil(tokens.length / samplingSteps)) };
	const layout = layOut(shape);
	const backend = await useBackend(run);
	await run.step({ phase: "encode", step: 1, steps: 1, device: backend });
	const marginals = await measureEach(columns, ledger.left() * SHARE_OF_MARGINALS, ledger, random, pause);
	const counts = marginals.map(({ values }) => values.map((n) => Math.max(0, n)));
	// Chances that are told in no seed: neither masks nor batches may be known.
	const chances = createRandom(String(random.below(1n << 128n)));
	const start = startParameters(shape, layout, counts, chances.stream("start"));
	const steps = options.steps || STEPS;
	const about = encoder.rows / columns.bound;
	const batchUnits = options.batchRows || BATCH;
	const length = sizeOf(partsOf(shape, layout));
	const training = bookTraining(budget, { unit, units: about, batchUnits, steps, length });
	const { rate, noise } = training;
	const trained = await trainPrivately(
		data,
		shape,
		start,
		createPrivateStep(training, { units: units.length, bound: CLIP, length }, random),
		{
			steps,
			copies: COPIES,
			batchUnits: rate * about,
			learningRate: RATE_FACTOR * options.learningRate,
			unitRows: (u) => units[u]!,
			masks: chances.stream("masks"),
		},
		run,
	);
	const { network } = await startNetwork(run, shape, { batchRows: BLOCK, training: false });
	let parameters: Float32Array;
	try {
		const sampling = { tokens, layout, order: tokens.map((_, f) => f), ...saved, conditions: [] };
		const random = run.random.stream("marginals");
		const yielding = () => run.step({ phase: "marginals", step: 0, steps: 1 });
		const codes = codeCounts(encoder, tokens);
		parameters = await matchMarginals(trained, network, layout, sampling, codes, marginals, random, yielding);
	} finally {
		network.dispose();
	}
	const privacy = budget.record(unit, encoder.rows);
	const diagnostics = {
		...privacyDiagnostics(privacy, encoder.rows),
		device: backend.name,
		reason: backend.reason,
		steps,
		batchRows: Math.round(rate * about),
		noiseMultiplier: noise,
		parameters: length,
		better: BETTER,
	};
	return { ...createModel({ ...saved, parameters }, diagnostics), privacy };
}
