import { TableError } from "../../errors";
import { loadGenerator, readTable, withKinds } from "../../page/on-demand";
import type { Table } from "../../table/table";
import { tableFile, type Writing } from "./files";
import type { Result } from "./flow-state";
import type { Place } from "./make";
import { isAbort } from "./problem";

/** Missing cells of a file of the person's own, sampled by the model there is from the cells beside them. */
export class Completion {
	state: "none" | "running" | "failed" | "done" = "none";
	error: unknown;
	/** The file once it is whole: it may be asked for again. */
	file: File | undefined;
	/** Missing cells that were sampled, those of columns that the file lacks included. */
	cells = 0;
	/** Columns that the file lacks and the model added. */
	added: readonly string[] = [];
	#mine: AbortController | undefined;
	readonly #changed: () => void;

	constructor(changed: () => void) {
		this.#changed = changed;
	}

	/** The file with its missing cells sampled and all others as they were; undefined where it failed or was stopped. */
	async complete(result: Result, file: File, writing: Writing, place: Place): Promise<File | undefined> {
		this.stop();
		const mine = new AbortController();
		this.#mine = mine;
		const { signal } = mine;
		const end = (state: Completion["state"], error?: unknown) => {
			if (this.#mine !== mine) return;
			Object.assign(this, { state, error });
			this.#changed();
		};
		end("running");
		try {
			const table = await alike(await readTable(file, { signal }), result);
			const { reportWorkerUrl: _, inspectWorkerUrl: __, ...worker } = place;
			using handle = await loadGenerator(result.model, worker);
			const whole = await handle.complete(table, { seed: result.seed, signal });
			const written = await tableFile(whole, file.name, writing);
			this.added = whole.columns
				.map(({ name }) => name)
				.filter((name) => !table.columns.some((one) => one.name === name));
			this.cells = missing(table) + table.rows * this.added.length - missing(whole);
			const name = written.name.replace(".synthetic.", ".completed.");
			if (this.#mine === mine) this.file = new File([written], name, { type: written.type });
			end("done");
			return signal.aborted ? undefined : this.file;
		} catch (error) {
			end(isAbort(error) ? "none" : "failed", error);
			return undefined;
		}
	}

	stop(): void {
		this.#mine?.abort();
		this.#mine = undefined;
		this.state = "none";
		this.file = undefined;
	}
}

/**
 * The table as a model without a layout of its own, one of noisy counts, has its columns. A model that was learned from
 * rows reads any table itself: its synthetic columns may be coarser than those that it takes.
 *
 * @throws TableError where the table has columns that the model does not know.
 */
async function alike(table: Table, { synthetic, marginals }: Result): Promise<Table> {
	const names = new Set(synthetic.columns.map(({ name }) => name));
	const unknown = table.columns.filter(({ name }) => !names.has(name)).map(({ name }) => `"${name}"`);
	if (unknown.length > 0) {
		throw new TableError(
			`The model does not know ${unknown.join(", ")}: the file must have the columns it was trained on, ${[...names].map((name) => `"${name}"`).join(", ")}.`,
			{ unknown },
		);
	}
	if (marginals === undefined) return table;
	const kinds = synthetic.columns.flatMap(({ name, kind }) => {
		const own = table.columns.find((column) => column.name === name);
		return own && own.kind !== kind ? [[name, kind] as const] : [];
	});
	return kinds.length === 0 ? table : withKinds(table, Object.fromEntries(kinds));
}

function missing({ columns }: Table): number {
	return columns.reduce((sum, column) => {
		if ("values" in column) return sum + column.values.filter(Number.isNaN).length;
		return sum + column.codes.filter((code) => code < 0).length;
	}, 0);
}
