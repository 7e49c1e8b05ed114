/**
 * Compiles the AssemblyScript kernels of the priors to `module.ts`. Plain SIMD only: relaxed SIMD may fuse or not, and
 * these kernels promise the bits of their twins in JavaScript. Run after a change: `node src/priors/kernels/compile.mjs`;
 * a test compares.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "../../nn/kernels/wasm/compile.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The module as base64. */
export function compileKernels() {
	return compile(here, ["simd"]);
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
