import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const manifest = JSON.parse(read("custom-elements.json"));
const [module] = manifest.modules;
const [declared] = module.declarations;
const names = (entries: { name: string }[]) => entries.map(({ name }) => name).sort();

/** All that the element's views, styles and classes are written in. */
const sources = readdirSync(join(ROOT, "src/element"), { recursive: true, encoding: "utf8" })
	.filter((path) => /\.(ts|css)$/.test(path))
	.map((path) => read(join("src/element", path)))
	.join("\n");

test("the manifest is one, and package.json names it", () => {
	expect(manifest.schemaVersion).toMatch(/^2\.\d+\.\d+$/);
	expect(module.kind).toBe("javascript-module");
	expect(declared).toMatchObject({ kind: "class", customElement: true, tagName: "stand-in", name: "StandInElement" });
	for (const { kind, declaration } of module.exports) {
		expect(["js", "custom-element-definition"]).toContain(kind);
		expect(declaration).toEqual({ name: "StandInElement", module: module.path });
	}
	const packed = JSON.parse(read("package.json"));
	expect(packed.customElements).toBe("custom-elements.json");
	expect(packed.exports["./element"].default).toBe(`./${module.path}`);
	const all = [
		...declared.attributes,
		...declared.members,
		...declared.events,
		...declared.slots,
		...declared.cssParts,
	];
	for (const { name, description } of all) expect(description, name).toMatch(/\S \S/);
});

test("its attributes are those the class observes, its members those of the public interface", () => {
	const properties =
		/static override properties = \{([\s\S]*?)\n\t\};/.exec(read("src/element/stand-in.ts"))?.[1] ?? "";
	const observed = [...properties.matchAll(/^\t\t(\w+): \{(.*)\}/gm)].map(
		([, name = "", options = ""]) => /attribute: "([^"]+)"/.exec(options)?.[1] ?? name.toLowerCase(),
	);
	expect(observed.length).toBeGreaterThan(8);
	expect(names(declared.attributes)).toEqual([...observed, "lang"].sort());
	const shown = /interface StandInElement extends HTMLElement \{([\s\S]*?)\n\}/.exec(
		read("src/element/stand-in-element.ts"),
	)?.[1];
	const members = [...(shown ?? "").matchAll(/^\t(?:readonly )?(\w+)[(:?]/gm)].map(([, name]) => name as string);
	expect(names(declared.members)).toEqual(members.sort());
});

test("its events, slots, parts and CSS variables are those in the sources", () => {
	const happened = /happened\(what: ([^,]+),/.exec(read("src/element/flow/flow-state.ts"))?.[1] ?? "";
	const events = [...happened.matchAll(/"(\w+)"/g)].map(([, name]) => `standin-${name}`);
	expect(names(declared.events)).toEqual([...events, "standin-hand-on", "input", "change"].sort());
	const slots = [...sources.matchAll(/<slot name="([\w-]+)"/g)].map(([, name]) => name as string);
	expect(names(declared.slots)).toEqual([...new Set(slots)].sort());
	const parts = [...sources.matchAll(/\bpart="([\w\s-]+)"/g)].flatMap(([, list]) => (list ?? "").split(/\s+/));
	expect(names(declared.cssParts)).toEqual(
		[...new Set([...parts.filter((part) => part !== "protection"), "step"])].sort(),
	);
	const variables = [...sources.matchAll(/var\((--standin-[\w-]+)/g)].map(([, name]) => name as string);
	expect(names(declared.cssProperties)).toEqual([...new Set(variables)].sort());
});
