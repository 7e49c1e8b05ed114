/**
 * Compiles the AssemblyScript kernels of the priors to `module.ts`. Plain SIMD only: relaxed SIMD may fuse or not, and
 * these kernels promise the bits of their twins in JavaScript. Run after a change: `node src/priors/kernels/compile.mjs`.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));
const FLAGS = ["--optimizeLevel", "3", "--runtime", "stub", "--importMemory", "--initialMemory", "1", "--noAssert"];

/** The module as base64. */
export async function compileKernels() {
	let binary;
	const { error, stderr } = await asc.main(
		["assembly/index.ts", "--outFile", "kernels.wasm", "--baseDir", here, ...FLAGS, "--enable", "simd"],
		{
			writeFile(name, contents) {
				if (name.endsWith(".wasm")) binary = contents;
			},
		},
	);
	if (error) throw new Error(`The kernels do not compile: ${error.message}\n${stderr.toString()}`);
	return Buffer.from(binary).toString("base64");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	writeFileSync(
		`${here}module.ts`,
		`// Written by compile.mjs from assembly/; do not edit.

/** The kernels as base64. */
export const MODULE =
	"${await compileKernels()}";
`,
	);
}
