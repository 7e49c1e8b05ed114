import { OptionError } from "../errors";
import { checkAddress } from "./address";
import { afterFailure } from "./clean-up";
import { type Ask, connect } from "./connection";
import type { Portal, PortalDataset, PortalOptions } from "./portal";

interface Note {
	description: string;
	type: { id: string };
}

interface Metadata {
	title?: string;
	additional_descriptions?: Note[];
}

interface Draft {
	id: string;
	metadata?: Metadata;
	links: Record<string, string>;
}

interface Entry {
	key: string;
	status?: string;
	size?: number;
	links: { self: string; content: string; commit: string };
}

const said = (body: unknown): string => {
	const { message = "", errors = [] } = (body ?? {}) as {
		message?: string;
		errors?: { field?: string; messages?: string[] }[];
	};
	const fields = errors.map(({ field, messages = [] }) => `${field}: ${messages.join(", ")}`);
	return [message.replace(/\.$/, ""), ...fields].filter(Boolean).join("; ");
};

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** "Doe, Jane" as a person, any other name as an organization. */
function creator(name: string): object {
	const [family, given] = name.split(/,\s*/, 2);
	const person = { type: "personal", family_name: family, given_name: given };
	return { person_or_org: given ? person : { type: "organizational", name } };
}

/** InvenioRDM 12 and later, Zenodo among them, by its draft interface. Everything stays a draft; links are followed, not built. */
export function invenio({ url, hosts, token }: PortalOptions): Portal {
	const base = checkAddress(url, hosts);
	if (!token) {
		throw new OptionError("token is missing: InvenioRDM gives one in the settings under Applications.", {
			option: "token",
		});
	}
	const connection = connect({
		label: "InvenioRDM",
		base,
		hosts,
		headers: { Authorization: `Bearer ${token}` },
		secrets: [token],
		corsHint: "InvenioRDM's administrator allows a page by REST_ENABLE_CORS and CORS_ORIGINS.",
		said,
	});

	async function ask<Body>(where: string, options: Ask): Promise<Body> {
		return (await connection.ask(where, options)).body as Body;
	}

	const draft = (id: string, options: Ask) => ask<Draft>(`/api/records/${encodeURIComponent(id)}/draft`, options);
	const dataset = ({ id, metadata, links }: Draft): PortalDataset => ({
		id,
		title: metadata?.title || `Draft ${id}`,
		url: links.self_html ?? `${base.href.replace(/\/*$/, "")}/uploads/${id}`,
		public: false,
	});
	const mine = async (search: string, size: number, options: Ask) => {
		const q = search ? `is_published:false AND (${search})` : "is_published:false";
		const query = new URLSearchParams({ q, size: String(size), sort: "newest" });
		return ask<{ hits?: { hits: Draft[] } }>(`/api/user/records?${query}`, options);
	};

	/** Changes the notes of a draft's metadata and leaves all else as it is. */
	async function annotate(id: string, change: (notes: Note[]) => Note[], options: Ask): Promise<void> {
		const found = await draft(id, options);
		const before = found.metadata?.additional_descriptions ?? [];
		const json = { ...found, metadata: { ...found.metadata, additional_descriptions: change(before) } };
		await ask(found.links.self as string, { ...options, method: "PUT", json });
	}

	async function removeFile(id: string, key: string, options: Ask): Promise<void> {
		const { links } = await draft(id, options);
		const { entries } = await ask<{ entries: Entry[] }>(links.files as string, options);
		const entry = entries.find((one) => one.key === key);
		if (entry) await ask(entry.links.self, { ...options, method: "DELETE" });
	}

	return {
		name: "invenio",
		label: "InvenioRDM",
		host: connection.host,
		async describe({ signal } = {}) {
			const { hits } = await mine("", 1, { signal });
			if (!hits) throw connection.unexpected("not as InvenioRDM answers", 200);
			return { places: [] };
		},
		list: async (search = "", { signal } = {}) => ((await mine(search, 50, { signal })).hits?.hits ?? []).map(dataset),
		async create({ title, description = "", author }, { signal } = {}) {
			const json = {
				access: { record: "public", files: "public" },
				files: { enabled: true },
				metadata: {
					title,
					description: `<p>${escaped(description)}</p>`,
					resource_type: { id: "dataset" },
					publication_date: new Date().toISOString().slice(0, 10),
					subjects: [{ subject: "synthetic data" }],
					creators: author ? [creator(author)] : [],
				},
			};
			const made = await ask<Draft>("/api/records", { method: "POST", json, signal });
			if (!made.links?.self) throw connection.unexpected("it names no draft that was made", 201);
			return dataset(made);
		},
		async upload(to, { file, description, fields }, { signal, onProgress } = {}) {
			const key = file.name;
			const listed = Object.entries(fields).map(([field, value]) => `<li>${escaped(`${field}: ${value}`)}</li>`);
			const note = listed.length > 0 ? `<p>${escaped(description)}</p><ul>${listed.join("")}</ul>` : undefined;
			const { links } = await draft(to.id, { signal });
			// Were the key taken, this is refused: from here on what lies under it is ours. It is not stopped half-way, or
			// nobody would know of the key.
			const { entries } = await ask<{ entries: Entry[] }>(links.files as string, { method: "POST", json: [{ key }] });
			try {
				signal?.throwIfAborted();
				const entry = entries.find((one) => one.key === key);
				if (!entry) throw connection.unexpected(`it made no place for "${key}"`, 201);
				const { content, commit } = entry.links;
				await ask(content, { method: "PUT", body: file, type: "application/octet-stream", file, signal, onProgress });
				const done = await ask<Entry>(commit, { method: "POST", signal });
				if (done.size !== undefined && done.size !== file.size) {
					throw connection.unexpected(`${done.size} of ${file.size} bytes of "${key}" arrived`, 200);
				}
				if (note) {
					const added = { description: note, type: { id: "technical-info" } };
					await annotate(to.id, (notes) => [...notes, added], { signal });
				}
				return { dataset: to, id: key, name: key, ...(note && { note }) };
			} catch (error) {
				throw await afterFailure(error, connection.host, `"${key}" in "${to.title}"`, (patience) =>
					removeFile(to.id, key, { signal: patience }),
				);
			}
		},
		async remove(what, { signal } = {}) {
			if ("dataset" in what) {
				const { dataset: of, id, note } = what;
				await removeFile(of.id, id, { signal });
				if (note) await annotate(of.id, (notes) => notes.filter((one) => one.description !== note), { signal });
				return;
			}
			const { links } = await draft(what.id, { signal });
			await ask(links.self as string, { method: "DELETE", signal });
		},
	};
}
