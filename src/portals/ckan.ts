import { OptionError, PortalError } from "../errors";
import { checkAddress } from "./address";
import { afterFailure, removeStrays, watched } from "./clean-up";
import { type Ask, connect } from "./connection";
import type { Portal, PortalDataset, PortalOptions, PortalPlace } from "./portal";
import { refused } from "./refusal";

interface Resource {
	id: string;
	name?: string;
	sha256?: string;
}

interface Package {
	id: string;
	name: string;
	title?: string;
	private?: boolean;
	state?: string;
	resources?: Resource[];
}

/** CKAN's words: a sentence, or lists of them by field. */
function said(body: unknown): string {
	const error = (body as { error?: unknown } | null)?.error;
	if (typeof body === "string") return body;
	if (typeof error !== "object" || error === null) return String(error ?? "");
	return Object.entries(error)
		.filter(([field]) => field !== "__type")
		.map(([field, words]) => (field === "message" ? String(words) : `${field}: ${[words].flat().join(", ")}`))
		.join("; ");
}

/** A name as CKAN takes it, unlike that of any dataset there, deleted ones included. */
function nameOf(title: string): string {
	const stem = title
		.normalize("NFKD")
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, "-")
		.replaceAll(/^-|-$/g, "");
	const random = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0"));
	return `${stem.slice(0, 80) || "synthetic"}-${random.join("")}`;
}

/**
 * CKAN 2.10 and later, by its action interface (doc/api/index.rst). A dataset made here is private; a deleted one stays
 * in CKAN's trash until an administrator empties it.
 */
export function ckan({ url, hosts, token, csrfToken, tokenHeader = "Authorization" }: PortalOptions): Portal {
	const base = checkAddress(url, hosts);
	if (!token === !csrfToken) {
		throw new OptionError("CKAN needs either token, the person's API token, or csrfToken, in its own pages.", {
			option: "token",
		});
	}
	if (csrfToken && base.origin !== globalThis.location?.origin) {
		throw new OptionError(`csrfToken serves the pages of ${base.host} alone; elsewhere give token.`, {
			option: "csrfToken",
		});
	}
	const connection = connect({
		label: "CKAN",
		base,
		hosts,
		headers: token ? { [tokenHeader]: token } : { "X-CSRFToken": csrfToken as string },
		secrets: [token ?? (csrfToken as string)],
		corsHint: "CKAN's administrator allows a page by ckan.cors.origin_whitelist.",
		said,
	});

	async function act<Result>(name: string, ask: Ask): Promise<Result> {
		const { body, status } = await connection.ask(`/api/3/action/${name}`, { method: "POST", ...ask });
		const envelope = body as { success?: boolean; result?: Result };
		if (envelope?.success !== true) throw connection.unexpected(`not as CKAN answers ${name}`, status);
		return envelope.result as Result;
	}

	const dataset = ({ id, name, title, private: hidden, state }: Package): PortalDataset => ({
		id,
		title: title || name,
		url: `${base.href.replace(/\/*$/, "")}/dataset/${name}`,
		public: !hidden && state !== "draft",
	});

	const organizations = async (ask: Ask): Promise<PortalPlace[]> => {
		const json = { permission: "create_dataset" };
		const all = await act<{ id: string; title?: string; name: string }[]>("organization_list_for_user", {
			...ask,
			json,
		});
		return all.map(({ id, title, name }) => ({ id, title: title || name }));
	};

	/** To CKAN an unknown token is a visitor's: it says so nowhere, but knows no account. */
	const account = async (ask: Ask): Promise<string> => {
		try {
			const { fullname, name } = await act<{ fullname?: string; name: string }>("user_show", { ...ask, json: {} });
			return fullname || name;
		} catch (error) {
			if (!(error instanceof PortalError) || error.details.reason !== "not-found") throw error;
			throw refused({ host: connection.host, status: 404, said: "no account", reason: "token" });
		}
	};

	const resources = async (id: string, ask: Ask) =>
		(await act<Package>("package_show", { ...ask, json: { id } })).resources ?? [];

	return {
		name: "ckan",
		label: "CKAN",
		host: connection.host,
		describe: async ({ signal } = {}) => ({
			account: await account({ signal }),
			places: await organizations({ signal }),
		}),
		async list(search = "", { signal } = {}) {
			const own = await organizations({ signal });
			if (own.length === 0) {
				await account({ signal });
				return [];
			}
			const json = {
				q: search || "*:*",
				fq: `owner_org:(${own.map(({ id }) => `"${id}"`).join(" OR ")})`,
				include_private: true,
				include_drafts: true,
				rows: 50,
				sort: "metadata_modified desc",
			};
			const { results } = await act<{ results: Package[] }>("package_search", { signal, json });
			return results.map(dataset);
		},
		async create({ title, description = "", place, author, email }, { signal } = {}) {
			if (!place) {
				throw new OptionError(
					"place is missing: a private dataset of CKAN belongs to an organization; describe() lists yours.",
					{
						option: "place",
					},
				);
			}
			const json = {
				name: nameOf(title),
				title,
				notes: description,
				owner_org: place,
				private: true,
				tags: [{ name: "synthetic data" }],
				...(author && { author }),
				...(email && { author_email: email }),
			};
			return dataset(await act<Package>("package_create", { signal, json }));
		},
		async upload(to, { file, description, fields }, call = {}) {
			const way = watched(call);
			const before = new Set((await resources(to.id, { signal: call.signal })).map(({ id }) => id));
			const body = new FormData();
			const format = file.name.split(".").at(-1)?.toUpperCase() ?? "";
			const mimetype = file.type || "application/octet-stream";
			const plain = { package_id: to.id, name: file.name, description, format, mimetype, ...fields };
			for (const [field, value] of Object.entries(plain)) body.append(field, value);
			body.append("upload", file, file.name);
			/** Removes all that this call added but what lies under `keep`. */
			const tidy = (keep: string | undefined, unanswered: boolean, signal: AbortSignal | undefined) =>
				removeStrays(
					unanswered,
					async () =>
						(await resources(to.id, { signal })).filter(
							({ id, name, sha256 }) =>
								id !== keep && !before.has(id) && name === file.name && sha256 === fields.sha256,
						),
					({ id }) => act("resource_delete", { json: { id }, signal }),
				);
			try {
				const { id } = await act<Resource>("resource_create", { ...way, body, file });
				await tidy(id, false, call.signal);
				return { dataset: to, id, name: file.name };
			} catch (error) {
				const what = `"${file.name}" in "${to.title}"`;
				throw await afterFailure(error, connection.host, what, (signal) =>
					tidy(undefined, way.unanswered(error), signal),
				);
			}
		},
		async remove(what, { signal } = {}) {
			await act("dataset" in what ? "resource_delete" : "package_delete", { json: { id: what.id }, signal });
		},
	};
}
