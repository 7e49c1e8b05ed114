/**
 * What a file field says that takes tables, for its attribute `accept`: the endings and types of the files that the
 * element reads, in gzip and zip too. It reads by content: a field may leave it out.
 */
export const acceptedFiles: string = [
	...[".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".arrow", ".feather", ".xlsx", ".gz", ".zip"],
	...["text/csv", "text/tab-separated-values", "text/plain", "application/json"],
].join(",");
