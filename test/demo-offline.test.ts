import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
	bringTable,
	downloaded,
	make,
	makeFew,
	released,
	resultShown,
	site,
	useDemo,
	visit,
	visits,
} from "./demo-page";

useDemo();

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** A table of numbers alone, which column networks learn. */
const numbers = (rows: number) =>
	[
		"a,b,c",
		...Array.from({ length: rows }, (_, i) => `${(i * 37) % 101},${(i * 53) % 97},${((i * 37) % 101) + (i % 7)}`),
	].join("\n");

const READY = "Works without a network from now on, all but the reference of the documentation.";

/** A visit after which the site works without a network. */
async function keptVisit() {
	const seen = await visit({ serviceWorkers: "allow" });
	await seen.page.locator("#offline", { hasText: READY }).waitFor({ timeout: 20_000 });
	return seen;
}

describe("without a network, after the first visit", () => {
	test("the page opens, trains a network, samples, reports and downloads", async () => {
		const { page, complaints } = await keptVisit();
		await page.context().setOffline(true);
		site.up = false;
		site.asked.length = 0;
		try {
			await page.reload();
			await page.locator("stand-in #choose").waitFor();
			await bringTable(page, visits(200));
			await makeFew(page, 100);
			await resultShown(page);
			await released(page);
			const csv = await downloaded(page, () => page.getByTestId("download").click());
			expect(csv.text.trim().split(/\r?\n/)).toHaveLength(101);
			for (const name of ["Protect an upload", "Embed", "Causal explorer", "Verify"]) {
				await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
				await page.locator("main > :not([hidden]) h1").waitFor();
			}
			// The workers' own requests are seen too, and answered from what was kept.
			const rows = page.locator(".requests tbody tr");
			await rows.filter({ hasText: "GET by a worker" }).first().waitFor();
			expect(await rows.filter({ hasText: "from the cache" }).count()).toBeGreaterThan(10);
			// The browser asks whether there is a newer service worker; nothing else is even tried.
			expect(site.asked.filter((path) => path !== "/service-worker.js")).toEqual([]);
			expect(complaints).toEqual([]);
		} finally {
			site.up = true;
			await page.context().close();
		}
	});

	test("the documentation is read, under its folder's address as well", async () => {
		const { page } = await keptVisit();
		site.up = false;
		try {
			await page.getByRole("link", { name: "Documentation" }).click();
			await page.getByRole("heading", { level: 1 }).first().waitFor();
			expect(page.url()).toBe(`${site.url}docs/index.html`);
			await page
				.getByRole("link", { name: /tables/i })
				.first()
				.click();
			await page.waitForURL(/docs\/tables\.html/);
			await page.goto(`${site.url}docs/`);
			await page.getByRole("heading", { level: 1 }).first().waitFor();
			expect(await page.evaluate(() => getComputedStyle(document.body).margin)).toBe("0px");
		} finally {
			site.up = true;
			await page.context().close();
		}
	});

	test("a worker that would send something elsewhere is refused, and so is one that sends to the site", async () => {
		const { page } = await keptVisit();
		await bringTable(page, visits(60));
		await page.getByRole("button", { name: "Create synthetic table" }).click();
		const worker = await expect
			.poll(() => page.workers().at(-1))
			.toBeDefined()
			.then(() => page.workers().at(-1)!);
		site.asked.length = 0;
		const tried = await worker.evaluate(async (url) => {
			const post = (to: string) =>
				fetch(to, { method: "POST", body: "a row" }).then(
					() => "sent",
					() => "refused",
				);
			return [await post("https://elsewhere.invalid/"), await post(`${url}collect`), await post(url)];
		}, site.url);
		expect(tried).toEqual(["refused", "refused", "refused"]);
		expect(
			await page.evaluate(
				(url) =>
					fetch(`${url}?row=1`).then(
						() => "sent",
						() => "refused",
					),
				site.url,
			),
		).toBe("refused");
		expect(site.asked).toEqual([]);
		await page.getByRole("link", { name: "Verify", exact: true }).click();
		const refused = page.locator(".requests tr.stopped", { hasText: "refused by the service worker" });
		await refused.filter({ hasText: "POST by a worker" }).first().waitFor();
		await page.context().close();
	});

	test("another version takes the place of the one before, and its files alone are fetched", async () => {
		const { page } = await keptVisit();
		const caches = () => page.evaluate(async () => (await globalThis.caches.keys()).sort());
		const before = await caches();
		expect(before).toHaveLength(1);
		// A cache of another site of this origin is none of its business.
		await page.evaluate(() => globalThis.caches.open("standin https://example.org/other/ 1"));
		const changed = site.file("icon.svg");
		const list = site.file("service-worker.js");
		try {
			site.write("icon.svg", `${changed} `);
			site.write(
				"service-worker.js",
				list.replace(sha256(changed), sha256(`${changed} `)).replace(/VERSION = "\w+"/, 'VERSION = "another"'),
			);
			site.asked.length = 0;
			await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
			await page.locator("#offline", { hasText: "A newer version is ready." }).waitFor();
			expect(new Set(site.asked)).toEqual(new Set(["/service-worker.js", "/icon.svg"]));
			// It waits until no page of the old version is open.
			expect(await caches()).toHaveLength(3);
			await page.goto("about:blank");
			await page.goto(site.url);
			await page.locator("#offline", { hasText: READY }).waitFor();
			await expect.poll(caches).toEqual([expect.stringMatching(/ another$/), "standin https://example.org/other/ 1"]);
		} finally {
			site.write("icon.svg", changed);
			site.write("service-worker.js", list);
		}
		await page.context().close();
	});

	test("a file that is not the one listed is not kept, and the page says that it needs a network", async () => {
		const whole = site.file("icon.svg");
		site.write("icon.svg", `${whole}<!-- not this one -->`);
		try {
			const { page } = await visit({ serviceWorkers: "allow" });
			await page.locator("#offline", { hasText: "Needs a network this time" }).waitFor({ timeout: 20_000 });
			expect(await page.evaluate(() => caches.keys())).toEqual([]);
			await page.context().close();
		} finally {
			site.write("icon.svg", whole);
		}
	});
});

describe("under connect-src 'none', with the files preloaded", () => {
	test("nothing is asked of the network while fitting, sampling and reporting: neither page nor browser nor server saw it", async () => {
		const index = site.file("index.html");
		const worker = site.file("service-worker.js");
		const strict = (text: string) => text.replaceAll("connect-src 'self'", "connect-src 'none'");
		expect(strict(index)).not.toBe(index);
		site.write("index.html", strict(index));
		site.write("service-worker.js", strict(worker).replace(sha256(index), sha256(strict(index))));
		try {
			const { page, requests, complaints } = await keptVisit();
			await page.reload();
			await page.locator("stand-in #choose").waitFor();
			site.asked.length = 0;
			requests.length = 0;
			await bringTable(page, numbers(240));
			// Networks whose kernels travel in the code: a wasm file would have to be fetched.
			await make(page, "diffusion", 60);
			await resultShown(page);
			expect(await page.locator("#step-run .diagnostics").textContent()).toContain("A network for each column");
			await released(page);
			// The browser asks whether there is a newer service worker, as after every load.
			expect(site.asked.filter((path) => path !== "/service-worker.js")).toEqual([]);
			// Each was code of the site, handed over by the service worker.
			const seen = requests.filter(({ url }) => !url.startsWith("blob:"));
			expect(seen.length).toBeGreaterThan(0);
			expect(seen.filter(({ url }) => !url.startsWith(`${site.url}assets/`))).toEqual([]);
			await page.getByRole("link", { name: "Verify", exact: true }).click();
			await page.locator(".requests tr.event", { hasText: "The report was ready" }).waitFor();
			const answers = await page.locator(".requests tr:not(.event) td:nth-child(4)").allTextContents();
			expect(answers.length).toBeGreaterThan(10);
			expect(new Set(answers)).toEqual(new Set(["from the cache"]));
			expect(await page.locator("table.policy").textContent()).toContain("connect-src'none'");
			expect(complaints).toEqual([]);
			await page.context().close();
		} finally {
			site.write("index.html", index);
			site.write("service-worker.js", worker);
		}
	});
});

describe("installed like a program", () => {
	test("its manifest is complete and its icons have their sizes", async () => {
		const { page } = await visit();
		const devtools = await page.context().newCDPSession(page);
		const { errors, url } = await devtools.send("Page.getAppManifest");
		expect(errors).toEqual([]);
		expect(url).toBe(`${site.url}manifest.webmanifest`);
		const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
		// Windows of a test are private ones, in which nothing is installed.
		expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);
		const { icons } = JSON.parse(site.file("manifest.webmanifest")) as { icons: { src: string; sizes: string }[] };
		for (const { src, sizes } of icons.filter(({ src }) => src.endsWith(".png"))) {
			const bytes = Buffer.from(site.file(src, "latin1"), "latin1");
			expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, src).toBe(sizes);
		}
		await page.context().close();
	});

	test("the service worker needs no eval, and lists every file of the site but the reference", () => {
		const code = readFileSync("demo/offline/service-worker.js", "utf8");
		expect(code).not.toMatch(/\beval\(|\bFunction\(|importScripts/);
		const listed = Object.keys(JSON.parse(/const FILES = (\{[\s\S]*?\});/.exec(site.file("service-worker.js"))![1]!));
		expect(listed).toEqual(
			site.files().filter((path) => path !== "service-worker.js" && !path.startsWith("docs/reference/")),
		);
	});
});
