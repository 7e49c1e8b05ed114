import { OptionError } from "../errors";
import { checkArgument } from "../options/check";
import { show } from "../options/choose";
import { VERSION } from "../page/version";
import type { Report } from "../report/report";
import type { FitSummary } from "../wire/api";

/** What is known of how a synthetic file was made; each part by itself may be missing. */
export interface Made {
	readonly file: File;
	readonly report?: Report | null | undefined;
	readonly summary?: FitSummary | null | undefined;
	/** The element's settings. */
	readonly settings?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface ProvenanceNote {
	/** A sentence for people. */
	readonly sentence: string;
	/** Plain fields, by name. */
	readonly fields: Readonly<Record<string, string>>;
	/** The same as JSON-LD in the words of schema.org and DCAT. */
	readonly file: File;
}

const hex = (bytes: ArrayBuffer) =>
	Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** How each column was treated, "born: made coarser: year; ward: learned". */
function treatmentsText({ report, summary, settings }: Made): string | undefined {
	const reported = report?.provenance?.treatments?.map(({ column, treatment }) => `${column}: ${treatment}`);
	if (reported?.length) return reported.join("; ");
	const words = { replaced: "replaced", dropped: "left out", coarsened: "made coarser", withheld: "withheld" };
	const noted = Object.entries(words).flatMap(([key, word]) => (summary?.[key] ? [`${word}: ${summary[key]}`] : []));
	if (noted.length) return noted.join("; ");
	const chosen = settings?.treatments;
	return chosen && typeof chosen === "object" ? JSON.stringify(chosen) : undefined;
}

/** Provenance of a synthetic file for a portal's metadata: says that it is synthetic and by what, and its digest. */
export async function provenanceNote(made: Made): Promise<ProvenanceNote> {
	checkArgument("made", made, { type: "object" });
	const { file, report, summary, settings } = made;
	if (!(file instanceof File)) throw new OptionError(`file is ${show(file)}; it must be a File.`, { option: "file" });
	const known = report?.provenance;
	const text = (value: unknown) => (value === undefined || value === null ? undefined : String(value));
	const version = known?.version ?? VERSION;
	// Browsers give it to secure pages alone.
	if (!globalThis.crypto.subtle) {
		throw new OptionError(
			"The note's digest of the file cannot be computed on a page that is not served by https: serve the page by https, or open it from localhost.",
			{ option: "file" },
		);
	}
	const sha256 = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
	const given: Record<string, string | undefined> = {
		synthetic: "true",
		generator: known?.generator ?? text(settings?.generator),
		seed: text(known?.seed ?? summary?.seed ?? settings?.seed),
		made_with: `Standin ${version}`,
		made_on: known?.date ?? new Date().toISOString(),
		treatments: treatmentsText(made),
		sha256,
	};
	const fields = Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]));
	const sentence = `Synthetic table: no row is a real record. It was sampled from a model learned from a table that is not part of this dataset. ${
		report
			? "The report beside it says how faithful it is and what it may disclose."
			: "No report on its privacy was made."
	}`;
	const stem = file.name.replace(/\.[^.]*$/, "");
	const note = {
		"@context": {
			"@vocab": "https://schema.org/",
			dcat: "http://www.w3.org/ns/dcat#",
			dct: "http://purl.org/dc/terms/",
			prov: "http://www.w3.org/ns/prov#",
		},
		"@type": ["Dataset", "dcat:Dataset"],
		name: file.name,
		description: sentence,
		keywords: ["synthetic data"],
		dateCreated: fields.made_on,
		"dct:type": "synthetic",
		distribution: {
			"@type": ["DataDownload", "dcat:Distribution"],
			name: file.name,
			encodingFormat: file.type || "text/csv",
			contentSize: `${file.size} B`,
			sha256,
			"dcat:byteSize": file.size,
		},
		"prov:wasGeneratedBy": {
			"@type": ["CreateAction", "prov:Activity"],
			instrument: { "@type": "SoftwareApplication", name: "Standin", softwareVersion: version },
			endTime: fields.made_on,
		},
		variableMeasured: known?.treatments?.map(({ column, treatment }) => ({
			"@type": "PropertyValue",
			name: column,
			description: treatment,
		})),
		additionalProperty: Object.entries(fields).map(([name, value]) => ({ "@type": "PropertyValue", name, value })),
	};
	const json = new File([`${JSON.stringify(note, null, 2)}\n`], `${stem}.provenance.jsonld`, {
		type: "application/ld+json",
	});
	return { sentence, fields, file: json };
}
