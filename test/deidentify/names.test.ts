import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { namesFile } from "../../src/deidentify/names/compile.mjs";

test("the lists of names are those of the installed faker", () => {
	const held = readFileSync(new URL("../../src/deidentify/names/names.ts", import.meta.url), "utf8");
	expect(held === namesFile()).toBe(true);
});
