import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { builtOnce, ROOT } from "./built-once";

export { ROOT };

const INPUTS = ["src", "workers", "package.json", "vite.config.ts", "tsconfig.json", "tsconfig.types.json"];

/** `npm` as it was started with, or found on the path. */
function npm(args: string[], cwd = ROOT): string {
	const cli = process.env.npm_execpath;
	const [command, before] = cli?.endsWith(".js") ? [process.execPath, [cli]] : ["npm", []];
	return execFileSync(command, [...before, ...args], {
		cwd,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "ignore"],
		shell: process.platform === "win32",
	});
}

/** Builds the package unless `dist` is newer than all it is built from. */
export function buildPackage(): Promise<void> {
	return builtOnce("dist/cli.js", INPUTS, () => npm(["run", "build"]));
}

export interface PackedFile {
	path: string;
	size: number;
}

/** The files that `npm publish` would send. */
export async function packedFiles(): Promise<PackedFile[]> {
	await buildPackage();
	return JSON.parse(npm(["pack", "--dry-run", "--json"]))[0].files;
}

/** Packs the package and unpacks it as `node_modules/standin` below `folder`, as an installation would. */
export async function installPacked(folder: string): Promise<void> {
	await buildPackage();
	const target = join(folder, "node_modules/standin");
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	const [{ filename }] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder]));
	execFileSync("tar", ["-xzf", join(folder, filename), "-C", target, "--strip-components=1"]);
}
