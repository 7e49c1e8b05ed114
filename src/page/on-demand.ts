/** What users call. The code behind each function is loaded with its first call, so that the entry stays small. */
import type { CoarsenedGroup } from "../deidentify/coarsen";
import type { Coarsening } from "../deidentify/finding";
import type { NoisyMarginals } from "../dp/noisy-marginals";
import type { Privacy } from "../dp/promise";
import type { ProtectedColumn, ProtectionPreviewOptions } from "../encode/protection-preview";
import type { GeneratorName } from "../generators/metas";
import type { CsvExportOptions } from "../priors/export/lines";
import type { ParquetExportOptions } from "../priors/export/parquet";
import type { PriorName, PriorOptions } from "../priors/metas";
import type { Task } from "../priors/prior";
import type { CompareInput } from "../report/compare";
import type { Report } from "../report/report";
import type { ParseCsvOptions } from "../table/csv";
import type { FormatCsvOptions } from "../table/format-csv";
import type { FormatTablesOptions, TableFormat } from "../table/format-table";
import type { ReadTableOptions, TableSource } from "../table/read-table";
import type { TextSource } from "../table/read-text";
import type { Schema } from "../table/schema";
import type { RowSplit } from "../table/split-rows";
import type { Kind, Table } from "../table/table";
import type { TableInspection } from "../wire/api";
import type { AuditOptions, MakeTable, PrivacyAudit } from "./audit-privacy";
import type { WorkerOptions } from "./call-options";
import type { Choice, ChooseOptions } from "./choose-generator";
import type { CompareOptions, CreateOptions, GeneratorOptions } from "./client";
import type { FitMemory } from "./fit-memory";
import type { GeneratorHandle } from "./handle";
import type { InspectOptions } from "./inspect";
import type { PriorHandle, PriorWorkerOptions } from "./prior-client";
import type { ResumedGenerator, ResumeOptions, UnfinishedFit } from "./resume";
import type { PrivateSynthesis, Synthesis, SynthesizeOptions } from "./synthesize";
import type { MarginalOptions, MarginalSynthesis } from "./table-from-marginals";

/**
 * Reads a CSV table, quoted as RFC 4180 has it.
 *
 * The first row names the columns. Delimiter, line ends, encoding, decimal point, missing values and every column's kind
 * are inferred from the text; what had to be assumed or renamed stands in the table's `warnings`, why a column has its
 * kind in its `reason`. An empty cell and "NA", "N/A", "null", "NaN", "?" and the like are missing in any column; "None",
 * "-", "." and the like only among numbers, dates and truth values, because elsewhere they may be an answer. Blank lines
 * are skipped; a row wider than the header is accepted if its extra cells are empty.
 *
 * @throws TableError where the text is no table: empty, binary, without rows, ragged, or with a quote left open; names
 * row, line and remedy.
 * @throws SchemaError where a value does not fit the kind given for its column.
 * @throws OptionError where an option or the source cannot be used.
 */
export async function parseCsv(source: TextSource, options: ParseCsvOptions = {}): Promise<Table> {
	return (await import("../table/csv")).parseCsv(source, options);
}

/**
 * Reads a table from any of its formats, told from the content: CSV (as `parseCsv` reads it), JSON, JSON lines, Parquet,
 * Arrow IPC, Excel, and any of them in gzip or zip. The reader of each is loaded when it is needed. Options of CSV apply to
 * CSV; `kinds`, `missing`, `schema`, `signal` and `maxBytes` to all.
 *
 * @throws TableError where the content is no table; SchemaError where a value does not fit the kind given for its column;
 * OptionError where an option or the source cannot be used.
 */
export async function readTable(source: TableSource, options: ReadTableOptions = {}): Promise<Table> {
	return (await import("../table/read-table")).readTable(source, options);
}

/**
 * A table as a file: CSV as `formatCsv` writes it and with its options (default), JSON lines or Parquet. The writer of each
 * is loaded when it is needed.
 */
export async function formatTable(
	table: Table,
	format: TableFormat = "csv",
	options: FormatCsvOptions = {},
): Promise<Blob> {
	return (await import("../table/format-table")).formatTable(table, format, options);
}

/**
 * Tables of the same columns, one behind the other, as one file, piece by piece: the chunks of `sampleStream` become CSV,
 * JSON lines or Parquet (a row group a table) in constant memory. CSV and JSON lines are the same bytes whatever the
 * chunks. The writer of each format is loaded when it is needed.
 *
 * @throws OptionError for a format or an option that does not exist.
 */
export async function* formatTables(
	tables: AsyncIterable<Table> | Iterable<Table>,
	format: TableFormat = "csv",
	options: FormatTablesOptions = {},
): AsyncGenerator<string | Uint8Array, void> {
	yield* (await import("../table/format-table")).formatTables(tables, format, options);
}

/** Describes a table: each column's kind with its reason, what is missing, and the range or the most frequent values. */
export async function inferSchema(table: Table): Promise<Schema> {
	return (await import("../table/schema")).inferSchema(table);
}

/**
 * The table with other kinds for some columns; the others are shared, not copied.
 *
 * @throws SchemaError where the table has no such column, or a value does not fit: the first one and its row are named.
 */
export async function withKinds(table: Table, kinds: Readonly<Record<string, Kind>>): Promise<Table> {
	return (await import("../table/with-kinds")).withKinds(table, kinds);
}

/**
 * Holds out `share` (0 … 1) of the rows, drawn by `seed` without replacement; at least one row stays for training. Where
 * the table says whose each row is, whole subjects are held out: nobody is on both sides.
 *
 * @param maxTrainingRows Most rows to learn from: of more, about so many are chosen by the seed, and hold-out rows as their
 * share asks for. Default: all.
 * @throws OptionError where the share is not a number from 0 to 1, the seed neither number nor text, or the most no positive integer.
 */
export async function splitRows(
	table: Table,
	share: number,
	seed: number | string,
	maxTrainingRows?: number,
): Promise<RowSplit> {
	return (await import("../table/split-rows")).splitRowsPaced(table, share, seed, { maxTrainingRows });
}

/**
 * The groups a coarsening would make of a column, for showing before it is chosen: in the order of the groups' values for
 * numbers and dates, else the largest first.
 *
 * @throws OptionError where the table has no such column, or the treatment does not fit it.
 */
export async function coarsenPreview(table: Table, column: string, treatment: Coarsening): Promise<CoarsenedGroup[]> {
	return (await import("../deidentify/coarsen")).coarsenPreview(table, column, treatment);
}

/**
 * What cannot be learned from a table because too few subjects share it, before anything is learned: to be shown to the
 * person who decides. Takes a second for 50,000 rows of 30 columns.
 */
export async function protectionPreview(
	table: Table,
	options: ProtectionPreviewOptions = {},
): Promise<ProtectedColumn[]> {
	return (await import("../encode/protection-preview")).protectionPreview(table, options);
}

/**
 * Says of every column what it holds, whether that identifies people, why, and what happens to it unless `fit` is told
 * otherwise; whose rows the table's rows are; and which constraints hold between the columns. The table is copied once and stays usable.
 *
 * @throws WorkerError where the worker cannot start; what `detect` throws; an abort rejects with the signal's reason.
 */
export async function inspect(table: Table, options: InspectOptions = {}): Promise<TableInspection> {
	return (await import("./inspect")).inspect(table, options);
}

/**
 * Starts a worker that holds the generator `name`. Throws `OptionError` for a name, option or device that does
 * not exist, or for a promise of privacy it cannot keep, `WorkerError` where the worker cannot start.
 */
export async function createGenerator<Name extends string>(
	name: Name,
	options?: GeneratorOptions<Name>,
	worker: CreateOptions = {},
): Promise<GeneratorHandle> {
	return (await import("./client")).createGenerator(name, options, worker);
}

/** Starts a worker that holds the model in `bytes`, ready to sample. Throws `SavedModelError` for other bytes. */
export async function loadGenerator(bytes: Uint8Array, worker: WorkerOptions = {}): Promise<GeneratorHandle> {
	return (await import("./client")).loadGenerator(bytes, worker);
}

/**
 * Bytes of memory that a fit of the generator takes besides `table`, from the least to the most, and what a tab has: to be
 * shown before it begins. `fit` tells its `onProgress` the same, and refuses what does not fit in any case. The time that
 * it takes is known from its first steps on, as `secondsLeft`.
 *
 * @throws OptionError for a name that does not exist.
 */
export async function fitMemory(table: Table, generator: GeneratorName): Promise<FitMemory> {
	return (await import("./fit-memory")).fitMemory(table, generator);
}

/**
 * The fits of this tab with `keepHours` that a reload cut off, the latest first; `resumeGenerator` continues them. Those that
 * are too old, or that another version kept, are deleted.
 *
 * @throws SavedModelError where the browser does not give them back.
 */
export async function unfinishedFits(): Promise<UnfinishedFit[]> {
	return (await import("./resume")).unfinishedFits();
}

/**
 * Continues the fit of this very table that a reload cut off, by its generator with its options and its seed: its result is
 * that of the fit without the reload, on wasm to the last bit. Undefined where there is none; of several the latest. An abort
 * ends it for good.
 *
 * @param table the same rows again, for none was kept.
 * @returns a generator whose fit goes on; `fitted` settles as the fit does.
 * @throws what `createGenerator` throws; SavedModelError where the browser does not give back what it kept.
 */
export async function resumeGenerator(
	table: Table,
	options: ResumeOptions = {},
): Promise<ResumedGenerator | undefined> {
	return (await import("./resume")).resumeGenerator(table, options);
}

/** Deletes what `unfinishedFits` lists. */
export async function forgetUnfinishedFits(): Promise<void> {
	return (await import("./resume")).forgetUnfinishedFits();
}

/**
 * Tries generators on a part of a table and picks the one whose rows are the hardest to distinguish from held-out rows, with
 * the caller's subject, treatments and constraints; nobody has rows both among those learned and those held out. The figures
 * are those of the trial: on all rows, and with all the time it asks for, a generator does better.
 *
 * @throws OptionError where `candidates` is empty; what `createGenerator`, `fit`, `sample` and `compare` throw.
 */
export async function chooseGenerator(table: Table, options: ChooseOptions = {}): Promise<Choice> {
	return (await import("./choose-generator")).chooseGenerator(table, options);
}

/**
 * Compares a synthetic table with the real one, in a worker of its own that ends with the call. The tables are
 * copied once and stay usable. Options stand beside the tables, or after them.
 */
export async function compare(input: CompareInput & CompareOptions, options: CompareOptions = {}): Promise<Report> {
	return (await import("./client")).compare(input, options);
}

/**
 * Reads a table, looks at what it holds, trains on most of it, samples a synthetic table and compares the two, with the hold-out
 * rows as control; nobody has rows in both parts.
 * Progress passes through the phases of each in turn, before them those of the trials of "auto". Throws what `readTable`, `createGenerator`, `fit`, `sample` and
 * `compare` throw; an abort rejects with the signal's reason.
 */
export function synthesize<Name extends string = GeneratorName>(
	source: TableSource | Table,
	options: SynthesizeOptions<Name> & { readonly privacy: Privacy },
): Promise<PrivateSynthesis>;
export function synthesize<Name extends string = GeneratorName>(
	source: TableSource | Table,
	options?: SynthesizeOptions<Name> & { readonly privacy?: undefined },
): Promise<Synthesis>;
export async function synthesize<Name extends string = GeneratorName>(
	source: TableSource | Table,
	options: SynthesizeOptions<Name> = {},
): Promise<Synthesis | PrivateSynthesis> {
	return (await import("./synthesize")).synthesize(source, options as never);
}

/**
 * Makes a table from noisy counts that somebody else made under differential privacy, without any row: the graphical model
 * nearest to them is estimated in a worker, and rows are sampled from it. The promise is that of whoever made the counts.
 *
 * @param source An object, or JSON or CSV as text, file or stream; the format stands in `docs/noisy-marginals.md`.
 * @throws TableError for marginals that cannot be read or contradict their domains; OptionError for options that cannot be
 * used; an abort rejects with the signal's reason.
 */
export async function tableFromMarginals(
	source: NoisyMarginals | TextSource,
	options: MarginalOptions = {},
): Promise<MarginalSynthesis> {
	return (await import("./table-from-marginals")).tableFromMarginals(source, options);
}

/**
 * Tries to refute that `make` keeps a promise of differential privacy, with rows that are there or not. It can refute a
 * promise and never prove one: what it does not find another attack may.
 *
 * @param table A small one will do, and is quicker; it is the auditor's own and need not be secret.
 * @param make Called with a table, gives what would be published; each time with fresh noise and no seed.
 * @throws OptionError for options that cannot be used; what `make` throws; an abort rejects with the signal's reason.
 */
export async function auditPrivacy(table: Table, make: MakeTable, options: AuditOptions): Promise<PrivacyAudit> {
	return (await import("./audit-privacy")).auditPrivacy(table, make, options);
}

/** Starts the workers of a prior. Throws as `createGenerator` does. */
export async function createPrior<Name extends PriorName>(
	name: Name,
	options: Partial<PriorOptions<Name>> = {},
	worker: PriorWorkerOptions = {},
): Promise<PriorHandle> {
	return (await import("./prior-client")).createPrior(name, options, worker);
}

/**
 * One Parquet file of many tables: columns `table` (the task's index), the features and the target, a row group a
 * table; `onGroundTruth` receives each table's ground truth. Throws `OptionError` where a table has more features than
 * the file.
 */
export async function* toParquet(
	tasks: AsyncIterable<Task> | Iterable<Task>,
	options: ParquetExportOptions = {},
): AsyncGenerator<Uint8Array> {
	yield* (await import("../priors/export/parquet")).toParquet(tasks, options);
}

/** A zip with `INDEX.csv` and `INDEX.json`, its ground truth as JSON, for each table. */
export async function* toZip(tasks: AsyncIterable<Task> | Iterable<Task>): AsyncGenerator<Uint8Array> {
	yield* (await import("../priors/export/zip")).toZip(tasks);
}

/**
 * One CSV of many tables, in the columns of `toParquet`: `table` (the task's index), the features and the target;
 * categories as codes. The same bytes however the tables are split among files. Throws `OptionError` where a table has
 * more features than the file.
 */
export async function* toCsv(
	tasks: AsyncIterable<Task> | Iterable<Task>,
	options: CsvExportOptions = {},
): AsyncGenerator<string> {
	yield* (await import("../priors/export/lines")).toCsv(tasks, options);
}

/** JSON lines, one a table: its ground truth and, as `cells`, its columns by name. */
export async function* toJsonLines(tasks: AsyncIterable<Task> | Iterable<Task>): AsyncGenerator<string> {
	yield* (await import("../priors/export/lines")).toJsonLines(tasks);
}
