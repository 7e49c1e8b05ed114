/** The module of `assembly/index.ts` in a folder (absolute, with a slash at its end), as base64. */
export function compile(folder: string, features: readonly string[]): Promise<string>;
/** The modules that `modules.ts` holds, as base64. */
export function compileKernels(): Promise<{ simd: string; relaxed: string }>;
