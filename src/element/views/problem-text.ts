import type { Translate } from "../messages/messages";

const modelFile = (t: Translate) => `the whole file that “${t("result.model")}” gave`;

/**
 * Remedies that the library offers to programs, as what can be done in the page. The command line has the like in
 * `cli/table-options.ts`.
 */
const REMEDIES: readonly (readonly [RegExp, string | ((t: Translate) => string)])[] = [
	[
		/Add cells there, or set "shortRows" to "fill"; where the table ends in notes, give their number as "footerLines"\./,
		"Add cells there; where the table ends in notes, delete them from the file.",
	],
	[
		/where lines stand before the header, give their number as "skipLines"/,
		(t) => `where lines stand before the header, give their number under “${t("read.title")}”`,
	],
	[
		/If that is wrong, set the option "skipLines" \(0 keeps every line\)\./,
		(t) => `If that is wrong, say so under “${t("read.title")}” (0 keeps every line).`,
	],
	[/If it is data, set the option "header" to false\./, (t) => `If it is data, say so under “${t("read.title")}”.`],
	[
		/If it names the columns, set the option "header" to true\./,
		(t) => `If it names the columns, say so under “${t("read.title")}”.`,
	],
	[/, name it in the "delimiter" option\./, ", save the file with commas instead."],
	[/ \((.+)\), which the "sheet" option names\./, " ($1): save the one that you mean as a file of its own."],
	[/, or allow more with the "maxColumns" option/, ""],
	[/, or name its encoding with the "encoding" option/, ""],
	[/; name one with the "entry" option/, "; unpack the one that you mean"],
	[/(mean|means) missing, (?:name|list) it in the "missing" option/, "$1 missing, empty these cells in the file"],
	[/open it as a saved model/, (t) => `choose it under “${t("drop.model")}”`],
	[/set the option "protect" to 1/, (t) => `set “${t("settings.protect")}” to 1`],
	[/\bTake the (?:whole )?file (?:that save\(\) gave|as save\(\) gave it)/, (t) => `Choose ${modelFile(t)}`],
	[/\btake the (?:whole )?file that save\(\) gave/, (t) => `choose ${modelFile(t)}`],
	[/the Uint8Array that save\(\) gave/, (t) => `the file that “${t("result.model")}” gave`],
	[
		/; take "replace", "drop", "learn", \{ coarsen: … \} or \{ keep: \{ confirmed: … \} \}/,
		"; choose what happens to it beside the column",
	],
	[
		/Give one of them another treatment, such as "learn" or \{ coarsen: … \}\./,
		"Choose beside one of them that it is learned, or made coarser.",
	],
	[
		/Learn from a part of them, chosen by the seed: set "maxTrainingRows" to (\d+), or leave columns out\./,
		"Learn from a part of them, as is offered under the settings, or leave columns out.",
	],
	[/confirm what it holds: \{.*?\}+ *\}/, "confirm what it holds"],
];

/** A sentence of the library, with remedies that a person at the page has. */
export function pageWords(t: Translate, sentence: string): string {
	const said = REMEDIES.reduce((text, [asked, does]) => {
		return text.replace(asked, typeof does === "string" ? does : does(t));
	}, sentence);
	// The option's name, before what is wrong with it, is for programs.
	return said.replace(/^(?:given|rebalance|treatments|fair|subject): (.)/, (_, first: string) => first.toUpperCase());
}

/** An error as a sentence for people; library errors already are one. */
export function problemText(t: Translate, error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (error.name === "NotReadableError" || error.name === "NotFoundError") return t("drop.unreadable");
	return pageWords(t, error.message) || error.name;
}
