import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findChromium } from "./test/chromium";

/** Software WebGPU for correctness; no background traffic, so that a closed network is no obstacle. */
const CHROMIUM_ARGS = [
	"--no-sandbox",
	"--enable-unsafe-webgpu",
	"--use-webgpu-adapter=swiftshader",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--no-first-run",
	"--disable-quic",
];

export default defineConfig({
	root: "demo",
	base: "./",
	worker: { format: "es" },
	server: { host: "127.0.0.1", fs: { allow: [".."] } },
	optimizeDeps: {
		include: [
			"@tensorflow/tfjs-core",
			"@tensorflow/tfjs-core/dist/register_all_gradients",
			"@tensorflow/tfjs-backend-cpu",
			"@tensorflow/tfjs-backend-wasm",
			"@tensorflow/tfjs-backend-webgpu",
			"comlink",
			"papaparse",
			"fast-check",
		],
	},
	test: {
		root: ".",
		fileParallelism: false,
		testTimeout: 120_000,
		hookTimeout: 120_000,
		projects: [
			{
				extends: true,
				test: {
					name: "unit",
					include: ["test/**/*.test.ts"],
					exclude: ["test/browser/**"],
					environment: "node",
					server: { deps: { inline: [/@tensorflow/] } },
				},
			},
			{
				extends: true,
				test: {
					name: "browser",
					include: ["test/browser/**/*.test.ts"],
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({ launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGS } }),
						instances: [{ browser: "chromium" }],
					},
				},
			},
		],
	},
});
