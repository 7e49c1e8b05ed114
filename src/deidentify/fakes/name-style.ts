import type { People, Person } from "./people";

/** How a column writes names. Plain data. */
export interface NameStyle {
	readonly part: "full" | "first" | "last";
	/** For full names. */
	readonly order: "first last" | "last first" | "last, first";
	/** Whether first names are written as initials. */
	readonly initials: boolean;
	/** What stands in front of nearly every name: "Dr.". */
	readonly title: string;
	readonly letters: "as they are" | "upper" | "lower";
}

const TITLE = /^(?:dr|prof|mr|mrs|ms|dhr|mevr|mw|drs|ir|herr|frau|mme|sr|sra|dott)\.?$/i;
const FIRST = /(first|given|fore|voor|vor|pr[eé]nom|nombre|fornavn|f[öo]rnamn)/i;
const LAST = /(last|sur|family|achter|nach|familie|apellido|cognome|etternavn|efternamn|sobrenome)/i;

const most = (texts: readonly string[], test: (text: string) => boolean, share = 0.5) =>
	texts.length > 0 && texts.filter(test).length > share * texts.length;

/** Learns how names are written, from some of them and their header. */
export function nameStyle(
	header: string,
	texts: readonly string[],
	known: { readonly first: ReadonlyMap<string, unknown>; readonly last: ReadonlyMap<string, unknown> },
): NameStyle {
	const words = texts.map((text) => text.split(/[\s,]+/).filter(Boolean));
	const titles = words.map(([first]) => (first && TITLE.test(first) ? first : ""));
	const title =
		titles.find((t) => t !== "" && titles.filter((other) => other === t).length > 0.6 * titles.length) ?? "";
	const names = words.map((all) => all.filter((word) => !TITLE.test(word)));
	const full = most(names as unknown as string[], (name) => name.length > 1);
	const votes = (i: number, list: ReadonlyMap<string, unknown>) =>
		names.filter((name) => list.has((name.at(i) ?? "").toLowerCase())).length;
	const lastFirst =
		full && votes(0, known.last) + votes(-1, known.first) > votes(0, known.first) + votes(-1, known.last);
	const one =
		FIRST.test(header) && !LAST.test(header)
			? "first"
			: LAST.test(header) || votes(0, known.last) > votes(0, known.first)
				? "last"
				: "first";
	return {
		part: full || title !== "" ? "full" : one,
		order: most(texts, (text) => text.includes(",")) ? "last, first" : lastFirst ? "last first" : "first last",
		initials: most(names as unknown as string[], (name) =>
			Array.from(name).some((word) => /^\p{Lu}\.?$/u.test(word) || /^(\p{Lu}\.)+$/u.test(word)),
		),
		title,
		letters: most(texts, (t) => t === t.toUpperCase() && t !== t.toLowerCase(), 0.9)
			? "upper"
			: most(texts, (t) => t === t.toLowerCase() && t !== t.toUpperCase(), 0.9)
				? "lower"
				: "as they are",
	};
}

/** A person's name as a column writes it. */
export function writeName({ first, last }: Person, style: NameStyle, { joined }: People): string {
	const given = style.initials && !joined ? `${first[0]}.` : first;
	let text = style.part === "first" ? first : style.part === "last" ? last : "";
	if (style.part === "full") {
		if (joined) text = `${last}${given}`;
		else
			text =
				style.order === "last, first"
					? `${last}, ${given}`
					: style.order === "last first"
						? `${last} ${given}`
						: `${given} ${last}`;
	}
	if (style.title) text = `${style.title} ${text}`;
	return style.letters === "upper" ? text.toUpperCase() : style.letters === "lower" ? text.toLowerCase() : text;
}
