/** What a report says of where its synthetic table came from, for a file of evidence. Plain data. */
export interface Provenance {
	/** Name of the real table: its file's. */
	readonly table?: string;
	/** When it was made, as ISO text. */
	readonly date?: string;
	readonly seed?: number | string;
	/** The generator's name, and its options where they differ from the defaults. */
	readonly generator?: string;
	/** Version of the library. */
	readonly version?: string;
	/** What computed, and why. */
	readonly device?: string;
	/** What happened to each column: "replaced", "made coarser: year", "learned", "kept as it is, confirmed", "withheld". */
	readonly treatments?: readonly { readonly column: string; readonly treatment: string }[];
	/** Whatever else the caller wants on file, by name. */
	readonly notes?: Readonly<Record<string, string>>;
}
