import { createHash } from "node:crypto";
import type { Asked, Rules, Said } from "./portal-server";
import { TOKEN } from "./portal-server";

interface Draft {
	id: string;
	metadata: { title?: string; additional_descriptions?: unknown[] };
	files: Map<string, { bytes?: Buffer; done: boolean }>;
}

const no = (status: number, message: string): Said => ({ status, json: { status, message } });

/** InvenioRDM's drafts: docs-invenio-rdm, invenio-files-rest's errors, CORS by REST_ENABLE_CORS. */
export function invenioRules(): Rules {
	const drafts: Draft[] = [];
	let count = 0;
	const make = (metadata: Draft["metadata"]) => {
		const draft: Draft = { id: `rec${++count}`, metadata, files: new Map() };
		drafts.push(draft);
		return draft;
	};
	const shown = ({ id, metadata }: Draft, at: string) => ({
		id,
		metadata,
		is_published: false,
		links: {
			self: `${at}/api/records/${id}/draft`,
			self_html: `${at}/uploads/${id}`,
			files: `${at}/api/records/${id}/draft/files`,
			publish: `${at}/api/records/${id}/draft/actions/publish`,
		},
	});
	const entry = ({ id, files }: Draft, key: string, at: string) => {
		const self = `${at}/api/records/${id}/draft/files/${encodeURIComponent(key)}`;
		const { bytes, done } = files.get(key) ?? { done: false };
		return {
			key,
			status: done ? "completed" : "pending",
			...(done && bytes && { size: bytes.length, checksum: `md5:${createHash("md5").update(bytes).digest("hex")}` }),
			links: { self, content: `${self}/content`, commit: `${self}/commit` },
		};
	};

	function files(asked: Asked, draft: Draft, at: string, key?: string, verb?: string): Said {
		const { method, body, headers } = asked;
		if (key === undefined) {
			if (method === "POST") {
				const keys = (asked.json() as unknown as { key: string }[]).map((one) => one.key);
				const taken = keys.find((one) => draft.files.has(one));
				if (taken) return no(400, `File with key ${taken} already exists.`);
				for (const one of keys) draft.files.set(one, { done: false });
			}
			const entries = [...draft.files.keys()].map((one) => entry(draft, one, at));
			return { status: method === "POST" ? 201 : 200, json: { enabled: true, entries } };
		}
		const file = draft.files.get(key);
		if (!file) return no(404, `Record "${draft.id}" has no file "${key}".`);
		if (method === "DELETE") {
			draft.files.delete(key);
			return { status: 204 };
		}
		if (method === "PUT" && verb === "content") {
			if (headers["content-type"] !== "application/octet-stream") return no(415, "Invalid 'Content-Type' header.");
			draft.files.set(key, { bytes: body, done: false });
		} else if (method === "POST" && verb === "commit") {
			if (!file.bytes) return no(400, "No content.");
			draft.files.set(key, { bytes: file.bytes, done: true });
		}
		return { status: 200, json: entry(draft, key, at) };
	}

	function answer(asked: Asked): Said {
		const { method, path, query, headers } = asked;
		const at = `http://${headers.host}`;
		if (headers.authorization !== `Bearer ${TOKEN}`) {
			return no(headers.authorization ? 401 : 403, headers.authorization ? "Unauthorized." : "Permission denied.");
		}
		if (path === "/api/user/records") {
			const [, words] = /AND \((.*)\)$/.exec(query.get("q") ?? "") ?? [];
			const hits = drafts.filter(({ metadata }) => !words || metadata.title?.includes(words));
			return { status: 200, json: { hits: { total: hits.length, hits: hits.map((one) => shown(one, at)) } } };
		}
		if (method === "POST" && path === "/api/records") {
			return { status: 201, json: shown(make(asked.json().metadata as Draft["metadata"]), at) };
		}
		const [, id, rest = ""] = /^\/api\/records\/(\w+)\/draft(.*)$/.exec(path) ?? [];
		const draft = drafts.find((one) => one.id === id);
		if (!draft) return no(404, "The persistent identifier does not exist.");
		if (rest === "") {
			if (method === "DELETE") {
				drafts.splice(drafts.indexOf(draft), 1);
				return { status: 204 };
			}
			if (method === "PUT") draft.metadata = asked.json().metadata as Draft["metadata"];
			return { status: 200, json: shown(draft, at) };
		}
		const [, key, verb] = /^\/files(?:\/([^/]+)(?:\/(content|commit))?)?$/.exec(rest) ?? [];
		return rest.startsWith("/files") ? files(asked, draft, at, key, verb) : no(404, "Not found.");
	}

	return {
		allowHeaders: "Authorization, Content-Type",
		isUpload: ({ path }) => path.endsWith("/content"),
		refuse: (fault) =>
			fault === "quota" ? no(400, "Bucket quota exceeded.") : no(409, "The draft was changed by another."),
		answer,
		held: () =>
			drafts.map(({ id, metadata, files }) => ({
				id,
				title: metadata.title ?? "",
				published: false,
				files: [...files].map(([name, { bytes }]) => ({
					name,
					bytes: bytes ?? Buffer.alloc(0),
					metadata: JSON.stringify(metadata),
				})),
			})),
		add: (title) => make({ title }).id,
	};
}
