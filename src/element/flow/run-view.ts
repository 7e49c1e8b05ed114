import type { GeneratorName } from "../../generators/metas";
import type { Choice } from "../../page/choose-generator";
import type { Table } from "../../table/table";
import type { FitSummary, Progress } from "../../wire/api";
import type { Draft } from "./draft";
import type { Made } from "./make";

export type Points = readonly (readonly [number, number])[];

/** How a run stands: what its progress has told so far. Every step makes a new one. */
export interface RunView {
	readonly state: "running" | "done" | "cancelled" | "failed";
	/** The generator at work; absent while trials choose one. */
	readonly generator?: GeneratorName | undefined;
	readonly phase: string;
	/** Share of the phase that is done, 0 … 1. */
	readonly share: number;
	readonly secondsLeft?: number | undefined;
	readonly step: number;
	readonly steps: number;
	readonly loss: Points;
	readonly heldOut: Points;
	/** Steps of all phases that have told losses, one after the other; of the last of them, its name and where it begins. */
	readonly lossSteps: number;
	readonly lossPhase?: string | undefined;
	readonly lossFrom: number;
	readonly device?: { readonly name: string; readonly reason: string } | undefined;
	readonly bytes?: number | undefined;
	readonly preview?: Table | undefined;
	/** Rows of a quick model, until this one has learned. */
	readonly draft?: Draft | undefined;
	/** Whether there is something worth keeping already. */
	readonly canFinish: boolean;
	/** Steps after which learning was ended early on request. */
	readonly stopped?: number | undefined;
	readonly summary?: FitSummary | undefined;
	readonly choice?: Choice | undefined;
	readonly error?: unknown;
}

export const STARTED: RunView = {
	state: "running",
	phase: "start",
	share: 0,
	step: 0,
	steps: 0,
	loss: [],
	heldOut: [],
	lossSteps: 0,
	lossFrom: 0,
	canFinish: false,
};

/** The run once it has learned; `asked`: it was asked to end early. */
export function learned(run: RunView, { summary, choice }: Pick<Made, "summary" | "choice">, asked: boolean): RunView {
	// Most generators say why they ended: one that had come to its end all the same was not stopped.
	const early = asked && (summary.stopped === undefined || summary.stopped === "asked");
	const stopped = early ? { stopped: Number(summary.steps ?? run.lossFrom + run.step) } : {};
	return { ...run, ...stopped, state: "done", share: 1, preview: undefined, draft: undefined, summary, choice };
}

/** The run after one more report of its progress. */
export function advance(run: RunView, progress: Progress): RunView {
	const { phase, step, steps, secondsLeft, device, bytes, loss, heldOut } = progress;
	const share = steps > 0 ? Math.min(1, step / steps) : 0;
	const told = loss !== undefined && Number.isFinite(loss);
	// Networks that are trained one after the other have one curve, on which no step is gone back.
	const lossFrom = told && run.lossPhase !== phase ? run.lossSteps : run.lossFrom;
	const next: RunView = { ...run, phase, step, steps, share, secondsLeft };
	return {
		...next,
		...(device && { device, bytes }),
		...(told && {
			// The loss is read back now and then; between two readings the last one is told again.
			loss: run.loss.at(-1)?.[1] === loss ? run.loss : [...run.loss, [lossFrom + step, loss] as const],
			lossSteps: lossFrom + steps,
			lossPhase: phase,
			lossFrom,
			canFinish: true,
		}),
		...(heldOut !== undefined && { heldOut: [...run.heldOut, [lossFrom + step, heldOut] as const] }),
		...(phase === "sample" && { canFinish: false }),
	};
}
