import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installPacked, ROOT } from "./package-build";

let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "standin-types-"));
	await installPacked(folder);
	copyFileSync(join(ROOT, "test/types/usage.ts"), join(folder, "usage.ts"));
	writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
	["bundlers", "esnext", "bundler"],
	["Node", "nodenext", "nodenext"],
])("the packed types say what users rely on, as %s resolve them", (_who, module, moduleResolution) => {
	const compilerOptions = {
		target: "es2022",
		lib: ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable", "ESNext.Disposable"],
		module,
		moduleResolution,
		strict: true,
		noEmit: true,
		// The library's own declarations are checked too: they must stand without anything but themselves.
		skipLibCheck: false,
		types: [],
	};
	writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["usage.ts"] }));
	const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
	const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
	expect(stdout).toBe("");
	expect(status).toBe(0);
});
