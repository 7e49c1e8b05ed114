import { OptionError, PortalError } from "../errors";
import { checkArgument, checkOptions } from "../options/check";
import type { AcceptedOptions } from "../options/option";
import { afterFailure } from "./clean-up";
import type { NewDataset, Portal, PortalCall, PortalDataset, PortalUpload } from "./portal";
import { type Made, provenanceNote } from "./provenance-note";

/** A synthetic file as `<stand-in>` hands it on, or as a page made it itself. */
export interface HandOver extends Made {
	/** The report as a page of its own; made of `report` where it is missing. */
	readonly reportFile?: File | null | undefined;
}

export interface DepositOptions extends PortalCall {
	/** A dataset of `list`, or one to create. */
	into: PortalDataset | NewDataset;
	/** Confirms that the file may go into a dataset that everyone sees. Default false. */
	public?: boolean;
}

const OPTIONS: AcceptedOptions<DepositOptions> = {
	into: { type: "object" },
	public: { type: "boolean" },
	signal: { type: "signal" },
	onProgress: { type: "function" },
};

export interface Deposit {
	readonly dataset: PortalDataset;
	/** Whether the dataset was created for it. */
	readonly created: boolean;
	/** The table first, then what accompanies it. */
	readonly files: readonly PortalUpload[];
	/** Takes all of it back: the files, and the dataset if it was created for them. */
	remove(call?: PortalCall): Promise<void>;
}

async function reportOf({ file, report, reportFile }: HandOver): Promise<File | undefined> {
	if (reportFile || !report) return reportFile ?? undefined;
	const { formatHtml } = await import("../report/format/html");
	return new File([formatHtml(report)], `${file.name.replace(/\.[^.]*$/, "")}.report.html`, { type: "text/html" });
}

/**
 * Hands a synthetic file to a portal: into a dataset, with its report and a note of its provenance beside it. Nothing is
 * published. Where a step fails or is cancelled, everything sent before is removed; the error names what could not be.
 * Rejects with `OptionError`, `PortalError` or, when cancelled, the signal's reason.
 */
export async function deposit(portal: Portal, handOver: HandOver, options: DepositOptions): Promise<Deposit> {
	checkArgument("handOver", handOver, { type: "object" });
	checkArgument("options", options, { type: "object" });
	checkOptions("deposit", options, OPTIONS);
	const { into, signal, onProgress } = options;
	const { file } = handOver;
	if (!(file instanceof File)) {
		throw new OptionError("file is missing: hand over the synthetic file, e.g. event.detail of standin-hand-on.", {
			option: "file",
		});
	}
	if (!into?.title) {
		throw new OptionError('into is missing: a dataset of list(), or { title: "…" } for a new one.', { option: "into" });
	}
	const chosen = "id" in into ? into : undefined;
	if (chosen?.public && options.public !== true) {
		throw new PortalError(
			`"${chosen.title}" at ${portal.host} is public: everyone would see the file at once. Nothing was sent. Choose a private dataset, or confirm it with public: true.`,
			{ host: portal.host, status: null, reason: "public" },
		);
	}
	const note = await provenanceNote(handOver);
	const report = await reportOf(handOver);
	const all = [
		{ file, description: note.sentence, fields: note.fields },
		...(report ? [{ file: report, description: `Report on ${file.name}`, fields: {} }] : []),
		{ file: note.file, description: `Provenance of ${file.name}`, fields: {} },
	];
	const files: PortalUpload[] = [];
	signal?.throwIfAborted();
	// Creating is not stopped half-way, or nobody would know what to remove.
	const dataset = chosen ?? (await portal.create({ description: note.sentence, ...into }));
	/** A dataset made for the files takes them along. */
	const remove = async (call: PortalCall = {}) => {
		for (const one of chosen ? files.toReversed() : [dataset]) await portal.remove(one, call);
	};
	try {
		signal?.throwIfAborted();
		for (const one of all) files.push(await portal.upload(dataset, one, { signal, onProgress }));
		signal?.throwIfAborted();
	} catch (error) {
		const what = chosen ? `the files of "${file.name}" in "${dataset.title}"` : `the dataset "${dataset.title}"`;
		// What an upload could not remove of itself goes with the dataset that was made for it.
		const first = !chosen && error instanceof PortalError && error.details.leftover ? (error.cause ?? error) : error;
		throw await afterFailure(first, portal.host, what, (patience) => remove({ signal: patience }));
	}
	return { dataset, created: !chosen, files, remove };
}
