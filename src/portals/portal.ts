/** What every portal can do for a page: five verbs, the same for CKAN, Dataverse and InvenioRDM. */

export type PortalName = "ckan" | "dataverse" | "invenio";

/** How far an upload has come. */
export interface PortalProgress {
	/** Name of the file on its way. */
	readonly file: string;
	/** Bytes that have left this device. */
	readonly sent: number;
	/** Bytes of the whole file. */
	readonly total: number;
}

export interface PortalCall {
	/** Stops the call; it rejects with the signal's reason. */
	signal?: AbortSignal | undefined;
	/** Called while a file is sent, at most ten times a second and once at its end. */
	onProgress?: ((progress: PortalProgress) => void) | undefined;
}

/** A place in a portal where datasets are created: CKAN's organization, Dataverse's collection. */
export interface PortalPlace {
	readonly id: string;
	readonly title: string;
}

export interface PortalDescription {
	/** Whom the token belongs to, as far as the portal says. */
	readonly account?: string;
	/** Where the account may create datasets; empty where a portal has no such places. */
	readonly places: readonly PortalPlace[];
}

export interface PortalDataset {
	readonly id: string;
	readonly title: string;
	/** Its page, for people. */
	readonly url: string;
	/** Whether what is added to it can be seen by everyone at once. */
	readonly public: boolean;
}

/** A dataset to create. It is never published: private in CKAN, a draft elsewhere. */
export interface NewDataset {
	title: string;
	/** Plain text. Default: that the table is synthetic and how it was made. */
	description?: string;
	/** Id of a place of `describe`. CKAN's and Dataverse's datasets need one. */
	place?: string;
	/** Who answers for the dataset, "Family, Given". Dataverse needs one, InvenioRDM before publication. */
	author?: string;
	/** Whom to ask about it. Dataverse needs one and shows it to nobody. */
	email?: string;
	/** Dataverse's subject. Default "Other". */
	subject?: string;
}

/** A file to upload, and what the portal's metadata say of it. */
export interface PortalFile {
	readonly file: File;
	/** Plain text. */
	readonly description: string;
	/** Provenance as plain fields, by name; empty for files that only accompany the table. */
	readonly fields: Readonly<Record<string, string>>;
}

export interface PortalUpload {
	readonly dataset: PortalDataset;
	readonly id: string;
	readonly name: string;
	/** What the portal remarked, e.g. that it holds the same content already. */
	readonly warning?: string;
	/** Text added to the dataset's metadata with the file, which goes with it when it is removed. */
	readonly note?: string;
}

/**
 * A portal, spoken to with one token. Nothing is requested before a verb is called. The token stays in memory and goes
 * to the allowed hosts alone. Every refusal is a `PortalError` that names the host, the status and the remedy.
 */
export interface Portal {
	readonly name: PortalName;
	/** What people call it, e.g. "CKAN". */
	readonly label: string;
	/** Host and port, e.g. `"data.example.org"`. */
	readonly host: string;
	/** Checks the token: whose it is and where it may create datasets. */
	describe(call?: PortalCall): Promise<PortalDescription>;
	/** Datasets that files can be added to, the newest first, at most 50; `search` narrows them. */
	list(search?: string, call?: PortalCall): Promise<readonly PortalDataset[]>;
	/** Creates a dataset that only its owners see. */
	create(dataset: NewDataset, call?: PortalCall): Promise<PortalDataset>;
	/** Adds one file. Whatever goes wrong, what is there of it is removed before the promise rejects. */
	upload(dataset: PortalDataset, file: PortalFile, call?: PortalCall): Promise<PortalUpload>;
	/** Removes a file that `upload` added, or a dataset that `create` made. */
	remove(what: PortalDataset | PortalUpload, call?: PortalCall): Promise<void>;
}

export interface PortalOptions {
	/** Address of the portal, e.g. `"https://data.example.org"`; https, but for this machine itself. */
	url: string | URL;
	/**
	 * The hosts that may be spoken to, as `"data.example.org"` or `"data.example.org:8443"`. The address must be one of
	 * them, and so must every link that the portal gives.
	 */
	hosts: readonly string[];
	/** The person's API token. It is kept in memory and nowhere else. */
	token?: string;
	/**
	 * CKAN, in its own pages: the token of the page's CSRF meta element. The session's cookie then signs in and no API
	 * token is needed.
	 */
	csrfToken?: string;
	/** CKAN: name of the header for the token, where the site changed it. Default `"Authorization"`. */
	tokenHeader?: string;
}
