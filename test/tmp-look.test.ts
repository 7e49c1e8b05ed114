import { test } from "vitest";
import { useDemo, visit } from "./demo-page";
useDemo();
test("look", async () => {
	const { page } = await visit();
	page.on("console", (m) => console.log(m.text()));
	console.log(await page.evaluate(async () => { const e = document.querySelector("stand-in") as any; let r; try { await e?.updateComplete } catch (x) { r = String(x) } return [String(e?.constructor?.name), !!customElements.get("stand-in"), e?.shadowRoot?.innerHTML.slice(0, 500), String(r)]; }));
}, 60000);
