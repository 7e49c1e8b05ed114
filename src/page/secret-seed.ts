/** A seed that nobody can guess; `crypto.randomUUID` is missing on pages that are not served by https. */
export const secretSeed = (): string => crypto.getRandomValues(new Uint32Array(4)).join("-");
