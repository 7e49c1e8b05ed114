import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { barriers, launch } from "../element/browser";
import { type FormServer, POLICY, serveForms } from "../element/form-server";
import { ROOT } from "../package-build";
import { PORTALS, sha256 } from "./portal-page";
import { type PortalServer, servePortal, TOKEN } from "./portal-server";

const read = (path: string) => readFileSync(join(ROOT, "demo/portals", path), "utf8");

/** The pages an administrator installs, with this test's portals in place of their addresses. */
const EXAMPLES: Record<string, (origin: string) => { html: string; script: string }> = {
	invenio: (origin) => ({
		html: read("invenio/upload.html")
			.replaceAll("https://sandbox.zenodo.org", origin)
			.replace("./upload.js", "/script.js"),
		script: read("invenio/upload.js"),
	}),
	dataverse: (origin) => ({
		html: read("dataverse/tool.html")
			.replaceAll("https://dataverse.example.org", origin)
			.replace("./tool.js", "/script.js"),
		script: read("dataverse/tool.js"),
	}),
	// CKAN's view lies in its own pages; this is the same form on a page elsewhere, with a token.
	ckan: (origin) => ({
		html: '<!doctype html><html lang="en"><meta charset="utf-8"><title>Upload</title><main><h1>Upload</h1><stand-in hand-on></stand-in></main><script type="module" src="/script.js"></script>',
		script: `import "./standin/element.js";
import { depositForm } from "./standin/deposit-form.js";
import { createPortal } from "./standin/portals.js";
const { host } = new URL("${origin}");
depositForm(document.querySelector("stand-in"), { host, needsToken: true, needsPerson: false,
	connect: (token) => createPortal("ckan", { url: "${origin}", hosts: [host], token }) });`,
	}),
};

const CSV = [
	"age,ward,score",
	...Array.from({ length: 400 }, (_, i) => `${20 + ((i * 37) % 61)},${i % 3 ? "north" : "south"},${(i * 7919) % 1000}`),
].join("\n");

let browser: Browser;
beforeAll(async () => {
	browser = await launch();
});
afterAll(() => browser?.close());

/** Goes the whole way in the element, up to the button that hands the file on. */
async function handOn(page: Page): Promise<void> {
	await page.evaluate(async (csv) => {
		const element = document.querySelector("stand-in") as import("../../src/element").StandInElement;
		await element.open(csv, "visits.csv");
		element.choose({ generator: "independent" });
		await element.start();
	}, CSV);
	const button = page.getByTestId("hand-on");
	const confirm = page.getByTestId("confirm");
	const ready = async () => (await confirm.isVisible()) || ((await button.isVisible()) && (await button.isEnabled()));
	await expect.poll(ready, { timeout: 60_000 }).toBe(true);
	if (await confirm.isVisible()) await confirm.click();
	await button.click();
}

describe.each(PORTALS)("the example for $name", ({ name, rules, place }) => {
	let portal: PortalServer;
	let site: FormServer;
	beforeAll(async () => {
		portal = await servePortal(rules());
		const { html, script } = EXAMPLES[name]!(portal.origin);
		const pages = { "/": html, "/script.js": script, "/standin/deposit-form.js": read("deposit-form.js") };
		site = await serveForms(pages, POLICY.replace("connect-src 'self'", `connect-src 'self' ${portal.origin}`));
	}, 300_000);
	afterAll(async () => {
		await site?.close();
		await portal?.close();
	});

	test("a table goes from the element into the portal, byte for byte, with the report; a wrong token says so", async () => {
		const page = await browser.newPage();
		const errors: string[] = [];
		page.on("pageerror", (error) => errors.push(String(error)));
		await page.goto(`${site.origin}/`);
		await page.waitForFunction("customElements.get('stand-in')");
		expect(portal.requests).toEqual([]);
		await handOn(page);
		const token = page.getByLabel(/API token/);
		const said = page.locator("form [role=status]");
		await token.fill("wrong");
		await page.getByRole("button", { name: /^Connect to/ }).click();
		await expect.poll(() => said.textContent()).toMatch(/The token is not accepted/);
		await token.fill(TOKEN);
		await page.getByRole("button", { name: /^Connect to/ }).click();
		await expect.poll(() => said.textContent()).toMatch(/^Connected/);
		if (name === "dataverse") {
			await page.getByLabel(/Author/).fill("Doe, Jane");
			await page.getByLabel(/Contact/).fill("jane@example.org");
		}
		expect(await page.locator("form select").nth(1).isVisible()).toBe(place !== undefined);
		expect(await barriers(page)).toEqual([]);
		await page.getByRole("button", { name: "Upload", exact: true }).click();
		await expect.poll(() => said.textContent()).toMatch(/^3 files are in visits, synthetic/);
		const digest = await page.evaluate(async () => {
			const { value } = document.querySelector("stand-in") as import("../../src/element").StandInElement;
			const bytes = await crypto.subtle.digest("SHA-256", await value!.arrayBuffer());
			return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
		});
		const [dataset] = portal.held();
		expect(dataset).toMatchObject({ published: false });
		expect(dataset?.files.map((file) => file.name)).toEqual([
			"visits.synthetic.csv",
			"visits.synthetic.report.html",
			"visits.synthetic.provenance.jsonld",
		]);
		expect(sha256(dataset!.files[0]!.bytes)).toBe(digest);
		expect(dataset!.files[0]!.metadata).toContain("independent");
		expect(dataset!.files[1]!.bytes.toString()).toContain("<!doctype html");
		expect(errors).toEqual([]);
		await page.close();
	});
});

test("Dataverse's manifest names what the guide asks for", () => {
	const manifest = JSON.parse(read("dataverse/standin.json"));
	expect(Object.keys(manifest)).toEqual(
		expect.arrayContaining([
			"displayName",
			"description",
			"toolName",
			"scope",
			"types",
			"toolUrl",
			"contentType",
			"toolParameters",
		]),
	);
	expect(manifest).toMatchObject({ scope: "file", types: ["explore"], httpMethod: "GET" });
	expect(new URL(manifest.toolUrl).pathname).toMatch(/tool\.html$/);
	expect(manifest.allowedApiCalls[0]).toMatchObject({ name: "retrieveDataFile", httpMethod: "GET" });
});
