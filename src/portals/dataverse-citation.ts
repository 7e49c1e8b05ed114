import type { NewDataset } from "./portal";

const primitive = (typeName: string, value: string) => ({
	typeName,
	typeClass: "primitive",
	multiple: false,
	value,
});

const compound = (typeName: string, ...parts: ReturnType<typeof primitive>[]) => ({
	typeName,
	typeClass: "compound",
	multiple: true,
	value: [Object.fromEntries(parts.map((part) => [part.typeName, part]))],
});

/** The citation block that Dataverse asks of a new dataset: title, author, contact, description, subject. */
export function citation({ title, description = "", author = "", email = "", subject = "Other" }: NewDataset): object {
	const fields = [
		primitive("title", title),
		compound("author", primitive("authorName", author)),
		compound("datasetContact", primitive("datasetContactEmail", email)),
		compound("dsDescription", primitive("dsDescriptionValue", description || title)),
		{ typeName: "subject", typeClass: "controlledVocabulary", multiple: true, value: [subject] },
		compound("keyword", primitive("keywordValue", "synthetic data")),
	];
	return { datasetVersion: { metadataBlocks: { citation: { displayName: "Citation Metadata", fields } } } };
}
