/** Offers content as a file; the browser asks or saves as it is set to. */
export function download(content: Blob, name: string): void {
	const url = URL.createObjectURL(content);
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
