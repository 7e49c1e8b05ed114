import { createRandom } from "../random";
import { codeSets } from "../table/code-sets";
import { type Column, isNumeric, type LevelColumn, type Table } from "../table/table";
import { findInNames } from "./column-names";
import { birthDate } from "./detect/dates";
import { isNameWord, isSureName } from "./detect/few-names";
import { key } from "./detect/keys";
import { likelyNames, surroundings } from "./detect/likely-names";
import { type Belief, type Detector, directly, type Look, percent } from "./detect/look";
import { names } from "./detect/names";
import { email, handle, ip, mac, url } from "./detect/net";
import { card, iban, nationalNumber, phone } from "./detect/numbers";
import { objects } from "./detect/objects";
import { opaque } from "./detect/opaque";
import { documents, plates } from "./detect/papers";
import { address, coordinates, postcode } from "./detect/places";
import { findSpans } from "./detect/spans";
import type { Detect, Finding, Inspection, Span, Treatment, What } from "./finding";
import { withKeys } from "./found-keys";
import { readHeader } from "./header-words";
import { type Libraries, libraries } from "./libraries";
import { sampleCells } from "./sample-cells";
import { findSubject } from "./subject";

/** In the order in which they are asked, but for what the header names: that comes first. */
const DETECTORS: readonly (readonly [What, Detector])[] = [
	["email", email],
	["iban", iban],
	["mac", mac],
	["ip", ip],
	["url", url],
	["handle", handle],
	["card", card],
	["national-number", documents],
	["key", plates],
	["national-number", nationalNumber],
	["phone", phone],
	["coordinates", coordinates],
	["postcode", postcode],
	["address", address],
	["name", names],
	["birth-date", birthDate],
	["key", key],
	["key", opaque],
];

export interface InspectOptions {
	/** A detector of one's own for free texts, asked besides the built-in ones. */
	readonly detect?: Detect;
	/** Called between columns: reports, lets messages in, and throws where the look is to stop. */
	readonly step?: (column: number, columns: number) => Promise<void>;
}

/**
 * Says of every column what it holds, whether that identifies people, why, and what happens to it by default; and
 * whose rows the table's rows are. Each column is judged as a whole, from up to 300 different cells, whatever its kind.
 */
export async function inspectTable(table: Table, { detect, step }: InspectOptions = {}): Promise<Inspection> {
	const known = await libraries();
	const random = createRandom("inspect");
	const beliefs: Belief[] = [];
	const sets = new Set<string>();
	for (const [i, column] of table.columns.entries()) {
		await step?.(i, table.columns.length);
		const set = isNumeric(column) ? undefined : codesOf(column);
		const { texts, present } = sampleCells(set ?? column);
		const stream = random.stream(i);
		const header = readHeader(column.name);
		const uniform = () => stream.uniform();
		const look: Look = { column: set ?? column, header, texts, present, uniform, libraries: known };
		beliefs.push((await believe(look, detect)) ?? (set ? believeSet(set, known) : nothing(column)));
		if (set) sets.add(column.name);
	}
	const complete = withKeys(table, beliefs);
	const ofValues = complete.map((belief, i): Finding => {
		const column = table.columns[i]!;
		const isSet = sets.has(column.name) && belief.identifies === "no";
		return { column: column.name, ...belief, treatment: isSet ? "learn" : defaultTreatment(belief, column) };
	});
	const subject = findSubject(table, ofValues);
	const findings = findInNames(ofValues, known);
	const isNamed = findings.some(({ column, inName }) => inName && column === subject?.column);
	return { findings, ...(subject && !isNamed && { subject }) };
}

async function believe(look: Look, detect: Detect | undefined): Promise<Belief | undefined> {
	const { says } = look.header;
	if (look.texts.length === 0) return undefined;
	const structured = objects(look);
	if (structured) return structured;
	const order = [...DETECTORS.filter(([what]) => says.has(what)), ...DETECTORS.filter(([what]) => !says.has(what))];
	for (const [, detector] of order) {
		const belief = detector(look);
		if (belief) return belief;
	}
	const inside = await readTexts(look, detect);
	if (inside) return inside;
	if (says.has("demographic")) {
		const evidence = "Its header names a trait that others may know of a person.";
		return { identifies: "together with others", what: "demographic", share: 1, evidence };
	}
	return undefined;
}

/** Texts and categories some of which hold what identifies people. */
async function readTexts(
	{ column, texts, libraries: known }: Look,
	detect: Detect | undefined,
): Promise<Belief | undefined> {
	if (isNumeric(column) || column.kind === "boolean") return undefined;
	const spans = findSpans(texts, known);
	if (detect) {
		const more = await detect(texts);
		for (const [i, found] of more.entries()) spans[i]?.push(...found);
	}
	const hit = spans.filter((found) => found.length > 0);
	if (hit.length === 0) return undefined;
	if (column.kind === "category" && !tells(texts, spans, known)) return undefined;
	const share = hit.length / texts.length;
	const kinds = [...new Set(hit.flatMap((found) => found.map(({ what }) => what)))].map(plural);
	return directly("free-text", share, `${percent(share)} of its different texts contain ${kinds.join(", ")}.`);
}

/** Share of short texts with a name in them from which the column is believed to hold people. */
const NAMED = 0.4;

/**
 * Whether what was found in a column of short texts is evidence. Streets, makes and countries are called like people
 * ("Sierra Leone"): many must have a name in them, or some a first and a last name of one language or a title and a name.
 */
function tells(texts: readonly string[], spans: readonly Span[][], known: Libraries): boolean {
	const hit = texts.map((text, i) => ({ text, found: spans[i]! })).filter(({ found }) => found.length > 0);
	if (hit.some(({ found }) => found.some(({ what }) => what !== "name"))) return true;
	if (hit.length >= Math.min(Math.max(3, NAMED * texts.length), Math.max(2, texts.length))) return true;
	const around = surroundings(texts);
	const isSure = ({ start, end }: Span, text: string) =>
		isSureName(text.slice(start, end), known) ||
		likelyNames(text, around, known).some((one) => one.start === start && one.start + one.length === end);
	const sure = hit.filter(({ text, found }) => found.some((span) => isSure(span, text)));
	// Makes are called like people as well, but nothing stands beside them: "Calvin Klein", and "Dismissed: Anna Jansen".
	const within = sure.some(({ text, found }) =>
		found.some((span) => span.end - span.start < text.length && isSure(span, text)),
	);
	return within || sure.length >= (texts.length > 5 ? 2 : 1);
}

const PLURAL: Partial<Record<What, string>> = {
	name: "names of people",
	email: "e-mail addresses",
	phone: "phone or other long numbers",
	iban: "bank accounts",
	url: "web addresses",
	handle: "handles",
};
const plural = (what: What) => PLURAL[what] ?? what;

/** The codes of a column of sets, one a cell, as a column of their own; nothing where it holds no sets. */
function codesOf(column: LevelColumn): LevelColumn | undefined {
	const sets = codeSets(column);
	if (!sets) return undefined;
	const codes = Array.from(column.codes).flatMap((level) => (level < 0 ? [] : [...sets.members[level]!]));
	return { name: column.name, kind: "category", codes: Int32Array.from(codes), levels: sets.codes };
}

/** Names of people in sets from which these are told: all codes but them have a figure, or they are half of the codes. */
const [AMONG_CODES, AMONG_WORDS] = [1, 4];

/** Sets that hold names of people, of whatever languages, or nothing that identifies anybody. */
function believeSet(set: LevelColumn, known: Libraries): Belief {
	const called = set.levels.filter((level) => isNameWord(level, known) && !/^\p{Lu}+$/u.test(level));
	const words = set.levels.filter((level) => !/\d/.test(level));
	const coded = words.length <= 0.5 * set.levels.length && called.length >= Math.max(AMONG_CODES, 0.5 * words.length);
	if (coded || called.length >= Math.max(AMONG_WORDS, 0.5 * set.levels.length)) {
		const share = called.length / set.levels.length;
		return directly(
			"name",
			share,
			`${called.length} of the ${set.levels.length} codes in its sets are names of people.`,
		);
	}
	return nothingInSets(set);
}

function nothingInSets({ levels }: LevelColumn): Belief {
	const evidence = `Its cells hold sets of ${levels.length} codes, which are learned one by one; none identifies people.`;
	return { identifies: "no", what: "nothing", share: 0, evidence };
}

function nothing({ kind }: Column): Belief {
	const evidence =
		kind === "text"
			? "Nothing that identifies people was found in its texts; texts are not learned."
			: "Nothing that identifies people was found.";
	return { identifies: "no", what: "nothing", share: 0, evidence };
}

/** What happens to a column unless the caller says otherwise. */
export function defaultTreatment({ identifies, what, locale }: Belief, column: Column): Treatment {
	if (identifies === "directly") return "replace";
	if (what === "birth-date" || column.kind === "text" || column.kind === "id") return "replace";
	const prefix = what === "postcode" ? STREET_POSTCODES[locale ?? ""] : undefined;
	if (prefix) return { coarsen: { prefix } };
	return "learn";
}

/** Where a postcode is that of a street or house: characters of it that stand for a region. */
const STREET_POSTCODES: Readonly<Record<string, number>> = { NL: 2, GB: 2, CA: 1, IE: 1 };

/** Spans as the built-in detectors see them; for a column that keeps what is plain in it. */
export async function spansIn(texts: readonly string[], detect?: Detect): Promise<Span[][]> {
	const spans = findSpans(texts, await libraries());
	if (detect) for (const [i, found] of (await detect(texts)).entries()) spans[i]?.push(...found);
	return spans;
}

/** Digits in a row that may be somebody's number; eight may be a day. */
const NUMBER = /\d{6,7}(?!\d)|\d{9,}/;

/** Whether a name, of a file or a column, holds that of a person, an address or a number. */
export async function tellsOfSomebody(name: string): Promise<boolean> {
	const known = await libraries();
	const text = name.replace(/(?:\.[a-z]{2,8})+$/i, "").replace(/[_+]+|%20/g, " ");
	if (NUMBER.test(text.replace(/(?<=\d)[ .-](?=\d)/g, "").replace(/\d{8}(?!\d)/g, " "))) return true;
	const nobody = { identifies: "no", what: "nothing", share: 0, evidence: "", treatment: "learn" } as const;
	const [found] = findInNames([{ column: text, ...nobody }], known);
	const spans = findSpans([text], known)[0] ?? [];
	// Words of every size: "export for Jan Bakker" holds a name that the whole does not read as.
	const words = text.split(/[\s-]+/);
	const pairs = words.slice(1).map((word, i) => ({ column: `${words[i]} ${word}`, ...nobody }));
	const inPairs = pairs.some((pair) => findInNames([pair], known)[0]?.inName);
	return found?.inName === true || inPairs || spans.some(({ what }) => what !== "nothing");
}
