import type { Provenance } from "../report/provenance";
import type { Table } from "../table/table";
import type { FitSummary } from "../wire/api";
import { type SampleRequested, sampledAs } from "./sampled-as";
import { treatmentsOf } from "./treatments-of";
import { VERSION } from "./version";

const DEVICES: Readonly<Record<string, string>> = {
	webgpu: "Graphics card (WebGPU)",
	wasm: "Processor (WebAssembly)",
	cpu: "Processor (JavaScript)",
};

/** What a caller asked for, of a generator and of the model it made. */
export interface Asked {
	readonly options?: object | undefined;
	readonly generator?: string | undefined;
	/** How the rows were sampled; its seed where it is not that of learning. */
	readonly sampled: SampleRequested;
	/** A remark on how it was made. */
	readonly note?: string | undefined;
}

/** What the report keeps as evidence of how the table was made. */
export function provenanceOf(
	table: Table,
	name: string | undefined,
	generator: string,
	asked: Asked,
	summary: FitSummary,
): Provenance {
	const changed = Object.entries(asked.options ?? {}).map(([option, value]) => {
		return `${option} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`;
	});
	const notes = {
		...sampledAs(asked.sampled, summary.seed),
		...(summary.ofRows !== undefined && {
			"Training rows": `${summary.rows} of ${summary.ofRows}, chosen by the seed`,
		}),
		...(typeof summary.fair === "string" && { Fairness: summary.fair }),
		...(asked.note !== undefined && { Note: asked.note }),
	};
	return {
		...(name !== undefined && { table: name }),
		// To the second.
		date: `${new Date().toISOString().slice(0, 19)}Z`,
		seed: summary.seed,
		generator: [generator, ...(asked.generator === "auto" ? ["chosen by trial"] : []), ...changed].join(", "),
		version: VERSION,
		device: `${DEVICES[summary.device] ?? summary.device}. ${summary.reason}`,
		...(Object.keys(notes).length > 0 && { notes }),
		treatments: treatmentsOf(summary, table),
	};
}
