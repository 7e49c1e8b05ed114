import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin, transform } from "esbuild";
import { COUNTERS, countBlocks } from "./count-blocks";
import type { Coverage } from "./fuzz";

/** Files whose code counts: the project's own, and packages that read files for it. */
const COUNTED =
	/[\\/]src[\\/].*\.ts$|node_modules[\\/](papaparse|hyparquet|fflate|read-excel-file|@uwdata[\\/]flechette)[\\/].*\.m?js$/;

/** Counters there are. */
const MOST_BLOCKS = 2 ** 18;

function counting(counted: RegExp, next: () => number): Plugin {
	return {
		name: "count-blocks",
		setup({ onLoad, onResolve }) {
			// Addresses of files that only a page loads.
			onResolve({ filter: /\?url/ }, ({ path }) => ({ path, namespace: "address" }));
			onLoad({ filter: /.*/, namespace: "address" }, () => ({ contents: 'export default "none"', loader: "js" }));
			onLoad({ filter: counted }, async ({ path }) => {
				const text = await readFile(path, "utf8");
				const code = path.endsWith(".ts") ? (await transform(text, { loader: "ts", target: "esnext" })).code : text;
				return { contents: countBlocks(code, next), loader: "js" };
			});
		},
	};
}

/** AFL's classes of how often a block ran: 1, 2, 3, 4 …7, 8 …15, 16 …31, 32 …127, more; a bit each. */
const CLASSES = Uint8Array.from({ length: 256 }, (_, n) =>
	n === 0 ? 0 : 1 << [1, 2, 3, 7, 15, 31, 127, 255].findIndex((most) => n <= most),
);

function coverageOf(counters: Uint8Array): Coverage {
	const seen = new Uint8Array(counters.length);
	const words = new Uint32Array(counters.buffer, 0, counters.length / 4);
	return {
		news() {
			let news = 0;
			for (let w = 0; w < words.length; w++) {
				if (words[w] === 0) continue;
				for (let i = 4 * w; i < 4 * w + 4; i++) {
					const often = CLASSES[counters[i]!]!;
					if ((seen[i]! & often) === often) continue;
					seen[i]! |= often;
					news++;
				}
			}
			counters.fill(0);
			return news;
		},
	};
}

/**
 * Imports a module, and all that it imports, as code that counts; and what counts it.
 *
 * @param counted The files whose blocks count.
 */
export async function importCounted<T>(
	file: string,
	counted = COUNTED,
): Promise<{ module: T; coverage: Coverage; remove(): Promise<void> }> {
	const outdir = join("node_modules", ".cache", `counted-${process.pid}-${Date.now()}`);
	await mkdir(outdir, { recursive: true });
	let blocks = 0;
	const name = `counters of ${outdir}`;
	await build({
		entryPoints: { counted: file },
		outdir,
		bundle: true,
		splitting: true,
		format: "esm",
		platform: "node",
		mainFields: ["module", "main"],
		target: "node20",
		outExtension: { ".js": ".mjs" },
		logLevel: "error",
		external: ["esbuild", "vite", "vitest"],
		plugins: [counting(counted, () => blocks++)],
		banner: {
			// The second line is for packages of CommonJS.
			js: `import { createRequire as requireFrom } from "node:module";
const require = requireFrom(import.meta.url);
const ${COUNTERS} = (globalThis[${JSON.stringify(name)}] ??= new Uint8Array(${MOST_BLOCKS}));`,
		},
	});
	if (blocks > MOST_BLOCKS) throw new Error(`${blocks} blocks of code are more than there are counters.`);
	const module: T = await import(/* @vite-ignore */ pathToFileURL(join(outdir, "counted.mjs")).href);
	const counters = (globalThis as unknown as Record<string, Uint8Array>)[name]!;
	const coverage = coverageOf(counters.subarray(0, 4 * Math.ceil(blocks / 4)));
	return { module, coverage, remove: () => rm(outdir, { recursive: true, force: true }) };
}
