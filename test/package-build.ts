import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

const INPUTS = ["src", "workers", "package.json", "vite.config.ts", "tsconfig.json", "tsconfig.types.json"];

function newest(path: string): number {
	const stat = statSync(path);
	if (!stat.isDirectory()) return stat.mtimeMs;
	return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

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
export function buildPackage(): void {
	const built = join(ROOT, "dist/types/src/index.d.ts");
	const changed = Math.max(...INPUTS.map((name) => newest(join(ROOT, name))));
	if (existsSync(built) && statSync(built).mtimeMs > changed) return;
	npm(["run", "build"]);
}

export interface PackedFile {
	path: string;
	size: number;
}

/** The files that `npm publish` would send. */
export function packedFiles(): PackedFile[] {
	buildPackage();
	return JSON.parse(npm(["pack", "--dry-run", "--json"]))[0].files;
}

/** Packs the package and unpacks it as `node_modules/standin` below `folder`, as an installation would. */
export function installPacked(folder: string): void {
	buildPackage();
	const target = join(folder, "node_modules/standin");
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	const [{ filename }] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder]));
	execFileSync("tar", ["-xzf", join(folder, filename), "-C", target, "--strip-components=1"]);
}
