import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright";
import { findChromium } from "./chromium.ts";

function run(command: string, args: string[]): boolean {
	try {
		execFileSync(command, args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
		return true;
	} catch {
		return false;
	}
}

const found = () => findChromium() !== undefined || existsSync(chromium.executablePath());

/** Runs before every test: browser tests need a Chromium, and where there is none it is installed. */
export default function installChromium(): void {
	const named = process.env.STANDIN_CHROMIUM;
	if (named && !existsSync(named)) {
		throw new Error(
			`STANDIN_CHROMIUM names ${named}, and there is no such file: name a Chromium or Chrome, or unset it.`,
		);
	}
	if (found()) return;
	console.log("No Chromium or Chrome was found; installing one for the tests.");
	if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
		run("apt-get", ["update", "-qq"]) &&
			run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]);
		if (found()) return;
	}
	run(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"]);
	if (found()) return;
	throw new Error(
		"The browser tests need Chromium or Chrome and none could be installed: install one (on Debian `apt-get install chromium`) and name it by the environment variable STANDIN_CHROMIUM.",
	);
}
