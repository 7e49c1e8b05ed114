import { createRandom, type Random } from "../../src/random";

/** Names of people in the writings and languages of which there are lists. */
const NAMES =
	"Dr. Hendrika van Oosterzee|dr. A. de Vries|Anna de Vries|Mevr. De Vries|Peter Müller|Hans-Peter Schmidt|John Smith|Smith, John|Maria Rossi|J. Smith|Mr Smith|Dr Smith|Frau Schmidt|Mohammed Ali Khan|Kwame Mensah|Hiroshi Tanaka|Dmitrii Ivanov|Jean-Luc Picard|JOHN SMITH|john.smith|van den Berg|J.P. de Boer|Priya Sharma|Linh Nguyen|Siobhan Murphy|Petra Nováková|Σωκράτης Παπαδόπουλος|Олег Смирнов|田中太郎|김철수|David Cohen|דוד כהן".split(
		"|",
	);

/** What is written with capitals and is nobody. */
const THINGS =
	"San Jose|Los Angeles|New York|Santa Clara|Rio de Janeiro|Den Haag|Aston Martin|Land Rover|Burger King|Pizza Hut|Dr. Oetker|Red Bull|Erasmus MC|Mayo Clinic|Microsoft Word|South Africa|Sierra Leone|Costa Rica|Saint Lucia|Golden Retriever|Earl Grey|Black Friday|Good Friday|Vitamin B|Hepatitis B|Human Resources|Customer Service|Head Office|Deutsche Bahn|Air France|Bell Palsy|Down Syndrome|Stage IV|Team Alpha|Great Britain|Bad Homburg|Fort Worth|Easter Monday".split(
		"|",
	);

const PLAIN: readonly (readonly [readonly string[], (what: string) => string])[] = [
	[["web", "flyer", "friend", "radio"], (what) => what],
	[
		[
			"no answer on the phone today",
			"flyer sent to the new address",
			"radio spot heard last week",
			"wants another offer",
		],
		(what) => `spoke about ${what} this week`,
	],
];

/** A column of a few words or sentences, one of which holds a name or what is called like one, each on many rows. */
export interface Remark {
	readonly text: string;
	readonly isName: boolean;
	readonly csv: string;
}

function csvOf(cells: readonly string[], r: Random): string {
	const rows = Array.from({ length: 150 }, () => `"${cells[r.int(cells.length)]}",${r.int(80)}`);
	return ["memo,w", ...rows].join("\n");
}

/** Every name and every thing, by itself and in a sentence. */
export function makeRemarks(): Remark[] {
	const r = createRandom("remarks");
	return [...NAMES, ...THINGS].flatMap((what, i) =>
		PLAIN.map(([others, write]) => {
			const text = write(what);
			return { text, isName: i < NAMES.length, csv: csvOf([...others, text], r) };
		}),
	);
}
