/** Offers bytes or text as a file; the browser asks or saves as it is set to. */
export function download(content: string | Uint8Array<ArrayBuffer> | Blob, name: string, type: string): void {
	const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
	const link = document.createElement("a");
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** "visits.csv" as "visits-standin.csv". */
export function standinName(source: string, extension: string): string {
	const stem =
		source
			.replace(/\.(csv|tsv|txt|standin)$/i, "")
			.replaceAll(/[\\/:*?"<>|]+/g, "-")
			.trim() || "table";
	return `${stem}-standin.${extension}`;
}
