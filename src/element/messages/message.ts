import type { en } from "./en";

/** A text with `{name}` for what is put in; or one for each plural form of `n`, by the names of `Intl.PluralRules`. */
export type Message = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** Texts by their key; `en` has them all. */
export type Messages = Readonly<Record<keyof typeof en, Message>>;
export type MessageKey = keyof Messages;
