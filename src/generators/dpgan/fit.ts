import { measureEach } from "../../dp/marginal-queries";
import { useBackend } from "../../nn/backend";
import { startParameters } from "../../nn/parameters";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { generatorLayout } from "../noise-network";
import { budgetOf, privacyDiagnostics, privateColumns } from "../private-columns";
import { sharesOf } from "../private-network";
import { bookTraining, createPrivateStep } from "../private-step";
import { createPrivateCritic } from "./critic";
import type { DpganOptions } from "./meta";
import { type DpganSaved, statesOf } from "./sample";
import { trainDpgan } from "./train";

/** Share of what is left after the domains that the marginals take, from which the generator starts. */
const SHARE_OF_MARGINALS = 0.1;
const CLIP = 1;
/** Logit of a state that may be nothing but noise. */
const NEVER = -30;

/** What the summary says of it. */
const BETTER = "dpgan is here to be compared with; the clique-tree keeps the same promise in seconds.";

/** Learns within the run's budget, or that of the standard promise; what looks at rows is on the ledger. */
export async function fitDpgan(table: Table, options: Required<DpganOptions>, run: Run) {
	const budget = budgetOf(run);
	const { ledger, random } = budget;
	const pause = () => run.step({ phase: "encode", step: 0, steps: 1 });
	await pause();
	const { bins } = options;
	const { encoder, tokens, columns, unit, data, units } = await privateColumns(table, { bins }, budget, pause);
	const finish = (parameters: Float32Array, more: Readonly<Record<string, string | number>>) => {
		const privacy = budget.record(unit, encoder.rows);
		const saved: DpganSaved = { encoder, tokens, parameters };
		return { saved, privacy, diagnostics: { ...privacyDiagnostics(privacy, encoder.rows), ...more, better: BETTER } };
	};
	if (tokens.length === 0) {
		await run.step({ phase: "encode", step: 1, steps: 1 });
		return finish(new Float32Array(0), { steps: 0 });
	}
	const backend = await useBackend(run);
	await run.step({ phase: "encode", step: 1, steps: 1, device: backend });
	const { steps, criticSteps, learningRate } = options;
	const S = statesOf(tokens);
	const measured = await measureEach(columns, ledger.left() * SHARE_OF_MARGINALS, ledger, random, pause);
	const shares = measured.map(sharesOf);
	const bias = Float32Array.from(
		shares.flatMap((own) => Array.from(own, (share) => (share > 0 ? Math.log(share) : NEVER))),
	);
	const layout = generatorLayout(S, bias);
	const critic = createPrivateCritic(S, options.width);
	const about = encoder.rows / columns.bound;
	const training = bookTraining(budget, {
		unit,
		units: about,
		batchUnits: options.batchRows,
		steps: steps * criticSteps,
		length: critic.length,
	});
	const start = {
		layout,
		generator: startParameters(layout, run.random.stream("generator")),
		critic: startParameters(critic.layout, run.random.stream("critic")),
	};
	const batchUnits = training.rate * about;
	const parameters = await trainDpgan(
		data,
		start,
		critic,
		createPrivateStep(training, { units: units.length, bound: CLIP, length: critic.length }, random),
		{
			steps,
			criticSteps,
			batchUnits,
			learningRate,
			// One of a subject's rows, by a chance that no seed tells.
			rowOf: (unit) => units[unit]![units[unit]!.length > 1 ? Number(random.below(BigInt(units[unit]!.length))) : 0]!,
			random: run.random.stream("train"),
		},
		run,
	);
	return finish(parameters, {
		device: backend.name,
		reason: backend.reason,
		steps,
		criticSteps,
		batchRows: Math.round(batchUnits),
		noiseMultiplier: training.noise,
		parameters: critic.length,
	});
}
