/** The text of `names.ts` as the installed faker's locales make it. */
export function namesFile(): string;
