import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VERSION } from "../src/page/version";

test("reports name the package's version", () => {
	expect(VERSION).toBe(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);
});
