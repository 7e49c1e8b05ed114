/** The module that `module.ts` holds, as base64. */
export function compileKernels(): Promise<string>;
