/** Standin's functions and types; what each does stands where it is declared. */
export type { FitSummary } from "./api";
export * from "./causal";
export { type Choice, type ChooseOptions, chooseGenerator, type Trial } from "./choose-generator";
export { type CompareOptions, compare, createGenerator, type GeneratorOptions, loadGenerator } from "./client";
export * from "./errors";
export type { GeneratorMeta, Given } from "./generators/generator";
export { type GeneratorName, generatorMetas } from "./generators/metas";
export type {
	CallOptions,
	FitOptions,
	GeneratorHandle,
	SampleOptions,
	StreamOptions,
	WorkerOptions,
} from "./handle";
export { createPrior, type PriorHandle, type PriorSampleOptions, type PriorWorkerOptions } from "./prior-client";
export { toParquet, toZip } from "./prior-export";
export type { ParquetExportOptions } from "./priors/export/parquet";
export { formatTruth } from "./priors/export/truth";
export { type PriorName, type PriorOptions, priorMetas } from "./priors/metas";
export type { PriorMeta, Task, TaskGraph } from "./priors/prior";
export type { CompareInput } from "./report/compare";
export type { Report } from "./report/report";
export type { Device, Progress } from "./run";
export { type Synthesis, type SynthesizeOptions, synthesize } from "./synthesize";
export { type CsvProgress, type ParseCsvOptions, parseCsv } from "./table/csv";
export { type FormatCsvOptions, formatCsv, formatCsvChunks } from "./table/format-csv";
export type { TextSource } from "./table/read-text";
export { type ColumnSchema, inferSchema, type Schema, withKinds } from "./table/schema";
export { type RowSplit, splitRows } from "./table/split-rows";
export {
	type Column,
	isNumeric,
	type Kind,
	type LevelColumn,
	type NumericColumn,
	type Table,
	takeRows,
} from "./table/table";
