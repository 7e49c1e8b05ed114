import { unzipSync } from "fflate";
import { OptionError, TableError } from "../../errors";

/** The one table in a zip archive, or the one that is named; `undefined` where the archive is an Excel workbook. */
export function tableInZip(
	bytes: Uint8Array,
	entry: string | undefined,
	maxBytes: number,
): { readonly name: string; readonly bytes: Uint8Array } | undefined {
	const sizes = new Map<string, number>();
	try {
		unzipSync(bytes, {
			filter: ({ name, originalSize }) => {
				if (!name.endsWith("/") && !/(^|\/)(__MACOSX|\.)/.test(name)) sizes.set(name, originalSize);
				return false;
			},
		});
	} catch (cause) {
		throw damaged(cause);
	}
	if (sizes.has("xl/workbook.xml")) return undefined;
	const names = [...sizes.keys()];
	const tables = names.filter((name) =>
		/\.(csv|tsv|tab|txt|json|jsonl|ndjson|parquet|arrow|feather|xlsx|gz)$/i.test(name),
	);
	const found = entry === undefined ? (tables.length > 0 ? tables : names) : names.filter((name) => name === entry);
	const listed = (which: readonly string[]) =>
		which
			.slice(0, 10)
			.map((name) => `"${name}"`)
			.join(", ");
	if (found.length === 0) {
		if (entry === undefined) throw new TableError("The zip archive holds no file that can be read as a table.", {});
		throw new OptionError(`The zip archive has no "${entry}"; it has ${listed(names)}.`, {
			option: "entry",
			value: entry,
		});
	}
	if (found.length > 1) {
		throw new OptionError(
			`The zip archive has ${found.length} files (${listed(found)}); name one with the "entry" option.`,
			{ option: "entry", entries: found },
		);
	}
	const name = found[0]!;
	if (sizes.get(name)! > maxBytes) {
		throw new TableError(
			`"${name}" is longer than ${maxBytes} bytes unpacked. Allow more with the "maxBytes" option.`,
			{
				maxBytes,
			},
		);
	}
	try {
		return { name, bytes: unzipSync(bytes, { filter: (file) => file.name === name })[name]! };
	} catch (cause) {
		throw damaged(cause);
	}
}

const damaged = (cause: unknown) =>
	new TableError(
		"The zip archive (an Excel workbook is one) is damaged or incomplete. Pack or save it again.",
		{},
		cause,
	);
