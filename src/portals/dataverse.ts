import { OptionError } from "../errors";
import { checkAddress } from "./address";
import { afterFailure, removeStrays, watched } from "./clean-up";
import { type Ask, connect } from "./connection";
import { citation } from "./dataverse-citation";
import type { Portal, PortalDataset, PortalOptions } from "./portal";

interface DataFile {
	description?: string;
	dataFile: { id: number; filename: string; filesize?: number };
}

interface Found {
	name: string;
	global_id: string;
	identifier?: string;
}

const said = (body: unknown): string => {
	const message = (body as { message?: unknown } | null)?.message;
	if (typeof message === "object" && message !== null) return String((message as { message?: unknown }).message ?? "");
	return String(message ?? "");
};

/**
 * Dataverse 6, by its native interface (native-api.rst). Files go into a draft version, which nobody but the dataset's
 * editors sees until it is published. They are stored as they are: no tabular ingest, which would rewrite them.
 */
export function dataverse({ url, hosts, token }: PortalOptions): Portal {
	const base = checkAddress(url, hosts);
	if (!token) {
		throw new OptionError("token is missing: Dataverse gives one under your name, API Token.", { option: "token" });
	}
	const connection = connect({
		label: "Dataverse",
		base,
		hosts,
		headers: { "X-Dataverse-key": token },
		secrets: [token],
		corsHint: "Dataverse's administrator allows a page by dataverse.cors.origin.",
		said,
	});

	/** What stands under `data` in an answer. */
	async function ask<Data>(path: string, options: Ask): Promise<{ data: Data; warning: string }> {
		const { body, status } = await connection.ask(`/api${path}`, options);
		const answer = body as { status?: string; data?: Data } | null;
		if (answer?.status !== "OK") throw connection.unexpected("not as Dataverse answers", status);
		return { data: answer.data as Data, warning: said(body) };
	}

	const dataset = (id: string, title: string): PortalDataset => ({
		id,
		title,
		url: `${base.href.replace(/\/*$/, "")}/dataset.xhtml?persistentId=${encodeURIComponent(id)}`,
		public: false,
	});

	const by = (id: string) => `?persistentId=${encodeURIComponent(id)}`;
	const find = async (type: "dataset" | "dataverse", search: string, options: Ask) => {
		const query = new URLSearchParams({ q: search || "*", type, per_page: "50", sort: "date", order: "desc" });
		return (await ask<{ items: Found[] }>(`/search?${query}`, options)).data.items;
	};
	const files = async (id: string, options: Ask) =>
		(await ask<DataFile[]>(`/datasets/:persistentId/versions/:latest/files${by(id)}`, options)).data;

	return {
		name: "dataverse",
		label: "Dataverse",
		host: connection.host,
		async describe({ signal } = {}) {
			const { data } = await ask<{ displayName?: string; identifier?: string }>("/users/:me", { signal });
			const places = await find("dataverse", "", { signal });
			const account = data.displayName ?? data.identifier;
			return {
				...(account && { account }),
				places: places.map(({ name, identifier = "" }) => ({ id: identifier, title: name })),
			};
		},
		list: async (search = "", { signal } = {}) =>
			(await find("dataset", search, { signal })).map(({ global_id, name }) => dataset(global_id, name)),
		async create(wanted, { signal } = {}) {
			const { place, author, email } = wanted;
			for (const [option, value] of Object.entries({ place, author, email })) {
				if (!value) {
					throw new OptionError(
						`${option} is missing: a dataset of Dataverse needs a collection (place), an author and an email.`,
						{
							option,
						},
					);
				}
			}
			const path = `/dataverses/${encodeURIComponent(place as string)}/datasets`;
			const { data } = await ask<{ persistentId: string }>(path, { method: "POST", json: citation(wanted), signal });
			return dataset(data.persistentId, wanted.title);
		},
		async upload(to, { file, description, fields }, call = {}) {
			const way = watched(call);
			const before = new Set((await files(to.id, { signal: call.signal })).map(({ dataFile }) => dataFile.id));
			const listed = Object.entries(fields).map(([field, value]) => `${field}: ${value}`);
			const text = [description, ...listed].join("\n");
			const categories = listed.length > 0 ? ["Data", "Synthetic"] : ["Documentation"];
			const body = new FormData();
			body.append("jsonData", JSON.stringify({ description: text, categories, restrict: "false", tabIngest: "false" }));
			body.append("file", file, file.name);
			/** Removes all that this call added but what lies under `keep`. */
			const tidy = (keep: number | undefined, unanswered: boolean, signal: AbortSignal | undefined) =>
				removeStrays(
					unanswered,
					async () =>
						(await files(to.id, { signal })).filter(
							({ description: found, dataFile: { id } }) => id !== keep && !before.has(id) && found === text,
						),
					({ dataFile }) => ask(`/files/${dataFile.id}`, { method: "DELETE", signal }),
				);
			try {
				const options: Ask = { ...way, method: "POST", body, file };
				const { data, warning } = await ask<{ files: DataFile[] }>(`/datasets/:persistentId/add${by(to.id)}`, options);
				const [added] = data.files;
				if (!added) throw connection.unexpected("it names no file that was added", 200);
				const { id, filename } = added.dataFile;
				await tidy(id, false, call.signal);
				return { dataset: to, id: String(id), name: filename, ...(warning && { warning }) };
			} catch (error) {
				const what = `"${file.name}" in "${to.title}"`;
				throw await afterFailure(error, connection.host, what, (signal) =>
					tidy(undefined, way.unanswered(error), signal),
				);
			}
		},
		async remove(what, { signal } = {}) {
			const path = "dataset" in what ? `/files/${what.id}` : `/datasets/:persistentId/versions/:draft${by(what.id)}`;
			await ask(path, { method: "DELETE", signal });
		},
	};
}
