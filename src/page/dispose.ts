/** What `using` calls at the end of its block; Safari and older others lack the symbol, and compilers then take this one. */
export const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for("Symbol.dispose") as typeof Symbol.dispose);
