/** What the models of trained networks have in common, whatever is trained. */
import { type Encoder, withheldCounts } from "../encode/encoder";
import type { Backend } from "../nn/backend";
import { surviveLosses } from "../nn/lost-device";
import type { Table } from "../table/table";
import type { Run } from "../worker/run";
import type { Model, SampleRequest } from "./generator";

type Diagnostics = NonNullable<Model<unknown>["diagnostics"]>;

/** What sampling from parameters takes. */
export interface TrainedSampling {
	/** Throws where the request asks for what the generator cannot do. */
	refuse(request: SampleRequest): void;
	/** Rows `offset` … of the run's seed, on the device that the run names. */
	sampleRows(rows: number, offset: number, run: Run, request: SampleRequest): Promise<Table>;
}

/** A model that is what is saved of it: nothing lies on a device between two calls, and a device lost in one is replaced. */
export function trainedModel<Saved>(
	saved: Saved,
	diagnostics: Diagnostics | undefined,
	{ refuse, sampleRows }: TrainedSampling,
): Model<Saved> {
	return {
		async sample(request, run) {
			refuse(request);
			const { rows, offset = 0 } = request;
			return surviveLosses(run, (own) => sampleRows(rows, offset, own, request));
		},
		save: async () => saved,
		dispose() {},
		...(diagnostics && { diagnostics }),
	};
}

/** What a training tells of itself, of what its encoder withheld and of the device it ran on. */
export function trainedDiagnostics(
	diagnostics: Readonly<Record<string, string | number | boolean>>,
	encoder: Encoder,
	backend: Backend | undefined,
): Diagnostics {
	return {
		...diagnostics,
		...withheldCounts(encoder),
		...(backend && { device: backend.name, reason: backend.reason }),
	};
}
