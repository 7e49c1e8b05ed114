import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { barriers, launch } from "./browser";
import { type FormServer, serveForms } from "./form-server";

/** Every cell of the last column occurs in no other file. */
const ROWS = 80;
const SECRET = "Confidential remark about patient";
const csv = [
	"age,ward,remark",
	...Array.from({ length: ROWS }, (_, i) => `${20 + ((i * 37) % 61)},${i % 3 ? "north" : "south"},${SECRET} ${i}`),
].join("\n");
const real = { name: "patients.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };

const form = (script: string, field = '<input type="file" name="table" id="table">') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Upload</title><link rel="icon" href="data:,"></head>
<body><main><h1>Upload</h1>
<form action="/upload" method="post" enctype="multipart/form-data">
<label>Title <input name="title" value="Visits"></label>
<label for="table">Table</label> ${field}
<button>Send</button> <button type="reset">Clear</button>
</form></main>
<script type="module" src="${script}"></script></body></html>`;

const quick = `(element) => element.choose({ generator: "independent", holdout: 0 })`;

const pages = {
	"/": form("/page.js"),
	"/page.js": `import { protectUpload } from "/standin/element.js";
globalThis.protection = protectUpload(document.getElementById("table"), { setUp: ${quick} });`,
	// A page of somebody who reads the field whenever it changes, and sends it.
	"/eager": form("/eager.js"),
	"/eager.js": `import { protectUpload } from "/standin/element.js";
const input = document.getElementById("table");
protectUpload(input, { setUp: ${quick} });
globalThis.seen = [];
for (const type of ["input", "change"]) input.addEventListener(type, () => seen.push(...Array.from(input.files, (file) => file.name)));`,
	"/declared": form("/declared.js", '<input type="file" name="table" id="table" data-standin-protect disabled>'),
	"/declared.js": `import { protectUploads } from "/standin/element.js"; protectUploads(document, { setUp: ${quick} });`,
	"/broken": form("/nowhere.js", '<input type="file" name="table" id="table" data-standin-protect disabled>'),
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

interface Visit {
	page: Page;
	/** What forms of this page posted. */
	posts(): FormServer["posts"];
}

async function visit(path = "/"): Promise<Visit> {
	const context = await browser.newContext();
	const page = await context.newPage();
	page.on("dialog", (dialog) => void dialog.accept().catch(() => {}));
	const before = server.posts.length;
	await page.goto(server.origin + path);
	if (path !== "/broken") await page.locator("standin-protection").waitFor();
	return { page, posts: () => server.posts.slice(before) };
}

const choose = (page: Page) => page.locator("#table").setInputFiles(real);
const pending = (page: Page) => page.locator("standin-protection").getByText("is held back").waitFor();
/** Submits as a script does, past all that would ask or check. */
const submitByScript = (page: Page) =>
	Promise.all([page.waitForURL("**/upload"), page.evaluate(() => document.forms[0]?.submit())]);

/** The form arrived, without a file, and nothing of the real one is in it. */
function expectNoFile(posts: FormServer["posts"], least = 1): void {
	expect(posts.length).toBeGreaterThanOrEqual(least);
	for (const { body, form } of posts) {
		expect(form.get("title")).toBe("Visits");
		for (const value of form.getAll("table")) expect(value instanceof File ? value.size : value.length).toBe(0);
		expect(body.includes(SECRET)).toBe(false);
		expect(body.includes("patients.csv")).toBe(false);
	}
}

async function done({ page }: Visit): Promise<void> {
	await page.context().close();
}

/** Goes the whole way in the dialog. */
async function handOn(page: Page): Promise<void> {
	await page.getByTestId("start").click();
	await page.locator("#step-report .message, #step-report .checklist").first().waitFor({ timeout: 60_000 });
	const confirm = page.getByTestId("confirm");
	await expect
		.poll(async () => (await confirm.isVisible()) || (await page.getByTestId("hand-on").isEnabled()), {
			timeout: 60_000,
		})
		.toBe(true);
	if (await confirm.isVisible()) await confirm.click();
	await page.getByTestId("hand-on").click();
	await page.getByText("goes with the form in place of").waitFor();
}

describe("a protected upload sends the synthetic file", () => {
	test("under a name that says so, and nothing of the real one", async () => {
		const here = await visit();
		const { page, posts } = here;
		await choose(page);
		await pending(page);
		expect(await barriers(page)).toEqual([]);
		await handOn(page);
		await Promise.all([page.waitForURL("**/upload"), page.getByRole("button", { name: "Send" }).click()]);
		const [post] = posts();
		const file = post?.form.get("table") as File;
		expect(file.name).toBe("patients.synthetic.csv");
		const lines = (await file.text()).trim().split(/\r?\n/);
		expect(lines[0]).toBe("age,ward,remark");
		expect(lines).toHaveLength(ROWS + 1);
		expect(post?.body.includes(SECRET)).toBe(false);
		await done(here);
	});

	test("and the page's own listeners hear of it alone", async () => {
		const here = await visit("/eager");
		const { page } = here;
		await choose(page);
		await pending(page);
		expect(await page.evaluate("seen")).toEqual([]);
		await handOn(page);
		expect(await page.evaluate("[...new Set(seen)]")).toEqual(["patients.synthetic.csv"]);
		// Changing the result takes it back: what was given stands for another one.
		await page.getByTestId("go-on").click();
		await page.locator("#step-settings .fold").click();
		await page.getByLabel("Rows to make").fill("50");
		await pending(page);
		expect(await page.evaluate("document.getElementById('table').files.length")).toBe(0);
		await done(here);
	});

	test("also where the field is declared protected in the markup", async () => {
		const here = await visit("/declared");
		const { page, posts } = here;
		expect(await page.locator("#table").isEnabled()).toBe(true);
		await choose(page);
		await pending(page);
		await submitByScript(page);
		expectNoFile(posts());
		await done(here);
	});
});

describe("no file goes, not the real one", () => {
	test("when the person cancels", async () => {
		const here = await visit();
		const { page, posts } = here;
		await choose(page);
		await page.getByRole("dialog").getByTestId("do-without").click();
		await page.getByText("The form has no file.").waitFor();
		await Promise.all([page.waitForURL("**/upload"), page.getByRole("button", { name: "Send" }).click()]);
		expectNoFile(posts());
		await done(here);
	});

	test("when the file cannot be read", async () => {
		const here = await visit();
		const { page, posts } = here;
		await page
			.locator("#table")
			.setInputFiles({ name: "patients.csv", mimeType: "text/csv", buffer: Buffer.from("age,ward\n") });
		await page.locator(".drop .message.error").waitFor();
		await submitByScript(page);
		expectNoFile(posts());
		await done(here);
	});

	test("when the worker dies in mid-run", async () => {
		const here = await visit();
		const { page, posts } = here;
		await choose(page);
		await page.locator("input[type=radio][value=diffusion]").check();
		await page.getByTestId("start").click();
		await page.locator("#step-run").waitFor();
		await expect.poll(() => page.workers().length).toBeGreaterThan(0);
		const failed = page.locator("#step-run .message.error");
		// The first to be met may be the worker that looked at the columns, on its way out.
		for (let tries = 0; tries < 40 && (await failed.count()) === 0; tries++) {
			for (const worker of page.workers()) void worker.evaluate(() => self.close()).catch(() => {});
			await page.waitForTimeout(250);
		}
		await failed.waitFor({ timeout: 60_000 });
		await submitByScript(page);
		expectNoFile(posts());
		await done(here);
	});

	test("when a script fails on the way", async () => {
		const here = await visit();
		const { page, posts } = here;
		// Whatever the flow asks of the file throws, and so does every listener of the page.
		await page.evaluate(() => {
			for (const name of ["stream", "text", "arrayBuffer", "slice"] as const) {
				Blob.prototype[name] = () => {
					throw new Error("broken");
				};
			}
			Worker.prototype.postMessage = () => {
				throw new Error("broken");
			};
			HTMLDialogElement.prototype.showModal = () => {
				throw new Error("broken");
			};
		});
		await choose(page);
		await pending(page);
		await submitByScript(page);
		expectNoFile(posts());
		await done(here);
	});

	test("when the script does not come at all and the field is declared", async () => {
		const here = await visit("/broken");
		const { page, posts } = here;
		expect(await page.locator("#table").isDisabled()).toBe(true);
		await page.locator("#table").evaluate((input: HTMLInputElement, text) => {
			const transfer = new DataTransfer();
			transfer.items.add(new File([text], "patients.csv"));
			input.files = transfer.files;
		}, csv);
		await Promise.all([page.waitForURL("**/upload"), page.getByRole("button", { name: "Send" }).click()]);
		expectNoFile(posts());
		await done(here);
	});

	test("after the back button", async () => {
		const here = await visit();
		const { page, posts } = here;
		await choose(page);
		await page.getByTestId("start").click();
		await page.goto(`${server.origin}/declared`);
		await page.goBack();
		await page.locator("standin-protection").waitFor();
		await submitByScript(page);
		expectNoFile(posts());
		await done(here);
	});

	test("when it is submitted twice", async () => {
		const here = await visit();
		const { page, posts } = here;
		await choose(page);
		await pending(page);
		await page.keyboard.press("Escape");
		// While nothing is ready the form stays, and says why.
		await page.getByRole("button", { name: "Send" }).dblclick();
		expect(page.url()).toBe(`${server.origin}/`);
		expect(await page.locator("#table").evaluate((input: HTMLInputElement) => input.validationMessage)).toContain(
			"patients.csv is held back",
		);
		await page.evaluate(() => {
			document.forms[0]?.submit();
			document.forms[0]?.submit();
		});
		await page.waitForURL("**/upload");
		expectNoFile(posts());
		await done(here);
	});

	test("when a page's own drop zone puts it into the field", async () => {
		const here = await visit();
		const { page, posts } = here;
		await Promise.all([
			page.waitForURL("**/upload"),
			page.locator("#table").evaluate((input: HTMLInputElement, text) => {
				const transfer = new DataTransfer();
				transfer.items.add(new File([text], "patients.csv"));
				input.files = transfer.files;
				input.form?.submit();
			}, csv),
		]);
		expectNoFile(posts());
		await done(here);
	});

	test("when a file is dropped on the field itself", async () => {
		const here = await visit();
		const { page, posts } = here;
		const folder = mkdtempSync(join(tmpdir(), "standin-drop-"));
		writeFileSync(join(folder, "patients.csv"), csv);
		const { x, y, width, height } = (await page.locator("#table").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
		const devtools = await page.context().newCDPSession(page);
		const data = { items: [], files: [join(folder, "patients.csv")], dragOperationsMask: 1 };
		for (const type of ["dragEnter", "dragOver", "drop"] as const) {
			await devtools.send("Input.dispatchDragEvent", { type, x: x + width / 2, y: y + height / 2, data });
		}
		await pending(page);
		await submitByScript(page);
		expectNoFile(posts());
		await done(here);
	});

	test("by requestSubmit, also where the form asks for no checks", async () => {
		const here = await visit();
		const { page, posts } = here;
		await choose(page);
		await pending(page);
		await page.evaluate(() => {
			const [form] = document.forms;
			form?.requestSubmit();
			if (form) form.noValidate = true;
			form?.requestSubmit();
		});
		await page.waitForTimeout(200);
		expect(page.url()).toBe(`${server.origin}/`);
		expect(posts()).toEqual([]);
		await submitByScript(page);
		expectNoFile(posts());
		await done(here);
	});

	test("after the form was reset", async () => {
		const here = await visit();
		const { page, posts } = here;
		await choose(page);
		await pending(page);
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Clear" }).click();
		await page.getByText("is replaced by a synthetic one before it is sent").waitFor();
		await Promise.all([page.waitForURL("**/upload"), page.getByRole("button", { name: "Send" }).click()]);
		expectNoFile(posts());
		await done(here);
	});

	test("when the page is restored with its fields filled in", async () => {
		const here = await visit();
		const { page, posts } = here;
		// As browsers do it: the field is filled without any event, then the page is shown.
		await page.locator("#table").evaluate((input: HTMLInputElement, text) => {
			const transfer = new DataTransfer();
			transfer.items.add(new File([text], "patients.csv"));
			input.files = transfer.files;
			window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
		}, csv);
		expect(await page.evaluate("document.getElementById('table').files.length")).toBe(0);
		await choose(page);
		await page.reload();
		await page.locator("standin-protection").waitFor();
		expect(await page.evaluate("document.getElementById('table').files.length")).toBe(0);
		await submitByScript(page);
		expectNoFile(posts());
		await done(here);
	});

	test("by form.submit()", async () => {
		const here = await visit();
		const { page, posts } = here;
		await choose(page);
		await pending(page);
		await submitByScript(page);
		expectNoFile(posts());
		await done(here);
	});

	test("by a script that collects the form and sends it", async () => {
		const here = await visit();
		const { page, posts } = here;
		await choose(page);
		await pending(page);
		await page.evaluate(async () => {
			const form = document.forms[0] as HTMLFormElement;
			await fetch("/upload", { method: "POST", body: new FormData(form) });
		});
		expectNoFile(posts());
		await done(here);
	});

	test("after the protection was ended", async () => {
		const here = await visit();
		const { page, posts } = here;
		await choose(page);
		await page.evaluate("protection.end()");
		await submitByScript(page);
		expectNoFile(posts());
		await done(here);
	});
});
