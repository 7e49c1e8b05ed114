import type { Random } from "../random";
import type { Table } from "../table/table";
import type { Request } from "./kept";

/** What of a run is used here: its randomness and its pauses. */
export interface Pace {
	readonly random: Random;
	/** Present where differential privacy is promised: nothing may be found in the rows. */
	readonly privacy?: object;
	step(progress: { phase: string; step: number; steps: number }): Promise<void>;
}

/** What of a model is used here; `R` is what it is asked for. */
export interface Sampler<R extends Request = Request> {
	sample(request: R, run: Pace): Promise<Table>;
	save(): unknown;
	dispose(): void;
}

/** `model` with another way to sample; all else is its own. */
export function sampledBy<R extends Request, M extends object>(
	model: M,
	sample: (inner: Sampler<R>, request: R, run: Pace) => Promise<Table>,
): M {
	const inner = model as M & Sampler<R>;
	return {
		...inner,
		sample: (request: R, run: Pace) => sample(inner, request, run),
		save: () => inner.save(),
		dispose: () => inner.dispose(),
	};
}
