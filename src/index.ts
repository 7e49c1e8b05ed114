/** Standin's functions and types; what each does stands where it is declared. */

export type { Constraint } from "./constraints/constraint";
export type { Enhance } from "./constraints/enhance/stage";
export type { Fair } from "./constraints/fair/fair";
export type { GroupColumn } from "./constraints/fair/groups";
export type { Found } from "./constraints/found";
export type { Rebalance } from "./constraints/rebalance";
export type { Scenario, ScenarioTarget } from "./constraints/scenario-targets";
export type { CoarsenedGroup } from "./deidentify/coarsen";
export type {
	Coarsening,
	Detect,
	Finding,
	Identifies,
	Inspection,
	Keeping,
	Span,
	SubjectFinding,
	Treatment,
	What,
} from "./deidentify/finding";
export type { PromiseRecord } from "./dp/budget";
export type { MarginalDomain, NoisyMarginal, NoisyMarginals } from "./dp/noisy-marginals";
export type { Domain, Privacy } from "./dp/promise";
export type { ProtectedColumn, ProtectionPreviewOptions } from "./encode/protection-preview";
export {
	BackendError,
	CausalModelError,
	ConstraintError,
	DivergedError,
	OptionError,
	SavedModelError,
	SchemaError,
	StandinError,
	type StandinErrorClass,
	StoppedError,
	TableError,
	WorkerError,
} from "./errors";
export type { GeneratorMeta, Given } from "./generators/generator";
export { type GeneratorName, generatorMetas } from "./generators/metas";
export type { Accepts, Option, Options, Values } from "./options/option";
export { optionText, readOption } from "./options/read-option";
export type { AuditOptions, MakeTable, PrivacyAudit } from "./page/audit-privacy";
export type {
	AugmentOptions,
	CallOptions,
	FitOptions,
	LearnOptions,
	SampleOptions,
	StreamOptions,
	WorkerOptions,
} from "./page/call-options";
export type { Choice, ChooseOptions, Trial, TrialOptions } from "./page/choose-generator";
export type { CompareOptions, CreateOptions, GeneratorOptions } from "./page/client";
export type { FitMemory } from "./page/fit-memory";
export type { GeneratorHandle } from "./page/handle";
export type { InspectOptions } from "./page/inspect";
export {
	auditPrivacy,
	chooseGenerator,
	coarsenPreview,
	compare,
	createGenerator,
	createPrior,
	fitMemory,
	forgetUnfinishedFits,
	formatTable,
	formatTables,
	inferSchema,
	inspect,
	loadGenerator,
	parseCsv,
	protectionPreview,
	readTable,
	resumeGenerator,
	splitRows,
	synthesize,
	tableFromMarginals,
	toCsv,
	toJsonLines,
	toParquet,
	toZip,
	unfinishedFits,
	withKinds,
} from "./page/on-demand";
export type { PriorHandle, PriorSampleOptions, PriorWorkerOptions } from "./page/prior-client";
export type { ResumedGenerator, ResumeOptions, UnfinishedFit } from "./page/resume";
export type { PrivateSynthesis, Synthesis, SynthesizeOptions } from "./page/synthesize";
export type { MarginalOptions, MarginalSynthesis } from "./page/table-from-marginals";
export { formatGroundTruth } from "./priors/export/ground-truth";
export type { CsvExportOptions } from "./priors/export/lines";
export type { ParquetExportOptions } from "./priors/export/parquet";
export { type PriorName, type PriorOptions, priorMetas } from "./priors/metas";
export type { PriorMeta, Task, TaskGraph } from "./priors/prior";
export type { CheckItem, Verdict } from "./report/checklist/check-item";
export type { CompareInput } from "./report/compare";
export type { PromiseReport } from "./report/promise-report";
export type { Provenance } from "./report/provenance";
export type { Report } from "./report/report";
export { cellText } from "./table/cell-text";
export type { CsvProgress, ParseCsvOptions } from "./table/csv";
export { type FormatCsvOptions, formatCsv, formatCsvChunks, formulasIn } from "./table/format-csv";
export type { FormatTablesOptions, TableFormat } from "./table/format-table";
export type { ReadTableOptions, TableSource } from "./table/read-table";
export type { TextSource } from "./table/read-text";
export type { ColumnSchema, Schema } from "./table/schema";
export type { RowSplit } from "./table/split-rows";
export {
	type Column,
	isNumeric,
	type Kind,
	type LevelColumn,
	type NumericColumn,
	type Table,
	takeRows,
} from "./table/table";
export type { FitFigures, FitSummary, TableInspection } from "./wire/api";
export type { Device, Progress } from "./worker/run";
