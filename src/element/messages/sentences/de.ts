import { deColumns } from "./de-columns";
import { deDefinitions } from "./de-definitions";
import { deGenerators } from "./de-generators";
import { deReport } from "./de-report";
import type { Sentences } from "./sentences";

/** What the library says, in German. */
export const deSentences: Sentences = { ...deColumns, ...deGenerators, ...deReport, ...deDefinitions };
