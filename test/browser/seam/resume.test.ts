/** Unfinished fits outlive a reload where their user wants that, and nothing of them outlives their end. */
import { afterEach, expect, test, vi } from "vitest";
import {
	createGenerator,
	forgetUnfinishedFits,
	OptionError,
	resumeGenerator,
	unfinishedFits,
} from "../../../src/index";
import type { Progress } from "../../../src/worker/run";
import { fixture, fixtureUrl, numbers, rejection } from "./fixture";
import type { ReloadedPage } from "./resume-page";
import { table } from "./resume-page";

const DATABASE = "standin-unfinished";

async function stored(name: "fits" | "checkpoints"): Promise<{ [member: string]: unknown }[]> {
	const database = await new Promise<IDBDatabase | undefined>((resolve) => {
		const request = indexedDB.open(DATABASE);
		// None is made here.
		request.onupgradeneeded = () => request.transaction?.abort();
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => resolve(undefined);
	});
	if (!database) return [];
	const request = database.transaction(name).objectStore(name).getAll();
	const found = await new Promise<[]>((resolve) => {
		request.onsuccess = () => resolve(request.result as []);
	});
	database.close();
	return found;
}

const keys = () => Object.keys(sessionStorage).filter((name) => name.startsWith("standin"));
const nothingLeft = async () => {
	await expect.poll(() => stored("fits")).toEqual([]);
	expect(await stored("checkpoints")).toEqual([]);
	expect(keys()).toEqual([]);
};

afterEach(async () => {
	vi.restoreAllMocks();
	await new Promise((resolve) => {
		indexedDB.deleteDatabase(DATABASE).onsuccess = resolve;
	});
	for (const name of keys()) sessionStorage.removeItem(name);
});

/** A page of its own in this tab; each call is to what was loaded last. */
async function openPage() {
	const frame = document.createElement("iframe");
	frame.src = new URL("./resume-page.ts", import.meta.url).href;
	const load = async (how: () => void): Promise<ReloadedPage> => {
		await new Promise((loaded) => {
			frame.onload = loaded;
			how();
		});
		const inside = frame.contentDocument as Document;
		const script = Object.assign(inside.createElement("script"), { type: "module", src: frame.src });
		await new Promise((ran) => {
			script.onload = ran;
			inside.documentElement.append(script);
		});
		return (frame.contentWindow as unknown as { page: ReloadedPage }).page;
	};
	const page = await load(() => document.body.append(frame));
	return { page, reload: () => load(() => frame.contentWindow?.location.reload()), close: () => frame.remove() };
}

test("a fit that a reload cuts off is resumed to the very same model, and nothing of it stays", async () => {
	const { page, reload, close } = await openPage();
	await page.begin();
	await expect.poll(() => stored("checkpoints"), { interval: 5, timeout: 30_000 }).toHaveLength(1);
	// In progress: not for anybody else in this tab.
	expect(await Promise.all([unfinishedFits(), resumeGenerator(table())])).toEqual([[], undefined]);
	const reloaded = await reload();
	for (const place of ["fits", "checkpoints"] as const) {
		for (const entry of await stored(place)) {
			const { nonce, bytes, expires } = { ...entry, ...(entry.about as object) } as never as Record<
				string,
				ArrayBuffer
			>;
			expect([Object.keys(entry), nonce?.byteLength]).toEqual([
				expires ? ["expires", "about"] : ["nonce", "bytes"],
				12,
			]);
			const text = new TextDecoder("latin1").decode(bytes);
			for (const word of ["tabddpm", "income", "smoker", "array"]) expect(text).not.toContain(word);
		}
	}
	const { listed, foreign, told, summary, model } = await reloaded.resume();
	const [, fits] = [close(), listed.map(({ generator, rows, columns }) => ({ generator, rows, columns }))];
	expect(fits).toEqual([{ generator: "tabddpm", rows: 120, columns: 3 }]);
	expect(listed[0]!.expires.getTime() - listed[0]!.begun.getTime()).toBeGreaterThan(3_500_000);
	expect(foreign).toBe(false);
	expect(told.find(({ phase }) => phase === "train")!.step).toBeGreaterThan(1);
	expect(summary).toMatchObject({ seed: 5, steps: 400, device: "wasm" });
	await nothingLeft();
	const options = { layers: [8, 8], batchRows: 32, steps: 400 };
	using whole = await createGenerator("tabddpm", options, { device: "wasm" });
	await whole.fit(table(), { seed: 5 });
	expect(Uint8Array.from(model)).toEqual(await whole.save());
});

/** A fit that keeps every step and takes a second; it stays in the midst of that. */
async function inTheMidst(search = "", keepHours = 1) {
	const handle = await fixture("mortal", { ms: 1, steps: 4 }, { workerUrl: fixtureUrl + search });
	const stop = new AbortController();
	const told: Progress[] = [];
	const fit = handle.fit(numbers(3), { keepHours, signal: stop.signal, onProgress: (p) => told.push(p) });
	return { handle, stop, told, fit };
}

test("what was kept is deleted with the end of the fit, an abort of its user and the end of its handle", async () => {
	const ended = await inTheMidst();
	await expect.poll(() => stored("checkpoints"), { interval: 5 }).toHaveLength(1);
	expect(await ended.fit).not.toHaveProperty("notKept");
	await nothingLeft();
	for (const end of ["abort", "dispose"] as const) {
		const { handle, stop, fit } = await inTheMidst();
		const failed = rejection(fit);
		await expect.poll(() => stored("checkpoints"), { interval: 5 }).toHaveLength(1);
		if (end === "abort") stop.abort();
		else handle.dispose();
		await failed;
		await nothingLeft();
		handle.dispose();
	}
	ended.handle.dispose();
});

test("what is too old is deleted, in whichever tab; the keys of this one end with it", async () => {
	const { handle, fit } = await inTheMidst("", 1e-9);
	void fit.catch(() => {});
	await expect.poll(() => stored("fits"), { interval: 5 }).toHaveLength(1);
	expect(await unfinishedFits()).toEqual([]);
	await nothingLeft();
	expect(await fit).not.toHaveProperty("notKept");
	handle.dispose();
});

test("a fit that was cut off can be forgotten", async () => {
	const { page, reload, close } = await openPage();
	await page.begin();
	await expect.poll(() => stored("fits"), { interval: 5 }).toHaveLength(1);
	await reload();
	expect(await unfinishedFits()).toHaveLength(1);
	await forgetUnfinishedFits();
	close();
	await nothingLeft();
});

const said = async ({ told, fit }: Pick<Awaited<ReturnType<typeof inTheMidst>>, "told" | "fit">, reason: string) => {
	const notKept = `This fit cannot be resumed after a reload: ${reason}.`;
	expect(await fit).toMatchObject({ sum: 10, notKept });
	expect(told.filter((p) => p.notKept)).toEqual([{ phase: "keep", step: 1, steps: 1, notKept }]);
};

test("where the browser has no more room the fit goes on, and says that it cannot be resumed", async () => {
	const { handle, ...begun } = await inTheMidst("?without=space");
	await said(begun, "the browser's storage is full");
	await nothingLeft();
	handle.dispose();
});

test("where the page may store nothing the fit goes on, and says that it cannot be resumed", async () => {
	const open = vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
		throw new DOMException("The operation is insecure.", "SecurityError");
	});
	const { handle, ...begun } = await inTheMidst();
	await said(begun, "the browser lets this page store nothing");
	open.mockRestore();
	await nothingLeft();
	handle.dispose();
});

test("a fit that keeps a promise of differential privacy is not kept", async () => {
	using generator = await createGenerator("independent", {}, { privacy: { epsilon: 1, delta: 1e-6 } });
	const error = (await rejection(generator.fit(table(), { keepHours: 1 }))) as OptionError;
	expect(error).toBeInstanceOf(OptionError);
	expect(error.message).toContain("spends its budget once");
	await nothingLeft();
});
