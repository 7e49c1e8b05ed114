/** The modules that `modules.ts` holds, as base64. */
export function compileKernels(): Promise<{ simd: string; relaxed: string }>;
