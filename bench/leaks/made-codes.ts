import { isProduct, luhn } from "../../src/deidentify/fakes/checksums";
import { createRandom, type Random } from "../../src/random";

/** A column of codes that repeat: what it is called, what one of them looks like, and how many different ones there are. */
export interface CodeKind {
	readonly header: string;
	/** Whether each was given to somebody; else they are of a list that everybody shares. */
	readonly given: boolean;
	readonly different: (r: Random) => number;
	readonly write: (r: Random, i: number) => string;
}

const digits = (r: Random, n: number) => Array.from({ length: n }, () => r.int(10)).join("");
const from = (r: Random, n: number, letters: string) =>
	Array.from({ length: n }, () => letters[r.int(letters.length)]).join("");
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const hex = (r: Random, n: number) => from(r, n, "0123456789abcdef");
const people = (r: Random) => 15 + r.int(120);
const some = (r: Random) => 8 + r.int(40);
const pick = (words: string) => {
	const list = words.split(" ");
	return (_: Random, i: number) => list[i % list.length]!;
};
const few = (words: string) => () => words.split(" ").length;
function checked(r: Random, n: number, fits: (text: string) => boolean, dash = ""): string {
	const start = digits(r, n - 1);
	for (let last = 0; last < 10; last++) if (fits(`${start}${last}`)) return `${start}${dash}${last}`;
	return `${start}${dash}0`;
}

/** What people were given, under headers that say nothing or little. */
const GIVEN: readonly (readonly [string, (r: Random, i: number) => string])[] = [
	["k", (r) => `${hex(r, 8)}-${hex(r, 4)}-4${hex(r, 3)}-a${hex(r, 3)}-${hex(r, 12)}`],
	["k", (r) => hex(r, 8)],
	["k", (r) => from(r, 8, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")],
	["token", (r) => from(r, 10, CAPITALS.toLowerCase())],
	["u", (r) => `PAT${digits(r, 6)}`],
	["visit of", (r) => `P-${digits(r, 5)}`],
	["ref", (r) => `${2018 + r.int(5)}/${digits(r, 6)}`],
	["file", (r) => `K-${digits(r, 9)}`],
	["nr", (r) => `${digits(r, 3)}-${digits(r, 3)}-${digits(r, 3)}`],
	["k", (r) => `NL${digits(r, 9)}`],
	["u", (r) => `${from(r, 2, CAPITALS)}-${digits(r, 3)}-${from(r, 1, CAPITALS)}`],
	["member", (r) => `${from(r, 1, CAPITALS)}${digits(r, 6)}`],
	["k", (r) => `0${digits(r, 6)}`],
	["k", (r) => `${1 + r.int(9)}${digits(r, 4)}`],
	["k", (r) => `${1 + r.int(9)}${digits(r, 5)}`],
	["key", (r) => `${1 + r.int(9)}${digits(r, 6)}`],
	["code", (r) => `${from(r, 3, CAPITALS)}${digits(r, 4)}`],
	["record", (r) => from(r, 12, `${CAPITALS}${CAPITALS.toLowerCase()}0123456789`)],
];

const ICD =
	"I10 E11.9 J45.0 J45.1 J45.9 M54.5 M54.2 M54.16 E78.5 K21.9 F32.9 F32.1 F41.1 F41.9 J06.9 J20.9 N39.0 R51 R10.4 Z00.0 Z23 H25.1 I25.1 I48.0 I48.9 I50.0 E03.9 E66.9 G43.9 G47.3 L20.9 L40.0 M17.1 M16.1 S93.4 S52.5 C50.9 C61 D50.9 D64.9 K57.3 K80.2 B34.9 A09 O80 Z51.1";
const ICD_PLAIN = ICD.replaceAll(".", "");
const ATC =
	"A02BC01 A02BC02 A10BA02 A10AB05 B01AC06 B01AF01 B01AF02 C03CA01 C07AB02 C07AB07 C08CA01 C09AA02 C09AA05 C09CA01 C10AA01 C10AA05 H02AB06 H03AA01 J01CA04 J01CR02 J01MA02 L04AX03 M01AB05 M01AE01 N02BE01 N02AX02 N05BA01 N05CF02 N06AB04 N06AB10 R03AC02 R03BA02 R06AE07 S01ED01";
const CPT =
	"99213 99214 99212 99203 99204 99232 99233 99283 99284 99285 93000 93010 71045 71046 36415 80053 80061 85025 84443 83036 81001 97110 97140 90471 90686 45378 45380 43239 66984 20610";
const AIRPORTS =
	"AMS LHR CDG FRA JFK LAX ORD ATL DXB HND SIN ICN BCN MAD MUC ZRH VIE CPH OSL ARN HEL DUB LIS FCO MXP BRU";
const MODELS =
	"320d 520i X5 A4 A6 Q5 GLA200 C180 E220 CX-5 CX-30 C-HR Golf Polo T-Roc ID.3 i10 i20 i30 208 308 3008 500X V60 XC90 MX-5 GT86 911";
const DUTCH_TOWNS = "GM0363 GM0599 GM0518 GM0344 GM0014 GM0772 GM0758 GM0034 GM0855 GM0268 GM0153 GM0392 GM0200 GM0307";
const WORDS =
	"apple grape lemon mango peach berry melon olive onion carrot potato pepper radish turnip celery garlic ginger squash";
const FORMULAS = "H2O CO2 NaCl C6H12O6 CH4 NH3 H2SO4 HCl NaOH KMnO4 CaCO3 C2H5OH O3 N2O SO2 Fe2O3";

/** What everybody shares: codes of lists, places, prices. */
const SHARED: readonly Omit<CodeKind, "given">[] = [
	...["c3", "diagnosis"].map((header) => ({ header, different: few(ICD), write: pick(ICD) })),
	...["c3", "icd10"].map((header) => ({ header, different: few(ICD_PLAIN), write: pick(ICD_PLAIN) })),
	...["c3", "medicine"].map((header) => ({ header, different: few(ATC), write: pick(ATC) })),
	...["c3", "cpt"].map((header) => ({ header, different: few(CPT), write: pick(CPT) })),
	{ header: "c3", different: few(AIRPORTS), write: pick(AIRPORTS) },
	{ header: "c3", different: few(MODELS), write: pick(MODELS) },
	{ header: "c3", different: few(DUTCH_TOWNS), write: pick(DUTCH_TOWNS) },
	{ header: "c3", different: few(WORDS), write: pick(WORDS) },
	{ header: "c3", different: few(FORMULAS), write: pick(FORMULAS) },
	{ header: "sku", different: some, write: (r) => `SKU-${digits(r, 5)}` },
	{ header: "product_code", different: some, write: (r) => `${from(r, 2, CAPITALS)}${digits(r, 5)}` },
	{ header: "article no", different: some, write: (r) => `${1 + r.int(9)}${digits(r, 5)}` },
	{ header: "c3", different: some, write: (r) => checked(r, 13, isProduct) },
	{ header: "c3", different: some, write: (r) => checked(r, 5, luhn, "-") },
	{ header: "flight", different: some, write: (r) => `${["KL", "BA", "LH"][r.int(3)]}${digits(r, 4)}` },
	{ header: "zip", different: some, write: (r) => digits(r, 5) },
	{ header: "c3", different: some, write: (r) => `803${digits(r, 2)}` },
	{ header: "c3", different: some, write: (r) => `${["101", "105", "122", "133"][r.int(4)]}${digits(r, 2)}` },
	{ header: "c3", different: some, write: (_, i) => `S${String(i + 1).padStart(3, "0")}` },
	{ header: "c3", different: some, write: (r) => String(1000 + r.int(9000)) },
	{ header: "store", different: some, write: (r) => `${1 + r.int(9)}${digits(r, 4)}` },
	{ header: "c3", different: () => 40, write: (_, i) => String(1980 + i) },
	{
		header: "c3",
		different: () => 36,
		write: (_, i) => `${2021 + Math.floor(i / 12)}${String((i % 12) + 1).padStart(2, "0")}`,
	},
	{ header: "c3", different: some, write: (r) => String(1000 * (20 + r.int(80))) },
	{ header: "c3", different: some, write: (r) => String(250 * (80 + r.int(1200))) },
	{ header: "c3", different: some, write: (r) => String(100 * (10 + r.int(900)) + 99) },
	{ header: "salary", different: some, write: (r) => String(20_000 + r.int(70_000)) },
	{ header: "c3", different: () => 4000, write: (r) => String(20_000 + Math.round(60_000 * r.uniform() ** 3)) },
	{ header: "c3", different: some, write: (r) => `${r.int(4)}.${r.int(20)}.${r.int(10)}` },
	{ header: "c3", different: some, write: (r) => `${10 + r.int(10)}:${10 + r.int(50)}:${10 + r.int(50)}` },
	{ header: "c3", different: some, write: (r) => `#${hex(r, 6)}` },
	{ header: "c3", different: some, write: (r) => `${"ABC"[r.int(3)]}${r.int(4)}.${10 + r.int(40)}` },
	{ header: "c3", different: some, write: (r) => `${["CS", "MA", "PH"][r.int(3)]}${1 + r.int(4)}0${r.int(10)}` },
];

/** Every kind of code. */
export const CODE_KINDS: readonly CodeKind[] = [
	...GIVEN.map(([header, write]) => ({ header, given: true, different: people, write })),
	...SHARED.map((one) => ({ ...one, given: false })),
];

/** A table of one column of codes beside two plain ones: codes of people on some visits each, codes of lists as often as each is asked for. */
export function makeCodes(kind: CodeKind, seed: number): string {
	const r = createRandom("codes").stream(seed);
	const wanted = kind.different(r);
	const codes = new Set<string>();
	for (let i = 0; codes.size < wanted && i < 20 * wanted; i++) codes.add(kind.write(r, i));
	const all = [...codes];
	const cells = kind.given
		? all.flatMap((code) => Array.from({ length: 1 + r.int(10) }, () => code))
		: Array.from({ length: 6 * all.length }, () => all[Math.floor(all.length * r.uniform() ** 1.5)]!);
	const rows = cells.map((code) => `${code},${18 + r.int(70)},${"MF"[r.int(2)]}`);
	return `${kind.header},age,sex\n${rows.join("\n")}`;
}
