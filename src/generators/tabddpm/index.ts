/**
 * TabDDPM: Kotelnikov, Baranchuk, Rubachev, Babenko, "TabDDPM: Modelling Tabular Data with Diffusion Models" (ICML
 * 2023). Gaussian diffusion of normal scores beside multinomial diffusion of levels, one plain network for both.
 */
import { encoderCheck } from "../../encode/check-encoder";
import type { Encoder } from "../../encode/encoder";
import { asOption, ensure, record, text } from "../../saved-data";
import { checkParameters } from "../check-modes";
import type { Generator, Model } from "../generator";
import { refuseConditions } from "../refuse-conditions";
import { trainedDiagnostics, trainedModel } from "../trained-model";
import { denoiserLayout } from "./denoiser";
import { fitTabDdpm } from "./fit";
import { meta, type TabDdpmOptions } from "./meta";
import { sampleRows } from "./sample";
import { createSchedule } from "./schedule";
import { createSpace, mayCondition } from "./space";

/** A trained denoiser and how to decode what it draws; no row of the table. */
export interface TabDdpmSaved {
	readonly encoder: Encoder;
	/** Name of the column that conditions the network; empty where none does. */
	readonly target: string;
	readonly layers: readonly number[];
	readonly timesteps: number;
	readonly schedule: Required<TabDdpmOptions>["schedule"];
	/** Running average of the parameters, flat, in the network's order. */
	readonly parameters: Float32Array;
}

function createModel(saved: TabDdpmSaved, diagnostics: Model<TabDdpmSaved>["diagnostics"]): Model<TabDdpmSaved> {
	const { encoder, layers, parameters } = saved;
	const schedule = createSchedule(saved.schedule, saved.timesteps);
	const space = createSpace(encoder, saved.target);
	return trainedModel(saved, diagnostics, {
		refuse: (request) =>
			refuseConditions(
				"tabddpm",
				'its sampler knows no exact way to. Take the generator "diffusion" for that.',
				request,
			),
		sampleRows: (rows, offset, run) => sampleRows({ encoder, space, schedule, layers, parameters }, rows, offset, run),
	});
}

export const tabddpm: Generator<TabDdpmOptions, TabDdpmSaved> = {
	version: 1,
	async fit(table, options, run) {
		const { encoder, space, parameters, trained, backend } = await fitTabDdpm(table, options, run);
		const target = encoder.columns.find((c) => space.label >= 0 && c.code === space.label)?.name ?? "";
		const saved: TabDdpmSaved = {
			encoder,
			target,
			layers: [...options.layers],
			timesteps: options.timesteps,
			schedule: options.schedule,
			parameters,
		};
		const { steps, loss, stopped, restarts, warning } = trained;
		const diagnostics = {
			steps,
			loss,
			stopped,
			restarts,
			...(warning && { warning }),
			target,
			parameters: parameters.length,
		};
		return createModel(saved, trainedDiagnostics(diagnostics, encoder, backend));
	},
	async load(saved) {
		const { layers, timesteps, schedule } = meta.options;
		record({
			encoder: encoderCheck,
			target: text,
			layers: asOption(layers),
			timesteps: asOption(timesteps),
			schedule: asOption(schedule),
		})(saved, "saved");
		const { encoder, target } = saved;
		const column = encoder.columns.find(({ name }) => name === target);
		ensure(
			target === "" || (column !== undefined && mayCondition(column)),
			target,
			"saved.target",
			"a column of few categories",
		);
		const { D, labelCounts } = createSpace(encoder, target);
		const layout = denoiserLayout(D, labelCounts.length, saved.layers, new Float32Array(D));
		checkParameters(saved.parameters, D > 0 ? layout : undefined);
		return createModel(saved, { target, parameters: saved.parameters.length });
	},
};
