import { accessSync, constants } from "node:fs";

const CANDIDATES = [
	"/usr/bin/chromium",
	"/usr/bin/chromium-browser",
	"/usr/bin/google-chrome",
	"/usr/bin/google-chrome-stable",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * Path of a Chromium or Chrome to test with: `STANDIN_CHROMIUM` if set, else the first usual place that
 * holds one, else `undefined` (Playwright then looks for its own).
 */
export function findChromium(): string | undefined {
	const named = process.env.STANDIN_CHROMIUM;
	if (named) return named;
	return CANDIDATES.find((path) => {
		try {
			accessSync(path, constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}
