import { mkdirSync, readFileSync } from "node:fs";
import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { gzipSync, unzipSync, zipSync } from "fflate";
import type { Browser, BrowserContextOptions, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatTable, parseCsv, readTable } from "../../src";
import { workbook } from "../table/workbook";
import { visits } from "../visits";
import { barriers, launch } from "./browser";
import { type FormServer, serveForms } from "./form-server";

/** Where pictures are kept to be looked at; without it none are taken. */
const PICTURES = process.env.STANDIN_PICTURES;

/** The same settings through the library's one call. */
interface Again {
	again(text: string, settings: object): Promise<string>;
}

const page = (body: string, lang = "en", head = "") => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>Element</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${head}</head>
<body><main><h1>Data portal</h1>${body}</main><script type="module" src="/page.js"></script></body></html>`;

const pages = {
	"/": page("<stand-in></stand-in>"),
	"/page.js": `import { registerMessages } from "/standin/element.js"; globalThis.registerMessages = registerMessages;
import { formatCsv, synthesize } from "/standin/index.js";
globalThis.again = async (text, settings) => formatCsv((await synthesize(text, settings)).table, { defuseFormulas: true });`,
	"/form": page(
		`<form action="/upload" method="post" enctype="multipart/form-data"><label>Title <input name="title" value="Visits"></label>
		<stand-in name="table" with-report required></stand-in><button>Send</button> <button type="reset">Clear</button></form>`,
	),
	"/two": page(`<div id="a"><stand-in id="one"></stand-in></div><div id="b"><stand-in id="two"></stand-in></div>`),
	"/de": page("<stand-in></stand-in>", "de"),
	"/sidebar": page(`<div class="side"><stand-in></stand-in></div>`, "en", '<link rel="stylesheet" href="/side.css">'),
	"/side.css": "body{margin:0} .side{width:320px;padding:12px;border-right:1px solid #ccc}",
	"/dark": page("<stand-in></stand-in>", "en", '<link rel="stylesheet" href="/dark.css">'),
	"/dark.css":
		"html{color-scheme:dark;background:#10141a;color:#eee} stand-in{--standin-paper:#10141a;--standin-accent:#ffb454;--standin-on-accent:#201000}",
};

let server: FormServer;
let browser: Browser;

beforeAll(async () => {
	server = await serveForms(pages);
	browser = await launch();
});

afterAll(async () => {
	await browser?.close();
	await server?.close();
});

async function visit(path: string, options: BrowserContextOptions = {}) {
	const context = await browser.newContext({ reducedMotion: "reduce", acceptDownloads: true, ...options });
	const here = await context.newPage();
	const complaints: string[] = [];
	here.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
	here.on("pageerror", (error) => complaints.push(String(error)));
	await here.goto(server.origin + path);
	await here.locator("stand-in #choose").first().waitFor();
	return { here, complaints };
}

const csv = { name: "visits.csv", mimeType: "text/csv", buffer: Buffer.from(visits(150)) };
const bring = async (here: Page, at = "stand-in") => {
	await here.locator(at).getByTestId("file").setInputFiles(csv);
	await here.locator(at).locator(".column-row .treatment").first().waitFor({ timeout: 60_000 });
};
const state = (here: Page, at = "stand-in") =>
	here.locator(at).evaluate((element) => (element as unknown as { state: string }).state);
const quick = (here: Page, at = "stand-in") =>
	here.locator(at).evaluate((element) => {
		(element as unknown as { choose(choices: object): void }).choose({ generator: "independent", rows: 60 });
	});
async function finish(here: Page, at = "stand-in"): Promise<void> {
	await expect.poll(() => state(here, at), { timeout: 90_000 }).toMatch(/^(ready|held)$/);
	const confirm = here.locator(at).getByTestId("confirm");
	if (await confirm.isVisible()) await confirm.click();
	await expect.poll(() => state(here, at)).toBe("ready");
}
async function picture(here: Page, name: string): Promise<void> {
	if (!PICTURES) return;
	mkdirSync(PICTURES, { recursive: true });
	await here.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

describe("as a field of a form", () => {
	test("the synthetic file is its value, the report a second part, and nothing goes before", async () => {
		const { here, complaints } = await visit("/form");
		const posts = server.posts.length;
		await here.getByRole("button", { name: "Send" }).click();
		expect(here.url()).toBe(`${server.origin}/form`);
		await bring(here);
		await quick(here);
		await here.getByRole("button", { name: "Send" }).click();
		expect(server.posts.length).toBe(posts);
		await here.getByTestId("start").click();
		await finish(here);
		await expect.poll(() => here.evaluate("document.forms[0].checkValidity()")).toBe(true);
		expect(await here.getByText("goes with the form").textContent()).toBe("visits.synthetic.csv goes with the form.");
		await Promise.all([here.waitForURL("**/upload"), here.getByRole("button", { name: "Send" }).click()]);
		const form = server.posts.at(-1)?.form;
		const file = form?.get("table") as File;
		expect(form?.get("title")).toBe("Visits");
		expect(file.name).toBe("visits.synthetic.csv");
		expect((await file.text()).trim().split(/\r?\n/)).toHaveLength(61);
		const report = form?.get("table-report") as File;
		expect(report.name).toBe("visits.synthetic.report.html");
		expect(await report.text()).toContain("<!doctype html>");
		expect(complaints).toEqual([]);
		await here.context().close();
	});

	test("a reset drops table and value, a disabled fieldset takes it out of reach", async () => {
		const { here } = await visit("/form");
		await bring(here);
		await quick(here);
		await here.getByTestId("start").click();
		await finish(here);
		await here.getByRole("button", { name: "Clear" }).click();
		await here.locator("#choose").waitFor();
		expect(await here.evaluate("[...new FormData(document.forms[0]).keys()]")).toEqual(["title"]);
		await here.evaluate(() => {
			const set = document.createElement("fieldset");
			set.disabled = true;
			document.querySelector("stand-in")?.replaceWith(set);
			set.append(document.createElement("stand-in"));
		});
		await expect.poll(() => here.evaluate("document.querySelector('stand-in').inert")).toBe(true);
		await here.context().close();
	});
});

test("where memory would not do for all rows, those that fit are offered, and the run says so", async () => {
	const { here, complaints } = await visit("/");
	// A little more than what any fit takes: some hundred rows of five cells fit besides.
	await here.evaluate("Object.defineProperty(navigator, 'deviceMemory', { get: () => 0.5 + 38_620 / 2 ** 30 })");
	await bring(here);
	await quick(here);
	await here.getByRole("button", { name: "Learn from 100 rows, which fit" }).click();
	await expect
		.poll(() => here.locator("#estimate").textContent())
		.toBe("Learns from 100 of 150 rows, chosen by the seed.");
	await here.getByTestId("start").click();
	await finish(here);
	await here.getByText("100 of 150, chosen by the seed").waitFor({ state: "attached" });
	const settings = () => (document.querySelector("stand-in") as unknown as { settings: object }).settings;
	expect(await here.evaluate(settings)).toMatchObject({ maxTrainingRows: 100 });
	expect(complaints).toEqual([]);
	await here.context().close();
});

test("a run that the person let be kept goes on after a reload, and leaves nothing behind", async () => {
	const { here, complaints } = await visit("/");
	here.on("dialog", (dialog) => void dialog.accept());
	const checkpoints = async () => {
		// Opened before the element has made it, it would be made without its stores.
		const made = await indexedDB.databases();
		if (!made.some(({ name }) => name === "standin-unfinished")) return 0;
		return new Promise<number>((resolve) => {
			const opened = indexedDB.open("standin-unfinished");
			opened.onsuccess = () => {
				const count = opened.result.transaction("checkpoints").objectStore("checkpoints").count();
				count.onsuccess = () => {
					opened.result.close();
					resolve(count.result);
				};
			};
		});
	};
	await bring(here);
	await here.locator("stand-in").evaluate((element) => {
		const options = { layers: [8, 8], batchRows: 32, steps: 100_000 };
		(element as unknown as { choose(choices: object): void }).choose({ generator: "tabddpm", options, rows: 60 });
	});
	await here.getByTestId("keep-run").check();
	await here.getByTestId("start").click();
	await expect.poll(() => here.evaluate(checkpoints), { timeout: 60_000 }).toBeGreaterThan(0);
	await here.reload();
	await here.getByText(/^A run that began at .* was cut off\. Choose the same file again/).waitFor();
	await bring(here);
	await here.getByTestId("continue-run").click();
	await here.getByRole("button", { name: "Stop early and keep it" }).click();
	await finish(here);
	const settings = () => (document.querySelector("stand-in") as unknown as { settings: object }).settings;
	expect(await here.evaluate(settings)).toMatchObject({ generator: "tabddpm", rows: 60, options: { steps: 100_000 } });
	expect(await here.evaluate(checkpoints)).toBe(0);
	expect(await here.evaluate("Object.keys(sessionStorage).length")).toBe(0);
	expect(await here.locator("#cut-off").count()).toBe(0);
	expect(complaints).toEqual([]);
	await here.context().close();
});

describe("in a page that changes", () => {
	test("two elements compute one run each at once, and know nothing of each other", async () => {
		const { here, complaints } = await visit("/two");
		for (const at of ["#one", "#two"]) {
			await bring(here, at);
			await quick(here, at);
		}
		await here.evaluate(() => {
			for (const element of document.querySelectorAll("stand-in")) void element.start();
		});
		await expect.poll(async () => [await state(here, "#one"), await state(here, "#two")]).not.toContain("choosing");
		for (const at of ["#one", "#two"]) await finish(here, at);
		expect(await here.locator("#one .size").textContent()).toContain("60 rows");
		await here.locator("#one").evaluate((element) => (element as unknown as { reset(): void }).reset());
		expect(await state(here, "#one")).toBe("empty");
		expect(await state(here, "#two")).toBe("ready");
		expect(complaints).toEqual([]);
		await here.context().close();
	});

	test("moved it goes on; removed in mid-run its workers are gone; added again it has its table", async () => {
		const { here, complaints } = await visit("/two");
		await bring(here, "#one");
		await here.locator("#one").evaluate((element) => {
			const { choose, start } = element as unknown as { choose(choices: object): void; start(): Promise<void> };
			choose.call(element, { generator: "tabddpm", options: { layers: [8, 8], steps: 100_000, batchRows: 32 } });
			void start.call(element);
		});
		await here.locator("#one svg.lines").first().waitFor({ timeout: 60_000 });
		await here.evaluate("document.getElementById('b').append(document.getElementById('one'))");
		await here.waitForTimeout(300);
		expect(await state(here, "#one")).toBe("running");
		expect(here.workers().length).toBeGreaterThan(0);
		await here.evaluate("(globalThis.kept = document.getElementById('one')).remove()");
		await expect.poll(() => here.workers().length).toBe(0);
		await here.evaluate("document.getElementById('a').append(kept)");
		await here.locator("#one #step-run .phase", { hasText: "Cancelled" }).waitFor();
		expect(await here.locator("#one .column-row").count()).toBe(5);
		expect(await here.locator("#one").getByTestId("start").isEnabled()).toBe(true);
		expect(complaints).toEqual([]);
		await here.context().close();
	});
});

describe("what the person decides", () => {
	test("real values are kept only after a confirmation that names them; findings can be overruled", async () => {
		const { here, complaints } = await visit("/");
		const people = ["name,email,born,visits"];
		const names = ["Anna Berg", "Jonas Weber", "Lena Vogt", "Paul Krause", "Mia Sommer", "Emil Hahn"];
		for (let i = 0; i < 90; i++) {
			const name = names[i % 6] as string;
			people.push(
				`${name},${name.toLowerCase().replace(" ", ".")}@example.org,19${50 + (i % 6)}-0${1 + (i % 6)}-12,${i % 7}`,
			);
		}
		await here
			.getByTestId("file")
			.setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(people.join("\n")) });
		await here.locator(".column-row .treatment").first().waitFor({ timeout: 60_000 });
		const choice = here.getByLabel("What happens to email");
		expect(await choice.inputValue()).toBe("replace");
		await choice.selectOption("keep");
		const asked = here.getByRole("alertdialog");
		await asked.getByText("anna.berg@example.org").waitFor();
		expect(
			await here.locator("stand-in").evaluate((e) => (e as unknown as { settings: object }).settings),
		).not.toHaveProperty("treatments.email");
		expect(await barriers(here)).toEqual([]);
		await asked.getByRole("button", { name: "Do not keep them" }).click();
		expect(await choice.inputValue()).toBe("replace");
		await choice.selectOption("keep");
		await here.getByTestId("confirm-keep").click();
		await here.getByText("The real values of this column leave with the table.").waitFor();
		await here.getByLabel("What happens to born").selectOption("coarsen");
		await here.getByText(/groups, the smallest with/).waitFor();
		await here.getByLabel("Whose row is each row?").selectOption("name");
		const settings = await here.locator("stand-in").evaluate((e) => (e as unknown as { settings: object }).settings);
		expect(settings).toMatchObject({
			subject: "name",
			treatments: { email: { keep: { confirmed: "email" } }, born: { coarsen: "year" } },
		});
		expect(complaints).toEqual([]);
		await picture(here, "decisions");
		await here.context().close();
	});

	test("rows of a quick model are shown as a draft while a slow one learns, and are gone with it", async () => {
		const { here, complaints } = await visit("/");
		await bring(here);
		await here.locator("stand-in").evaluate((element) => {
			const { choose } = element as unknown as { choose(choices: object): void };
			choose.call(element, { generator: "tabddpm", options: { layers: [8, 8], steps: 100_000, batchRows: 32 } });
		});
		await here.getByTestId("start").click();
		await here.locator(".draft tbody tr").first().waitFor({ timeout: 60_000 });
		expect(await here.locator(".draft tbody tr").count()).toBe(8);
		expect(await here.locator(".draft th").allTextContents()).toEqual(["age", "ward", "since", "score", "outcome"]);
		expect(await state(here)).toBe("running");
		await picture(here, "draft");
		await here.getByRole("button", { name: "Cancel" }).click();
		await here.locator("#step-run .phase", { hasText: "Cancelled" }).waitFor();
		expect(await here.locator(".draft").count()).toBe(0);
		// Ended early and kept, the table says so: the same settings would not give it.
		await here.getByTestId("start").click();
		await here.getByRole("button", { name: "Stop early and keep it" }).click({ timeout: 60_000 });
		await finish(here);
		const [, steps = ""] =
			/stopped early after ([\d,]+) steps/.exec((await here.locator(".phase").first().textContent()) ?? "") ?? [];
		expect(Number(steps.replaceAll(",", ""))).toBeGreaterThan(0);
		const note = await here.locator("stand-in").evaluate((element) => {
			const { report } = element as unknown as { report: { provenance: { notes: { Note: string } } } };
			return report.provenance.notes.Note;
		});
		expect(note).toContain(`ended early on request, after ${steps.replaceAll(",", "")} steps`);
		expect(complaints).toEqual([]);
		await here.context().close();
	});

	test("a network is drawn, and an edge that is forbidden is not learned again", async () => {
		const { here, complaints } = await visit("/");
		const lines = visits(150)
			.trim()
			.split("\n")
			.map(
				(line, i) =>
					`${line},${i ? `p${i}@example.org,${i % 41},${i % 37},${(i % 41) + (i % 37)}` : "email,net,tax,gross"}`,
			);
		await here.getByTestId("file").setInputFiles({ ...csv, buffer: Buffer.from(lines.join("\n")) });
		await here.locator(".column-row .treatment").first().waitFor({ timeout: 60_000 });
		await here.locator("stand-in").evaluate((element) => {
			const { choose } = element as unknown as { choose(choices: object): void };
			choose.call(element, { generator: "bayesian-network", rows: 60 });
		});
		await here.getByTestId("start").click();
		await here.locator(".network svg.graph").waitFor({ timeout: 60_000 });
		await here.getByText("made up and depends on nothing: email.").waitFor();
		const away = (await here.getByText("worked out of them: ").textContent()) ?? "";
		const workedOut = /: (net|tax|gross)\.$/.exec(away)?.[1];
		expect(workedOut, away).toBeDefined();
		expect(await here.locator(".network .node title").allTextContents()).not.toContain(workedOut);
		await here.locator(".network summary").click();
		const edge = (await here.locator(".network code").first().textContent()) ?? "";
		expect(edge).toMatch(/^\w+ -> \w+$/);
		await picture(here, "network");
		expect(await barriers(here)).toEqual([]);
		await here.getByRole("button", { name: `Forbid: ${edge}` }).click();
		await expect
			.poll(() => here.locator(`.network [aria-label="Forbid: ${edge}"]`).getAttribute("aria-pressed"))
			.toBe("true");
		expect(await here.locator(`.network [aria-label="Require: ${edge}"]`).count()).toBe(0);
		const settings = await here.locator("stand-in").evaluate((e) => (e as unknown as { settings: object }).settings);
		expect(settings).toMatchObject({ options: { forbidden: [edge] } });
		expect(complaints).toEqual([]);
		await here.context().close();
	});

	test("a fair outcome is asked for by keyboard, and both differences stand beside the table", async () => {
		const { here, complaints } = await visit("/");
		await bring(here);
		await quick(here);
		const element = here.locator("stand-in");
		// In this table the outcome follows from the age; what follows is not sampled, fairly or not.
		await element.getByRole("switch", { name: "follows from" }).uncheck();
		// A rule that cannot be kept is refused beside its field, before anything is learned.
		const rule = element.locator("#rule");
		for (const [typed, said] of [
			["agee > 20", 'There is no column called "agee". Did you mean "age"?'],
			["age >= score +", "Expected a value, found the end."],
			["age < 0", "every row of the table breaks it"],
		] as const) {
			await rule.fill(typed);
			await element.getByRole("button", { name: "Add", exact: true }).click();
			await element.locator('#rule-hint[role="alert"]', { hasText: said }).waitFor();
		}
		await rule.fill("age >= 0");
		await element.getByRole("button", { name: "Add", exact: true }).click();
		await element.locator(".own-rule", { hasText: "age >= 0" }).waitFor();
		await element.getByText("Advanced options").press("Enter");
		await element.getByLabel("Outcome", { exact: true }).focus();
		await here.keyboard.type("outcome");
		await element.getByLabel("Groups", { exact: true }).selectOption("ward");
		expect(await barriers(here)).toEqual([]);
		await picture(here, "fair");
		await element.getByTestId("start").click();
		await finish(here);
		const figures = await element.getByTestId("fair-result").locator("td").allTextContents();
		expect(figures).toHaveLength(6);
		for (const figure of figures) expect(figure).toMatch(/^(\d(\.\d+)?|too few rows)$/);
		await picture(here, "fair-result");
		expect(await barriers(here)).toEqual([]);
		const [file] = await Promise.all([here.waitForEvent("download"), element.getByTestId("download").click()]);
		expect(file.suggestedFilename()).toBe("visits.fair.synthetic.csv");
		expect(complaints).toEqual([]);
		await here.context().close();
	});

	test("under differential privacy the report is the promise, and figures are for the person's own eyes", async () => {
		const { here, complaints } = await visit("/");
		await bring(here);
		const element = here.locator("stand-in");
		// A promise that the usual generator does not keep brings another, and taken back brings it back.
		const chosen = () => element.locator('input[name="generator"]:checked').getAttribute("value");
		await element.getByTestId("privacy").check();
		expect(await chosen()).toBe("clique-tree");
		await element.getByText("“Masked diffusion” keeps no such promise").waitFor();
		await element.getByTestId("privacy").uncheck();
		expect(await chosen()).toBe("diffusion");
		await quick(here);
		await element.getByTestId("privacy").check();
		await expect.poll(() => element.getByText("Below 1,000 rows the noise").isVisible()).toBe(true);
		// What cannot keep the promise is out of reach, and says why.
		const unable = element.locator(".choice", { has: here.locator('input[value="copula"]') });
		expect(await unable.locator("input").isDisabled()).toBe(true);
		expect(await unable.textContent()).toContain("Keeps no promise of differential privacy.");
		expect(await element.locator("#holdout-hint").textContent()).toContain("only a comparison for your own eyes");
		// What is public is stated, and nothing is spent on finding it.
		await element.getByText("Ranges and categories that are public").click();
		await element.getByLabel("age", { exact: true }).fill("100..0");
		await expect.poll(() => element.getByText("This cannot be used. Least and greatest value").isVisible()).toBe(true);
		await element.getByLabel("age", { exact: true }).fill("0..110");
		await element.getByLabel("outcome", { exact: true }).fill("no, yes");
		await picture(here, "privacy");
		await element.getByTestId("start").click();
		await expect.poll(() => state(here), { timeout: 90_000 }).toBe("ready");
		await expect.poll(() => element.getByText("may be published with the table").isVisible()).toBe(true);
		expect(await element.locator("#step-report > header").textContent()).not.toContain("measured in this tab");
		await picture(here, "promise");
		const told = () =>
			element.evaluate((one) => {
				const { report } = one as unknown as { report: Record<string, unknown> };
				return Object.keys(report);
			});
		expect(await told()).not.toContain("fidelity");
		const spentOn = await element.evaluate((one) => {
			const { promise } = (one as unknown as { report: { promise: { entries: { what: string }[] } } }).report;
			return promise.entries.map(({ what }) => what).join("; ");
		});
		expect(spentOn).toContain('Range and bins of "score"');
		expect(spentOn).not.toContain('Range and bins of "age"');
		expect(spentOn).not.toContain('Categories and their counts of "outcome"');
		await element.getByRole("button", { name: "for my own eyes" }).click();
		await expect.poll(() => element.getByText("For your own eyes only").isVisible(), { timeout: 90_000 }).toBe(true);
		expect(await told()).not.toContain("fidelity");
		const [download] = await Promise.all([
			here.waitForEvent("download"),
			element.getByRole("button", { name: "JSON" }).click(),
		]);
		const kept = JSON.parse(readFileSync((await download.path())!, "utf8"));
		expect(kept.promise).toMatchObject({ epsilon: 1, seeded: false });
		expect(kept).not.toHaveProperty("fidelity");
		expect(complaints).toEqual([]);
	});

	test("everything leaves in one zip: table, report, model and settings", async () => {
		const { here } = await visit("/");
		await bring(here);
		await quick(here);
		await here.getByTestId("start").click();
		await finish(here);
		const everything = async () => {
			const [download] = await Promise.all([
				here.waitForEvent("download"),
				here.getByRole("button", { name: "Download everything" }).click(),
			]);
			const files = unzipSync(new Uint8Array(readFileSync(await download.path())));
			const text = (name: string) => Buffer.from(files[name] as Uint8Array).toString();
			return { name: download.suggestedFilename(), files, text, settings: JSON.parse(text("settings.json")) };
		};
		const { name, files, text, settings } = await everything();
		expect(name).toBe("visits.synthetic.zip");
		expect(Object.keys(files).sort()).toEqual([
			"settings.json",
			"visits.synthetic.csv",
			"visits.synthetic.report.html",
			"visits.synthetic.report.json",
			"visits.synthetic.standin",
		]);
		expect(settings).toEqual({ generator: "independent", rows: 60, seed: 1, holdout: 0.2, target: "outcome" });
		// The same settings give the same table, through the library's one call.
		const again = (options: object) =>
			here.evaluate(([text, options]) => (globalThis as unknown as Again).again(text, options), [
				visits(150),
				options,
			] as const);
		expect(await again(settings)).toBe(text("visits.synthetic.csv"));

		// Rows asked of the model again are told with what they were asked for, everywhere.
		await here.getByText("Fix columns, or sample more").click();
		await here.getByLabel("Sample more of a rare category in").selectOption("ward");
		await here.getByRole("button", { name: "Fix a column" }).click();
		await here.getByLabel("From", { exact: true }).fill("30");
		await here.getByLabel("To", { exact: true }).fill("60");
		await here.locator("#again-rows").fill("40");
		await here.locator("#again-seed").fill("9");
		await here.getByRole("button", { name: "Sample", exact: true }).click();
		await here.locator(".size", { hasText: "40 rows" }).waitFor();
		await finish(here);
		expect(await here.locator(".size").textContent()).toBe(
			"40 rows, 5 columns, with age from 30 to 60; ward rebalanced: its rarest category in 50\u00a0% of the rows; seed 9",
		);
		const other = await everything();
		expect(other.name).toBe("visits.conditional.rebalanced.synthetic.zip");
		expect(other.settings).toEqual({
			...settings,
			...{ rows: 40, sampleSeed: 9, given: { age: { min: 30, max: 60 } }, rebalance: { column: "ward", share: 0.5 } },
		});
		expect(await again(other.settings)).toBe(other.text("visits.conditional.rebalanced.synthetic.csv"));
		const { provenance } = JSON.parse(other.text("visits.conditional.rebalanced.synthetic.report.json"));
		expect(provenance).toMatchObject({
			seed: 1,
			notes: {
				"Seed of the rows": "9",
				"Every row has": "age from 30 up to 60",
				Rebalanced: "ward: its rarest category in 50 % of the rows",
			},
		});
		await here.context().close();
	});
});

describe("in other surroundings", () => {
	test("other formats come in, pretty-printed JSON too, and the synthetic file has the same one", async () => {
		const { here, complaints } = await visit("/");
		const table = await parseCsv(visits(80));
		const bytes = async (format: "jsonl" | "parquet") =>
			Buffer.from(await (await formatTable(table, format)).arrayBuffer());
		const lines = (await bytes("jsonl")).toString();
		const pretty = JSON.stringify(
			lines
				.trim()
				.split("\n")
				.map((line) => JSON.parse(line)),
			null,
			"\t",
		);
		for (const [name, buffer, out, label] of [
			["visits.json", Buffer.from(pretty), "visits.synthetic.jsonl", "JSON lines"],
			["visits.parquet", await bytes("parquet"), "visits.synthetic.parquet", "Parquet"],
			["visits.csv.gz", Buffer.from(gzipSync(Buffer.from(visits(80)))), "visits.synthetic.csv", "CSV"],
		] as const) {
			const another = here.getByRole("button", { name: "Another table" });
			if (await another.isVisible()) await another.click();
			await here.getByTestId("file").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
			await here.locator(".source-bar .name", { hasText: name }).waitFor();
			await here.locator(".column-row .treatment").first().waitFor({ timeout: 60_000 });
			expect(await here.locator(".column-row .name").allTextContents(), name).toEqual([
				...["age", "ward", "since", "score", "outcome"],
			]);
			await quick(here);
			await here.getByTestId("start").click();
			await finish(here);
			const [download] = await Promise.all([
				here.waitForEvent("download"),
				here.getByRole("button", { name: `Download ${label}`, exact: true }).click(),
			]);
			expect(download.suggestedFilename()).toBe(out);
			const back = await readTable(new Blob([readFileSync(await download.path())]));
			expect([back.rows, back.columns.length], name).toEqual([60, 5]);
		}
		// Another format is a choice away.
		await here.getByLabel("File format").selectOption("parquet");
		await here.getByRole("button", { name: "Download Parquet", exact: true }).waitFor();
		const rows = visits(80)
			.trim()
			.split(/\r?\n/)
			.map((line) => line.split(","));
		const columns = rows[0]!.map((name, c) => [name, rows.slice(1).map((row) => row[c])] as const);
		const text = Buffer.from(visits(80));
		const zip = zipSync({ "notes.csv": Buffer.from("a,b\n1,2\n"), "data/visits.csv": text, "cover.pdf": text });
		for (const [name, buffer] of [
			["visits.xlsx", workbook({ Visits: rows })],
			["visits.arrow", tableToIPC(tableFromArrays(Object.fromEntries(columns)), { format: "file" })!],
			["visits.zip", zip],
		] as const) {
			await here.getByRole("button", { name: "Another table" }).click();
			await here.getByTestId("file").setInputFiles({ name, mimeType: "", buffer: Buffer.from(buffer) });
			if (name.endsWith("zip")) {
				await here.getByText("The archive holds 2 tables. Which one is it?").waitFor();
				await here.getByRole("button", { name: "data/visits.csv" }).click();
			}
			await here.locator(".source-bar .name", { hasText: name.replace("zip", "csv") }).waitFor();
			await here.locator(".source-bar .figure", { hasText: "80 rows, 5 columns" }).waitFor();
		}
		expect(complaints).toEqual([]);
		await here.context().close();
	});

	test("noisy marginals make a table, and the promise is said to be that of whoever made them", async () => {
		const { here } = await visit("/");
		const columns = { ward: { levels: ["north", "south"] }, age: { edges: [20, 50, 80] } };
		const marginals = [{ columns: ["ward", "age"], counts: [10, 30, 51, 9], sigma: 2 }];
		const json = JSON.stringify({ columns, marginals, promise: "epsilon 1 for each patient" });
		const file = { name: "counts.json", mimeType: "application/json", buffer: Buffer.from(json) };
		await here.getByTestId("file").setInputFiles(file);
		await here.getByText("promises: epsilon 1 for each patient").waitFor();
		await here.locator(".size", { hasText: "100 rows, 2 columns" }).waitFor();

		// As CSV they could be any table: they are opened where a saved model is.
		const other = await visit("/");
		const lines = "ward,age,count,sigma\nnorth,20..50,10,2\nnorth,50..80,30,2\nsouth,20..50,71,2\nsouth,50..80,9,2";
		await other.here
			.getByTestId("model-file")
			.setInputFiles({ ...csv, name: "counts.csv", buffer: Buffer.from(lines) });
		await other.here.locator(".size", { hasText: "120 rows, 2 columns" }).waitFor();
		expect(other.complaints).toEqual([]);
	});

	test("missing cells of another file are sampled, and all others stay as they are", async () => {
		const { here, complaints } = await visit("/");
		await bring(here);
		await here.locator("stand-in").evaluate((element) => {
			const treatments = { age: { coarsen: { band: 10 } } };
			(element as unknown as { choose(choices: object): void }).choose({
				generator: "independent",
				rows: 60,
				treatments,
			});
		});
		await here.getByTestId("start").click();
		await finish(here);
		await here.getByText("Complete missing cells of another file").click();
		await here.getByText("The rows of that file are not synthetic").waitFor();
		const other = "age,ward,since,score,outcome\n33,north,2024-05-01,,no\n71,,2024-06-01,12.5,yes";
		const [download] = await Promise.all([
			here.waitForEvent("download"),
			here.getByTestId("complete-file").setInputFiles({ ...csv, name: "others.csv", buffer: Buffer.from(other) }),
		]);
		expect(download.suggestedFilename()).toBe("others.completed.csv");
		const [, first = "", second = ""] = readFileSync(await download.path(), "utf8")
			.trim()
			.split(/\r?\n/);
		expect(first).toMatch(/^33,north,2024-05-01,[\d.]+,no$/);
		expect(second).toMatch(/^71,.+,2024-06-01,12\.5,yes$/);
		await here.getByText("2 missing cells were sampled.").waitFor();
		const [again] = await Promise.all([
			here.waitForEvent("download"),
			here.getByRole("button", { name: "Download others.completed.csv again" }).click(),
		]);
		expect(again.suggestedFilename()).toBe("others.completed.csv");
		const without = "age,ward,since,outcome\n33,north,2024-05-01,no\n71,north,2024-06-01,yes";
		await here.getByTestId("complete-file").setInputFiles({ ...csv, buffer: Buffer.from(without) });
		await here.getByText('2 missing cells were sampled. The file has no column "score": the model added it.').waitFor();
		await here
			.getByTestId("complete-file")
			.setInputFiles({ ...csv, name: "none.csv", buffer: Buffer.from("colour,size\nred,1\nblue,2") });
		await here.getByText('The model does not know "colour", "size"').waitFor();
		expect(await barriers(here)).toEqual([]);
		expect(complaints).toEqual([]);
		await here.context().close();
	});

	test("what protection keeps from being learned is said before anything is learned", async () => {
		const { here } = await visit("/");
		await here.getByTestId("file").setInputFiles({
			...csv,
			buffer: Buffer.from(
				`code,amount\n${Array.from({ length: 120 }, (_, i) => `${i < 117 ? "ab"[i % 2] : `rare${i}`},${i}`).join("\n")}`,
			),
		});
		await here.locator(".column-row .treatment").first().waitFor({ timeout: 60_000 });
		await here.getByText("This protects 1 column from being learned in full").click();
		const said = here.locator("#protected li");
		expect(await said.textContent()).toMatch(/^In "code" categories that fewer than 5 rows have .+; there are 3\.$/);
		await here.getByLabel("People behind a value, at least").fill("1");
		await said.waitFor({ state: "detached" });
		await here.context().close();
	});

	test("where the reader was wrong, a person says how the file is read, and a refused file is read again", async () => {
		const { here, complaints } = await visit("/");
		const names = here.locator(".column-row .name");
		const lines = Array.from({ length: 20 }, (_, i) => `${i},${i % 3},${i % 2 ? "yes" : "no"}`).join("\n");
		await here.getByTestId("file").setInputFiles({ ...csv, buffer: Buffer.from(`7,1,yes\n${lines}`) });
		await here
			.getByText("21 rows, 3 columns")
			.or(here.getByText("20 rows, 3 columns"))
			.first()
			.waitFor({ timeout: 60_000 });
		await here.locator("#how-read summary").click();
		await here.getByLabel("Names of columns").selectOption("yes");
		await here.getByTestId("read-again").click();
		await here.getByText("20 rows, 3 columns").first().waitFor();
		expect(await names.allTextContents()).toEqual(["7", "1", "yes"]);
		await here.getByLabel("Names of columns").selectOption("no");
		await here.getByLabel("Lines to leave out at the beginning").fill("2");
		await here.getByTestId("read-again").click();
		await here.getByText("19 rows, 3 columns").first().waitFor();
		expect(await names.allTextContents()).toEqual(["column_1", "column_2", "column_3"]);
		expect(await barriers(here)).toEqual([]);
		await here.getByText("Another table").click();
		const above = "Visits,2024\nExported,3 May\na,b,c,d,e\n1,2,3,4,5\n6,7,8,9,10\n";
		await here.getByTestId("file").setInputFiles({ ...csv, buffer: Buffer.from(above) });
		await here.getByText("give their number under “How this file is read”").waitFor();
		await here.getByLabel("Lines to leave out at the beginning").fill("2");
		await here.getByTestId("read-again").click();
		await here.getByText("2 rows, 5 columns").first().waitFor();
		expect(complaints).toEqual([]);
		await here.context().close();
	});

	test("German, by the page's language; another language and texts while the page runs", async () => {
		const { here, complaints } = await visit("/de");
		await here.getByRole("button", { name: "Datei wählen" }).waitFor();
		await bring(here);
		const whole = () => here.locator("stand-in").evaluate((element) => element.shadowRoot?.textContent ?? "");
		await here.locator(".column-row .treatment").first().waitFor({ timeout: 60_000 });
		expect(await whole()).toMatch(/Ganze Zahlen von \d/);
		// What the library found is said in German as well.
		expect(await whole()).not.toMatch(/different values in|Nothing that identifies|Whole numbers from|Numbers from/);
		await picture(here, "german-columns");
		await quick(here);
		await here.getByRole("button", { name: "Synthetische Tabelle erstellen" }).click();
		await finish(here);
		expect(await barriers(here)).toEqual([]);
		await picture(here, "german");
		const shown = await whole();
		expect(shown).not.toMatch(/Download|Synthetic table\b|Advanced|\d\.\d %| to \d|hold-out rows/);
		expect(shown).toMatch(/beiseitegelegte Zeilen erreichen \d+(,\d)?/);
		await here.setViewportSize({ width: 360, height: 740 });
		const wide = await here.locator("stand-in").evaluate((element) => element.scrollWidth - element.clientWidth);
		expect(wide).toBeLessThanOrEqual(0);
		await picture(here, "german-phone");
		await here.evaluate(() => {
			const { registerMessages } = globalThis as unknown as { registerMessages(lang: string, texts: object): void };
			registerMessages("nl", { "result.download": "CSV downloaden" });
			document.querySelector("stand-in")?.setAttribute("lang", "nl");
		});
		await here.getByRole("button", { name: "CSV downloaden" }).waitFor();
		await here.getByRole("button", { name: "Download everything" }).waitFor();
		expect(complaints).toEqual([]);
		await here.context().close();
	});

	for (const [name, path, options] of [
		["a narrow sidebar", "/sidebar", {}],
		["a dark page with colours of its own", "/dark", {}],
		["a phone", "/", { viewport: { width: 360, height: 740 }, hasTouch: true }],
	] as const) {
		test(`${name}: nothing is cut off, no barrier`, async () => {
			const { here, complaints } = await visit(path, options);
			await bring(here);
			await picture(here, `${name.replaceAll(" ", "-")}-columns`);
			await quick(here);
			await here.getByTestId("start").click();
			await finish(here);
			await here.locator("svg.chart").first().waitFor();
			const wide = await here.locator("stand-in").evaluate((element) => element.scrollWidth - element.clientWidth);
			expect(wide).toBeLessThanOrEqual(0);
			expect(await barriers(here)).toEqual([]);
			await picture(here, name.replaceAll(" ", "-"));
			expect(complaints).toEqual([]);
			await here.context().close();
		});
	}
});
