import type { Asked, HeldFile, Rules, Said } from "./portal-server";
import { TOKEN } from "./portal-server";

interface Dataset {
	id: string;
	title: string;
	published: boolean;
	files: (HeldFile & { id: number; description: string })[];
}

const ok = (data: unknown, status = 200, message?: string): Said => ({
	status,
	json: { status: "OK", ...(message && { message: { message } }), data },
});
const no = (status: number, message: string): Said => ({ status, json: { status: "ERROR", message } });

const listed = ({ id, name, bytes, description }: Dataset["files"][number]) => ({
	label: name,
	description,
	restricted: false,
	dataFile: { id, filename: name, filesize: bytes.length, contentType: "text/csv" },
});

/** Dataverse's native interface: native-api.rst, Datasets.java (200, not 201, for an added file), CorsFilter.java. */
export function dataverseRules(): Rules {
	const datasets: Dataset[] = [];
	let count = 0;
	const make = (title: string, published = false) => {
		const id = `doi:10.5072/FK2/A${++count}`;
		datasets.push({ id, title, published, files: [] });
		return id;
	};

	async function add(asked: Asked, to: Dataset): Promise<Said> {
		const form = await asked.form();
		const file = form.get("file");
		if (!(file instanceof File)) return no(400, "Failed to find a file.");
		const { description = "", tabIngest } = JSON.parse(String(form.get("jsonData") ?? "{}"));
		if (tabIngest !== "false") return no(400, "This test keeps files as they are.");
		const bytes = Buffer.from(await file.arrayBuffer());
		const twin = to.files.some((one) => one.bytes.equals(bytes));
		const metadata = String(form.get("jsonData"));
		const added = { id: ++count, name: file.name, bytes, description, metadata };
		to.files.push(added);
		return ok({ files: [listed(added)] }, 200, twin ? "This file has the same content as another." : undefined);
	}

	function answer(asked: Asked): Said | Promise<Said> {
		const { method, path, query, headers } = asked;
		if (headers["x-dataverse-key"] !== TOKEN) return no(401, "Bad API key");
		if (path === "/api/users/:me") return ok({ identifier: "@jane", displayName: "Jane Doe" });
		if (path === "/api/search") {
			const items =
				query.get("type") === "dataverse"
					? [{ name: "Health", identifier: "health", type: "dataverse" }]
					: datasets
							.filter(({ title }) => query.get("q") === "*" || title.includes(query.get("q") as string))
							.map(({ id, title }) => ({ name: title, type: "dataset", global_id: id }));
			return ok({ q: query.get("q"), total_count: items.length, items });
		}
		if (method === "POST" && path === "/api/dataverses/health/datasets") {
			const { datasetVersion } = asked.json() as unknown as {
				datasetVersion: { metadataBlocks: { citation: { fields: { typeName: string; value: string }[] } } };
			};
			const { fields } = datasetVersion.metadataBlocks.citation;
			const names = fields.map(({ typeName }) => typeName);
			const lacks = ["title", "author", "datasetContact", "dsDescription", "subject"].filter(
				(one) => !names.includes(one),
			);
			if (lacks.length) return no(400, `Validation Failed: ${lacks.join(", ")} is required.`);
			const id = make(fields.find(({ typeName }) => typeName === "title")?.value as string);
			return ok({ id: count, persistentId: id }, 201);
		}
		const [, fileId] = /^\/api\/files\/(\d+)$/.exec(path) ?? [];
		if (method === "DELETE" && fileId) {
			const to = datasets.find(({ files }) => files.some(({ id }) => id === Number(fileId)));
			if (!to) return no(404, `File with ID ${fileId} not found.`);
			to.files = to.files.filter(({ id }) => id !== Number(fileId));
			return ok({ message: `File ${fileId} deleted.` });
		}
		const to = datasets.find(({ id }) => id === query.get("persistentId"));
		if (!path.startsWith("/api/datasets/:persistentId/")) return no(404, `endpoint does not exist: ${path}`);
		if (!to) return no(404, `Dataset with Persistent ID ${query.get("persistentId")} not found.`);
		if (method === "POST" && path.endsWith("/add")) return add(asked, to);
		if (path.endsWith("/versions/:latest/files")) return ok(to.files.map(listed));
		if (method === "DELETE" && path.endsWith("/versions/:draft")) {
			datasets.splice(datasets.indexOf(to), 1);
			return ok({ message: "Draft version of dataset was deleted." });
		}
		return no(404, `endpoint does not exist: ${path}`);
	}

	return {
		allowHeaders: "Accept, Content-Type, X-Dataverse-key, Range",
		isUpload: ({ path }) => path.endsWith("/add"),
		refuse: (fault) =>
			fault === "quota"
				? no(400, "This file (size 8 MB) exceeds the remaining storage quota of 1 MB.")
				: no(409, "Dataset is locked by another edit."),
		answer,
		held: () => datasets,
		add: make,
	};
}
