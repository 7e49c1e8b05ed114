import { describe, expect, test } from "vitest";
import { depositIn, orderFor, PORTALS, sha256, usePortals } from "./portal-page";
import { type Fault, type PortalServer, TOKEN } from "./portal-server";

const world = usePortals();
const serverOf = (name: string) => world.servers.get(name) as PortalServer;

/** What a portal holds, file by file, to compare before and after. */
const inventory = (server: PortalServer) =>
	server.held().map(({ id, published, files }) => ({ id, published, files: files.map((file) => file.name) }));

const newDataset = (place: string | undefined) => ({
	title: "Visits, synthetic",
	author: "Doe, Jane",
	email: "jane@example.org",
	...(place && { place }),
});

/** What goes wrong, what the person reads, and what the code may rely on. */
const FAULTS: [Fault, reason: string, status: number | null | "any", message: RegExp][] = [
	["quota", "quota", "any", /no space left.*fewer rows/],
	["conflict", "conflict", 409, /answered 409.*choose another name or dataset/],
	["too-large", "too-large", 413, /answered 413.*"visits\.synthetic\.csv" is larger than the portal takes/],
	["too-large-unread", "connection", null, /lost when \d+ %.*may be larger than the portal takes/],
	["lost", "connection", null, /The connection to 127\.0\.0\.1:\d+ was lost when \d+ % of "visits\.synthetic\.csv"/],
	["answer-lost", "connection", null, /lost when 100 %/],
];

describe.each(PORTALS)("$name", ({ name, place }) => {
	test("a table arrives byte for byte in a new dataset that is not published, report and provenance with it", async () => {
		const server = serverOf(name);
		const { deposited, failed, progress } = await depositIn(world.page, orderFor(name, server, newDataset(place)));
		expect(failed).toBeUndefined();
		const dataset = server.held().find(({ id }) => id === deposited);
		expect(dataset).toMatchObject({ title: "Visits, synthetic", published: false });
		expect(dataset?.files.map((file) => file.name)).toEqual([
			"visits.synthetic.csv",
			"visits.synthetic.report.html",
			"visits.synthetic.provenance.jsonld",
		]);
		const [table, , note] = dataset?.files ?? [];
		const digest = await world.page.evaluate("here.hash(here.table)");
		expect(sha256(table?.bytes as Buffer)).toBe(digest);
		for (const field of ["synthetic", "diffusion", "Standin", digest as string])
			expect(table?.metadata).toContain(field);
		const linked = JSON.parse(note?.bytes.toString() ?? "");
		expect(linked).toMatchObject({ "@type": ["Dataset", "dcat:Dataset"], distribution: { sha256: digest } });
		expect(linked.additionalProperty).toContainEqual({ "@type": "PropertyValue", name: "seed", value: "7" });
		expect(progress.at(-1)).toBe(1);
		expect(progress).toEqual(progress.toSorted((a, b) => a - b));
		expect(server.requests.filter((request) => /publish/.test(request))).toEqual([]);
	});

	test("datasets are listed and searched; one of them takes the table and gives it back", async () => {
		const server = serverOf(name);
		const id = server.add("Cohort of wards");
		const before = inventory(server);
		const result = await world.page.evaluate(
			async ({ name, origin, host, token }) => {
				// biome-ignore lint/suspicious/noExplicitAny: this runs in the page
				const { createPortal, deposit, table } = (globalThis as any).here;
				const portal = createPortal(name, { url: origin, hosts: [host], token });
				const [into, ...others] = await portal.list("Cohort");
				const made = await deposit(portal, { file: table }, { into });
				const files = made.files.length;
				await made.remove();
				return { into, others, files, all: (await portal.list()).length, described: await portal.describe() };
			},
			{ name, origin: server.origin, host: server.host, token: TOKEN },
		);
		expect(result.into).toMatchObject({ id, title: "Cohort of wards", public: false });
		expect(result.others).toEqual([]);
		expect(result.files).toBe(2);
		expect(result.all).toBeGreaterThan(1);
		expect(result.described.places.map((one: { id: string }) => one.id)).toEqual(place ? [place] : []);
		expect(inventory(server)).toEqual(before);
	});

	test.each(["describe", "list", "deposit"])("a wrong token: %s says so and leaves nothing", async (verb) => {
		const server = serverOf(name);
		const before = inventory(server);
		const { failed } = await world.page.evaluate(
			async ({ name, origin, host, verb, into }) => {
				// biome-ignore lint/suspicious/noExplicitAny: this runs in the page
				const { createPortal, deposit, table, outcome } = (globalThis as any).here;
				const portal = createPortal(name, { url: origin, hosts: [host], token: "wrong-token-123" });
				return outcome(verb === "deposit" ? deposit(portal, { file: table }, { into }) : portal[verb]());
			},
			{ name, origin: server.origin, host: server.host, verb, into: newDataset(place) },
		);
		expect(failed).toMatchObject({
			name: "PortalError",
			code: "portal",
			details: { reason: "token", host: server.host },
		});
		expect(failed.message).toMatch(/answered 40[134].*The token is not accepted/);
		expect(failed.message).not.toContain("wrong-token-123");
		expect(inventory(server)).toEqual(before);
	});

	describe.each(["a new dataset", "one that is there"])("into %s", (where) => {
		const into = (server: PortalServer) => {
			if (where === "a new dataset") return newDataset(place);
			const id = server.add("Cohort of wards");
			return { id, title: "Cohort of wards", url: server.origin, public: false };
		};

		test.each(FAULTS)("%s: a message with a remedy, and nothing is left", async (fault, reason, status, message) => {
			const server = serverOf(name);
			const target = into(server);
			const before = inventory(server);
			server.fault = fault;
			const { failed } = await depositIn(world.page, orderFor(name, server, target));
			server.fault = undefined;
			expect(failed).toMatchObject({ name: "PortalError", code: "portal", details: { reason, host: server.host } });
			if (status !== "any") expect(failed?.details?.status).toBe(status);
			expect(failed?.message).toMatch(message);
			expect(failed?.details?.leftover).toBeUndefined();
			expect(inventory(server)).toEqual(before);
		});

		test("cancelled at half: the signal's reason, and nothing is left", async () => {
			const server = serverOf(name);
			const target = into(server);
			const before = inventory(server);
			server.fault = "held";
			const order = orderFor(name, server, target, { cancelAt: 0.3 });
			const { failed, progress } = await depositIn(world.page, order);
			expect(failed?.message).toBe("Cancelled by a person");
			expect(progress.at(-1)).toBeLessThan(1);
			expect(inventory(server)).toEqual(before);
		});
	});

	test("an answer that is lost once, after which the browser sends again: one file, not two", async () => {
		const server = serverOf(name);
		server.fault = "answer-lost-once";
		const { deposited, failed } = await depositIn(world.page, orderFor(name, server, newDataset(place)));
		expect(server.fault).toBeUndefined();
		if (failed) expect(failed.details?.reason).toBe("connection");
		else expect(server.held().find(({ id }) => id === deposited)?.files.length).toBe(3);
	});

	test("what cannot be removed is named", async () => {
		const server = serverOf(name);
		server.fault = "lost";
		const id = server.add("Gone meanwhile");
		const order = orderFor(name, server, { id, title: "Gone meanwhile", url: "", public: false });
		// From the failure on, the portal no longer speaks to this page.
		const seen = server.requests.length;
		const watch = setInterval(() => {
			if (server.requests.slice(seen).some((one) => /resource_create|\/add$|\/content$/.test(one))) server.cors = false;
		}, 1);
		const { failed } = await depositIn(world.page, order);
		clearInterval(watch);
		server.cors = true;
		server.fault = undefined;
		expect(failed?.details?.leftover).toEqual(['"visits.synthetic.csv" in "Gone meanwhile"']);
		expect(failed?.message).toMatch(/was lost.*Removing what had been sent failed too: look for/);
	});

	test("a portal that does not take requests from this page: the message says who can allow it", async () => {
		const server = serverOf(name);
		server.cors = false;
		const { failed } = await depositIn(world.page, orderFor(name, server, newDataset(place)));
		server.cors = true;
		expect(failed).toMatchObject({ code: "portal", details: { reason: "no-answer", status: null } });
		expect(failed?.message).toContain(world.site.origin);
		expect(failed?.message).toMatch(/administrator allows a page by/i);
	});

	test("nothing is requested before a verb is called, and the token is stored nowhere", async () => {
		const server = serverOf(name);
		const before = server.requests.length;
		const kept = await world.page.evaluate(
			async ({ name, origin, host, token }) => {
				// biome-ignore lint/suspicious/noExplicitAny: this runs in the page
				const portal = (globalThis as any).here.createPortal(name, { url: origin, hosts: [host], token });
				await new Promise((done) => setTimeout(done, 100));
				const stores = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
				return [...stores, JSON.stringify(portal), document.documentElement.outerHTML].join();
			},
			{ name, origin: server.origin, host: server.host, token: TOKEN },
		);
		expect(server.requests.length).toBe(before);
		expect(kept).not.toContain(TOKEN);
	});
});

test("CKAN: a public dataset takes a file only when that is confirmed", async () => {
	const server = serverOf("ckan");
	const id = server.add("Open data", true);
	const into = { id, title: "Open data", url: server.origin, public: true };
	const before = server.requests.length;
	const { failed } = await depositIn(world.page, orderFor("ckan", server, into));
	expect(failed).toMatchObject({ details: { reason: "public" } });
	expect(server.requests.length).toBe(before);
	const confirmed = await world.page.evaluate(
		async ({ origin, host, token, into }) => {
			// biome-ignore lint/suspicious/noExplicitAny: this runs in the page
			const { createPortal, deposit, table, outcome } = (globalThis as any).here;
			return outcome(
				deposit(createPortal("ckan", { url: origin, hosts: [host], token }), { file: table }, { into, public: true }),
			);
		},
		{ origin: server.origin, host: server.host, token: TOKEN, into },
	);
	expect(confirmed.failed).toBeUndefined();
});
