import type { Asked, HeldFile, Rules, Said } from "./portal-server";
import { TOKEN } from "./portal-server";

interface Package {
	id: string;
	name: string;
	title: string;
	private: boolean;
	owner_org: string;
	state: "active" | "deleted";
	resources: (HeldFile & { id: string; fields: Record<string, string> })[];
}

const ok = (result: unknown): Said => ({ status: 200, json: { help: "", success: true, result } });
const no = (status: number, __type: string, error: object): Said => ({
	status,
	json: { help: "", success: false, error: { __type, ...error } },
});
const denied = () => no(403, "Authorization Error", { message: "Access denied: User not authorized to do this" });
const missing = () => no(404, "Not Found Error", { message: "Not found" });
const invalid = (fields: Record<string, string[]>) => no(409, "Validation Error", fields);

/** CKAN's action interface: ckan/views/api.py, logic/action, and a CORS whitelist that holds the page's origin. */
export function ckanRules(): Rules {
	const packages: Package[] = [];
	let count = 0;
	const shown = ({ resources, ...rest }: Package) => ({
		...rest,
		resources: resources.map(({ id, name, fields }) => ({ ...fields, id, name })),
	});
	const find = (id: unknown) => packages.find((one) => (one.id === id || one.name === id) && one.state === "active");
	const make = (title: string, name: string, hidden: boolean) => {
		const id = `package-${++count}`;
		const made: Package = { id, name, title, private: hidden, owner_org: "org-1", state: "active", resources: [] };
		packages.push(made);
		return made;
	};

	async function resourceCreate(asked: Asked): Promise<Said> {
		const form = await asked.form();
		const fields = Object.fromEntries(
			[...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
		);
		// A form of one text field that says "1" or "" is read as JSON in its key.
		if (Object.keys(fields).length === 1 && ["1", ""].includes(Object.values(fields)[0] as string)) {
			return { status: 400, json: "Bad request: JSON Error: Error decoding JSON data" };
		}
		const file = form.get("upload");
		const to = find(fields.package_id);
		if (!to) return missing();
		if (!(file instanceof File)) return invalid({ upload: ["Missing value"] });
		const id = `resource-${++count}`;
		const bytes = Buffer.from(await file.arrayBuffer());
		to.resources.push({ id, name: fields.name as string, bytes, fields, metadata: JSON.stringify(fields) });
		return ok({ ...fields, id, url: `/dataset/${to.id}/resource/${id}/download/${file.name}` });
	}

	const actions: Record<string, (asked: Asked, user: boolean) => Said | Promise<Said>> = {
		user_show: (_asked, user) => (user ? ok({ name: "jane", fullname: "Jane Doe" }) : missing()),
		organization_list_for_user: (_asked, user) => ok(user ? [{ id: "org-1", name: "health", title: "Health" }] : []),
		package_search: (asked, user) => {
			const results = packages.filter(({ state, private: hidden }) => state === "active" && (user || !hidden));
			const q = String(asked.json().q);
			const found = results.filter(({ title }) => q === "*:*" || title.includes(q));
			return ok({ count: found.length, results: found.map(shown) });
		},
		package_show: (asked, user) => {
			const found = find(asked.json().id);
			return !found ? missing() : found.private && !user ? denied() : ok(shown(found));
		},
		package_create: (asked, user) => {
			if (!user) return denied();
			const { name, title, private: hidden, owner_org } = asked.json() as Record<string, unknown>;
			if (packages.some((one) => one.name === name)) return invalid({ name: ["That URL is already in use."] });
			if (hidden && !owner_org) return invalid({ private: ["Datasets with no organization can't be private."] });
			return ok(shown(make(String(title), String(name), hidden === true)));
		},
		resource_create: (asked, user) => (user ? resourceCreate(asked) : denied()),
		resource_delete: (asked, user) => {
			const to = packages.find(({ resources }) => resources.some(({ id }) => id === asked.json().id));
			if (!user || !to) return user ? missing() : denied();
			to.resources = to.resources.filter(({ id }) => id !== asked.json().id);
			return ok(null);
		},
		package_delete: (asked, user) => {
			const found = find(asked.json().id);
			if (!user || !found) return user ? missing() : denied();
			found.state = "deleted";
			return ok(null);
		},
	};

	return {
		allowHeaders: "Authorization, Content-Type",
		isUpload: ({ path }) => path.endsWith("/resource_create"),
		refuse: (fault) =>
			fault === "quota"
				? invalid({ upload: ["The quota of this organization is used up"] })
				: invalid({ name: ["That URL is already in use."] }),
		answer(asked) {
			const [, name = ""] = /^\/api\/3\/action\/(\w+)$/.exec(asked.path) ?? [];
			const action = actions[name];
			if (!action) return { status: 400, json: `Bad request: Action name not known: ${name}` };
			return action(asked, asked.headers.authorization === TOKEN);
		},
		// What is deleted stays in CKAN's trash, which nobody but its administrator sees.
		held: () =>
			packages
				.filter(({ state }) => state === "active")
				.map(({ id, title, private: hidden, resources }) => ({ id, title, published: !hidden, files: resources })),
		add: (title, published = false) => make(title, `existing-${count}`, !published).id,
	};
}
