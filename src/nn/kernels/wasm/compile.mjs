/**
 * Compiles the AssemblyScript kernels to `modules.ts`: once for plain SIMD and once with relaxed SIMD, whose fused
 * multiply-add halves the time of a matrix product. Run `npm run kernels` after a change; a test compares.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));
const FLAGS = ["--optimizeLevel", "3", "--runtime", "stub", "--importMemory", "--initialMemory", "1", "--noAssert"];

/**
 * Compiles `assembly/index.ts` of a folder into a module that is given its memory; base64.
 *
 * @param {string} folder absolute, with a slash at its end.
 * @param {string[]} features of AssemblyScript to enable.
 */
export async function compile(folder, features) {
	let binary;
	const { error, stderr } = await asc.main(
		[
			"assembly/index.ts",
			"--outFile",
			"kernels.wasm",
			"--baseDir",
			folder,
			...FLAGS,
			...features.flatMap((f) => ["--enable", f]),
		],
		{
			writeFile(name, contents) {
				if (name.endsWith(".wasm")) binary = contents;
			},
		},
	);
	if (error) throw new Error(`The kernels do not compile: ${error.message}\n${stderr.toString()}`);
	return Buffer.from(binary).toString("base64");
}

/** The modules that `modules.ts` holds, as base64. */
export async function compileKernels() {
	return { simd: await compile(here, ["simd"]), relaxed: await compile(here, ["simd", "relaxed-simd"]) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { simd, relaxed } = await compileKernels();
	writeFileSync(
		`${here}modules.ts`,
		`// Written by compile.mjs from assembly/; do not edit.

/** The kernels as base64: \`simd\` runs everywhere, \`relaxed\` where relaxed SIMD does. */
export const modules = {
	simd: "${simd}",
	relaxed:
		"${relaxed}",
};
`,
	);
}
