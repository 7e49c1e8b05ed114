import { describe, expect, test } from "vitest";
import { makeFake } from "../../src/deidentify/fakes/fake";
import { fitFake } from "../../src/deidentify/fakes/fit-fake";
import { fitPeople } from "../../src/deidentify/fakes/people";
import type { What } from "../../src/deidentify/finding";
import { inspectTable } from "../../src/deidentify/inspect";
import { libraries } from "../../src/deidentify/libraries";
import { createRandom } from "../../src/random";
import { parseCsv } from "../../src/table/csv";
import { keyOf } from "../../src/table/fresh-ids/keyed";
import type { Column, Kind } from "../../src/table/table";
import { numeric, tableOf, times, worded } from "../encode/tables";

const random = createRandom("inspect test");
const digits = (n: number) => times(n, () => random.int(10)).join("");
const FIRST = "Anna Sanne Pieter Johan Maria Lotte Bram Thijs Eva Daan Sofie Mark".split(" ");
const LAST = "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Dekker Dijkstra Peters Hendriks".split(" ");
const person = (i: number) => `${FIRST[i % 12]} ${LAST[(i * 5 + Math.floor(i / 12)) % 12]}`;

/** Nine digits whose weighted sum is a multiple of eleven: weights 9 … 2 and −1, as Dutch law has it. */
function bsn(): string {
	for (;;) {
		const text = `${1 + random.int(9)}${digits(8)}`;
		const sum = [9, 8, 7, 6, 5, 4, 3, 2, -1].reduce((total, weight, i) => total + weight * Number(text[i]), 0);
		if (sum % 11 === 0) return text;
	}
}

function luhn(n: number): string {
	const start = `4${digits(n - 2)}`;
	for (let last = 0; last < 10; last++) {
		const text = `${start}${last}`;
		const sum = Array.from(text)
			.reverse()
			.reduce((total, c, i) => {
				const d = Number(c) * (i % 2 ? 2 : 1);
				return total + (d > 9 ? d - 9 : d);
			}, 0);
		if (sum % 10 === 0) return text;
	}
	throw new Error("no digit fits");
}

async function look(...columns: Column[]) {
	return (await inspectTable(tableOf(...columns))).findings;
}

const what = async (cells: string[], kind: "category" | "id" | "text" = "category", name = "c7") =>
	(await look(worded(name, cells, kind)))[0]!;

describe("a header that says nothing", () => {
	test.each<[What, (i: number) => string]>([
		["email", (i) => `${FIRST[i % 12]}.${i}@post.nl`.toLowerCase()],
		["phone", () => `06-${digits(8)}`],
		["phone", () => `+44 20 7946 ${digits(4)}`],
		["phone", () => `(212) 555-${digits(4)}`],
		["iban", () => `NL${digits(2)}INGB${digits(10)}`],
		["card", () => luhn(16)],
		["national-number", () => bsn()],
		["national-number", () => `${100 + random.int(700)}-${10 + random.int(80)}-${digits(4)}`],
		["name", person],
		["name", (i) => person(i).split(" ").reverse().join(", ")],
		["ip", () => `10.${random.int(256)}.${random.int(256)}.${random.int(256)}`],
		["mac", () => times(6, () => `a${random.int(10)}`).join(":")],
		["address", (i) => `${LAST[i % 12]}straat ${1 + (i % 90)}`],
		["postcode", () => `${1000 + random.int(8000)} AB`],
	])("does not hide %s, in 8 rows, in 200, or repeated", async (expected, make) => {
		for (const rows of [8, 200]) expect((await what(times(rows, make))).what, `${rows} rows`).toBe(expected);
		const few = times(20, make);
		const repeated = await what(times(400, (i) => few[i % 20]!));
		expect(repeated.what).toBe(expected);
		expect(repeated.identifies).not.toBe("no");
		expect(repeated.evidence).toMatch(/\.$/);
	});
});

test("numbers are looked at whatever kind they were read as", async () => {
	const cells = times(100, () => Number(bsn()));
	expect((await look(numeric("c1", cells, "integer", 0)))[0]).toMatchObject({
		what: "national-number",
		identifies: "directly",
		treatment: "replace",
	});
});

test("a header says what values without a checksum are", async () => {
	const csv = `bsn,geboortedatum,Telefoon,patient_id\n${times(30, (i) => `68533${1000 + i},1970-01-0${1 + (i % 9)},0612345${100 + i},${i + 1}`).join("\n")}`;
	const { findings } = await inspectTable(await parseCsv(csv));
	expect(findings.map((finding) => finding.what)).toEqual(["national-number", "birth-date", "phone", "key"]);
});

test("names inside texts are found, and a detector of one's own is asked", async () => {
	const texts = times(40, (i) => (i % 4 ? "no complaints today" : `called ${person(i)} about the bill`));
	expect(await what(texts, "text")).toMatchObject({ what: "free-text", identifies: "directly" });
	const plain = times(40, (i) => `visit ${i % 9} went well and nothing was noted`);
	expect(await what(plain, "text")).toMatchObject({ what: "nothing", identifies: "no" });
	const table = tableOf(worded("c", plain, "text"));
	const detect = (all: readonly string[]) =>
		all.map((t) => (t.includes("3") ? [{ start: 0, end: 5, what: "name" as const }] : []));
	expect((await inspectTable(table, { detect })).findings[0]).toMatchObject({ what: "free-text" });
});

describe("few different people, each in many rows", () => {
	test.each([
		"Jansen|Bakker|Visser|Smit|Meijer|Vos",
		"De Jong|Van den Berg|De Vries|Van Dijk",
		"Müller|Schmidt|Schneider|Fischer|Weber|Meyer",
		"Smith|Jones|Taylor|Brown|Williams|Wilson",
		"GARCÍA|FERNÁNDEZ|GONZÁLEZ",
		"Nguyen|Tran|Pham|Hoang|Vu",
		"Anna|Lotte|Bram|Thijs",
		"Kowalski, Jan|Nowak, Anna",
		"J. Jansen|K. Bakker|P. Visser",
		"jansen|bakker|visser|smit|meijer|vos",
	])("%s are names of people", async (levels) => {
		const people = levels.split("|");
		const cells = times(60, (i) => people[i % people.length]!);
		for (const name of ["a", "column_1"]) {
			expect((await look(worded(name, cells)))[0]).toMatchObject({ what: "name", treatment: "replace" });
		}
	});

	test.each([
		"Jordan|Chad|Georgia|Israel",
		"Rose|Lily|Violet|Iris",
		"Paris|Florence|Austin|Madison",
		"Lincoln|Lancaster|Hamilton|Washington|Milton",
		"Ford|Toyota|Mercedes Benz|Aston Martin|Kia",
		"Sierra Leone|Australia|Marshall Islands",
		"Barcelona|Madrid|Sevilla|Valencia",
		"Perth|Sydney|Melbourne|Adelaide|Darwin",
		"Adelie|Chinstrap|Gentoo",
		"Norwegian Forest Cat|Balinese|Siamese",
		"Male|Female",
		"high|will|mark|young|low",
	])("%s are not", async (levels) => {
		const words = levels.split("|");
		const cells = times(60, (i) => words[i % words.length]!);
		expect((await look(worded("a", cells)))[0]).toMatchObject({ identifies: "no" });
	});

	test("a header that names a place or a make outweighs that they are called like people", async () => {
		const cells = times(60, (i) => ["Katrina", "Andrew", "Irma", "Harvey"][i % 4]!);
		expect((await look(worded("storm", cells)))[0]).toMatchObject({ identifies: "no" });
	});
});

test("phone numbers that each follow a way of their own", async () => {
	const ways = ["## ### ####", "##########", "### ### ###", "## ## ## ##", "0##-### ## ##", "###########"];
	const cells = times(60, (i) => ways[i % ways.length]!.replace(/#/g, () => String(1 + random.int(9))));
	expect(await what(cells)).toMatchObject({ what: "phone", treatment: "replace" });
	const town = times(60, (i) => (i % 2 ? `08-${digits(3)} ${digits(2)} ${digits(2)}` : `5${digits(5)}`));
	expect(await what(town)).toMatchObject({ what: "phone" });
});

test("numbers with a country's code are made up from the numbers that country keeps free", async () => {
	const real = times(200, () => `+4420${1 + random.int(9)}${digits(7)}`);
	const found = await what(real, "category", "contact");
	expect(found).toMatchObject({ what: "phone", locale: "GB" });
	const people = await fitPeople("en", [], keyOf(1));
	const fake = fitFake(found, real, { key: keyOf(1), people, libraries: await libraries() });
	const made = times(100, (i) => makeFake(fake, "contact", 0, i, { people, checksums: new Map(), key: keyOf(2) }));
	// Ofcom, "Telephone numbers for drama purposes": 020 7946 0xxx, 0113 496 0xxx, 0161 496 0xxx, 07700 900xxx.
	expect(made.every((text) => /^\+44(?:2079460|1134960|1614960|7700900)\d{3}$/.test(text))).toBe(true);
});

test.each<[string, (i: number) => string]>([
	["ranges of amounts", (i) => ["10000-20000", "20000-50000", "50000-100000"][i % 3]!],
	["orders of a year", (i) => `2024/${1000 + (i % 9)}`],
	["US postcodes", (i) => `${10000 + 7 * (i % 9)}-${1000 + (i % 9)}`],
])("%s are no phone numbers", async (_, make) => {
	expect((await what(times(90, make))).identifies).toBe("no");
});

test("plain categories, codes and measures are not taken for identifiers", async () => {
	const words = (text: string) => times(300, (i) => text.split("|")[(i * 7) % text.split("|").length]!);
	const columns: [string, string[] | number[], Kind?][] = [
		["city", words("Paris|London|Austin|Florence|Madison|Jackson|Dallas")],
		["month", words("January|February|March|April|May|June|July|August")],
		["colour", words("red|white|black|brown|green|rose|violet")],
		["country", words("Chad|Jordan|Georgia|France|Israel|Kenya|India")],
		["job", words("Baker|Cook|Smith|Teacher|Porter|Nurse|Mason")],
		["icd", times(300, (i) => `${"ABCDE"[i % 5]}${10 + (i % 80)}.${i % 9}`)],
		["sku", times(300, (i) => `SKU-${1000 + (i % 40)}`)],
		["size", words("S|M|L|XL")],
		["income", times(300, () => 10_000 + random.int(90_000))],
		["amount", times(300, () => 10_000_000 + random.int(80_000_000))],
		["epoch", times(300, () => 1_600_000_000 + random.int(90_000_000))],
		["store_id", times(300, () => 1 + random.int(40))],
		["children", times(300, () => random.int(5))],
		["version", words("1.0.2|1.1.0|2.0.0|2.1.3")],
		["time", times(300, (i) => `${10 + (i % 12)}:${10 + (i % 50)}`)],
		["number of clients", times(300, () => random.int(900))],
	];
	const findings = await look(
		...columns.map(([name, cells]) =>
			typeof cells[0] === "number" ? numeric(name, cells as number[], "integer", 0) : worded(name, cells as string[]),
		),
	);
	expect(findings.filter(({ identifies }) => identifies === "directly")).toEqual([]);
});

describe("whose rows", () => {
	test("a key that repeats is the subject, and what never changes with it belongs to it", async () => {
		const csv = `pid,who,mail,day,score\n${times(120, (i) => {
			const p = i % 20;
			return `P${7 * p + 11},${person(p)},${person(p).toLowerCase().replace(" ", ".")}${p}@mail.com,2024-01-${10 + (i % 19)},${(i * 37) % 100}`;
		}).join("\n")}`;
		const { subject, findings } = await inspectTable(await parseCsv(csv));
		expect(findings[0]).toMatchObject({ what: "key", identifies: "directly" });
		expect(subject).toMatchObject({ column: "pid", strong: true, subjects: 20, constant: ["who", "mail"] });
		expect(subject!.candidates).toContain("mail");
	});

	test("where nothing repeats, every row is a subject", async () => {
		const table = tableOf(
			worded(
				"mail",
				times(50, (i) => `u${i}@mail.com`),
			),
			numeric(
				"x",
				times(50, (i) => i % 7),
			),
		);
		expect((await inspectTable(table)).subject).toBeUndefined();
	});
});

describe("names of columns that identify somebody", () => {
	const scores = (...names: string[]) =>
		look(
			...names.map((name, c) =>
				numeric(
					name,
					times(20, (i) => (i * c) % 9),
				),
			),
		);

	test.each<[string, What]>([
		["John Smith", "name"],
		["Jansen, Anna", "name"],
		["olaf_peters", "handle"],
		["jane.doe@corp.com", "email"],
		["4797276112565176", "card"],
		["896-41-5247", "national-number"],
	])("%s: the column is left out unless its treatment says otherwise", async (name, expected) => {
		const [found, plain] = await scores(name, "score");
		expect(found).toMatchObject({ identifies: "directly", what: expected, inName: true, treatment: "drop" });
		expect(found!.evidence).toMatch(/name.*come out as they are/);
		expect(plain).toMatchObject({ identifies: "no", treatment: "learn" });
	});

	test("where most columns are called like people, the others that look alike are too", async () => {
		const found = await scores("week", "Anna", "Sanne", "Pieter", "Xyomara");
		expect(found.map(({ inName }) => inName ?? false)).toEqual([false, true, true, true, true]);
	});

	test("other names of columns do not", async () => {
		const names =
			"Unit Price|Grand Total|marital_status|max_price|Rosa canina|credit_card|Last Name|2021-01-01|20210101|Ford|Jordan|May|Nom";
		expect((await scores(...names.split("|"))).filter(({ inName }) => inName)).toEqual([]);
	});
});

describe("names of people in logins, paths and remarks, each on many rows", () => {
	test.each<[string, string, What]>([
		["with an underscore", "olaf_peters|anna_jansen|mary_jones|luis_ortiz", "handle"],
		["with a point", "olaf.peters|anna.jansen|mary.jones2|luis.ortiz", "handle"],
		["with capitals", "OlafPeters|AnnaJansen|MaryJones|LuisOrtiz", "handle"],
		["in a domain", "corp\\olaf.peters|corp\\anna.jansen|corp\\mary.jones", "handle"],
		["an initial and a name", "opeters|ajansen|njones|lortiz|jbakker", "handle"],
		["paths", "/home/olaf.peters/a.pdf|/home/anna.jansen/b.pdf|/home/njones/a.pdf|/srv/report/a.pdf", "free-text"],
		[
			"remarks",
			"Tochter von Frau Koch|ruft Herrn Meier an|spoke to Mrs Smith|called back|no answer|will pay",
			"free-text",
		],
	])("%s", async (_, levels, expected) => {
		const words = levels.split("|");
		const cells = times(120, (i) => words[i % words.length]!);
		expect((await look(worded("c1", cells)))[0]).toMatchObject({ identifies: "directly", what: expected });
	});

	test.each(["author", "created_by", "owner", "assignee", "user", "editor", "reviewer", "approver"])(
		"under the header %s, where some are known",
		async (header) => {
			const words = ["njones", "kzxwv", "rqptl", "opeters", "qqvbn"];
			expect(
				(
					await look(
						worded(
							header,
							times(50, (i) => words[i % 5]!),
						),
					)
				)[0],
			).toMatchObject({ what: "handle" });
		},
	);

	test.each([
		"credit_card|max_price|grand_total|mark_up|rose_garden|king_size",
		"CreditCard|PayPal|MasterCard|ApplePay|GrandTotal",
		"web-server|api-gateway|martin-proxy|us-east-1|james-queue",
		"src/main/app.ts|docs/index.md|src/martin/readme.md|public/home/index.html",
		"/home/about|/home/contact|/users/login",
		"ford|toyota|honda|bmw|audi|tesla|volvo|lincoln",
		"called back|no answer|Dr. visit planned|sent to Legal|paid in Berlin",
	])("%s are none", async (levels) => {
		const words = levels.split("|");
		expect(
			(
				await look(
					worded(
						"a",
						times(120, (i) => words[i % words.length]!),
					),
				)
			)[0],
		).toMatchObject({ identifies: "no" });
	});
});

test("postcodes too rare to be groups are replaced by others of their length, which may repeat", async () => {
	const codes = times(300, () => `${10_000 + random.int(89_999)}`);
	const { columns } = await parseCsv(`plz,n\n${codes.map((code, i) => `${code},${i % 7}`).join("\n")}`);
	const found = (await look(...columns))[0]!;
	expect(found).toMatchObject({ what: "postcode", treatment: "replace" });
	const people = await fitPeople("de", [], keyOf(1));
	const dense = times(3000, (i) => String(10_000 + 29 * i));
	const fake = fitFake(found, dense, { key: keyOf(1), people, libraries: await libraries() });
	const made = times(4000, (i) => makeFake(fake, "plz", 0, i, { people, checksums: new Map(), key: keyOf(2) }));
	expect(made.every((code) => /^\d{5}$/.test(code))).toBe(true);
});

test("objects and lists in cells that hold people are withheld whole, and others are learned", async () => {
	const cells = (make: (i: number) => unknown) => times(60, (i) => JSON.stringify(make(i % 12)));
	const personal = [
		cells((i) => ({ first: FIRST[i], last: LAST[i] })),
		cells((i) => ({ ward: "A", contact: { mail: `p${i}@post.nl` } })),
		cells((i) => [person(i), "x"]),
	];
	for (const one of personal) {
		expect(await what(one)).toMatchObject({ identifies: "directly", what: "free-text", treatment: "replace" });
	}
	expect(await what(cells((i) => ({ size: i, colour: "red" })))).toMatchObject({ identifies: "no" });
});

describe("identifiers that repeat are found as those that do not", () => {
	const pick = (n: number, make: (i: number) => string) => {
		const some = times(n, make);
		return times(400, (i) => some[i % n]!);
	};
	const letters = (n: number) => times(n, () => "ABCDEFGHKLMNPRSTVWXYZ"[random.int(21)]).join("");
	const first = async (header: string, cells: string[]) => {
		const { findings } = await inspectTable(
			await parseCsv(`"${header}",x\n${cells.map((cell, i) => `${cell},${i % 97}`).join("\n")}\n`),
		);
		return findings[0]!;
	};

	test.each(["plate", "Kennzeichen", "licence_plate", "immatriculation", "vehicle", "registration", "kenteken", "c1"])(
		"plates of vehicles under %s",
		async (header) => {
			const cells = pick(40, (i) => `${letters(1 + (i % 3))}-${letters(2)} ${1000 + random.int(9000)}`);
			expect(await first(header, cells)).toMatchObject({ identifies: "directly", what: "key", treatment: "replace" });
		},
	);

	/** Forms of letters (@) and figures (#) by country: the sources are those that `papers.ts` names. */
	test.each([
		["AT", ["W-#####@", "GU-###@@", "ME ABC#"]],
		["BE", ["1-@@@-###", "@@@-###", "###-@@@"]],
		["CZ", ["#@# ####", "#@@ ####"]],
		["DK, NO", ["@@ ## ###", "@@#####"]],
		["ES", ["#### BCD", "M-####-@@"]],
		["FR", ["@@-###-@@", "#### @@ 75"]],
		["GB", ["@@## @@@", "@### @@@", "@@@ ###@"]],
		["IE", ["##-D-#####", "131-CW-###"]],
		["IT", ["@@###@@", "@@ ### @@"]],
		[
			"NL",
			[
				"@@-##-##",
				"##-@@-@@",
				"##-@@@-#",
				"#-@@@-##",
				"@@-###-@",
				"@-###-@@",
				"@@@-##-@",
				"@-##-@@@",
				"#-@@-###",
				"###-@@-#",
			],
		],
		["PL", ["WA #####", "WA ####C", "WA ###CE", "WA #C###", "POZ ##CE", "POZ C###", "POZ #####", "POZ ###CE"]],
		["PT", ["@@-##-@@", "##-##-@@"]],
		["SE", ["@@@ ###", "@@@ ##A"]],
	])("plates of %s in every form", async (_country, forms) => {
		const figure = () => String(1 + random.int(9));
		const cells = pick(60, (i) =>
			forms[i % forms.length]!.replace(/[@#]/g, (sign) => (sign === "@" ? letters(1) : figure())),
		);
		expect(await first("vehicle", cells)).toMatchObject({ identifies: "directly", what: "key" });
	});

	test.each([
		["vehicle", times(30, (i) => `${10 + i}-0${1 + (i % 9)}-${20 + (i % 5)}`)],
		["vehicle", ["GERMANY", "IRELAND", "HUNGARY", "AUSTRIA", "BELGIUM", "DENMARK", "FINLAND", "ESTONIA", "ROMANIA"]],
		["vehicle", ["A4", "X5", "Golf 7", "Model 3", "i30", "500C", "208", "C3", "V60"]],
		["registration", ["open", "closed", "pending"]],
		["document", ["invoice", "offer", "A4 page", "contract"]],
		["batch", times(30, (i) => `LOT-${100 + i}`)],
		["grouped by", ["Anna", "week", "month", "age"]],
	])("but %s of other things are none", async (header, cells) => {
		expect(
			await first(
				header,
				times(400, (i) => cells[i % cells.length]!),
			),
		).toMatchObject({ identifies: "no" });
	});

	test.each(["passport", "id_card", "document", "Personalausweis"])("passports under %s", async (header) => {
		const cells = pick(200, (i) =>
			i % 2 ? `${letters(1)}${digits(7)}` : `C${letters(1)}${digits(1)}${letters(3)}${digits(3)}`,
		);
		expect(await first(header, cells)).toMatchObject({ identifies: "directly", what: "national-number" });
	});

	test("phones and social security numbers as plain whole numbers, but no measure", async () => {
		expect(
			await first(
				"v",
				pick(200, () => `4915${1 + random.int(9)}${digits(8)}`),
			),
		).toMatchObject({ identifies: "directly" });
		expect(
			await first(
				"v",
				pick(200, () => `${1 + random.int(8)}${digits(8)}`),
			),
		).toMatchObject({ identifies: "directly" });
		const rounded = pick(200, () => `${10_000 + random.int(80_000)}000`);
		const close = times(400, () => String(10_000_000 + random.int(300)));
		const counts = pick(200, () => String(Math.round(1000 * 10 ** (6 * random.uniform()))));
		for (const cells of [rounded, close, counts]) expect(await first("v", cells)).toMatchObject({ identifies: "no" });
	});

	test.each<[string, What, string]>([
		[
			"names in small letters",
			"free-text",
			"patient sarah mclaughlin came in|no show|late|refund given|see notes by dr carlos fuentes|all well",
		],
		[
			"one name among twenty",
			"free-text",
			`Dismissed: Sarah Jones|${times(19, (i) => `reason ${"abcdefghijklmnopqrs"[i]}`).join("|")}`,
		],
		["folders", "free-text", "/home/xkcdq/report.docx|/home/k.zbrz/a.pdf|/home/o.adeb/b.txt|/srv/c.txt"],
		["a family name and an initial", "handle", "JansenF|PetersA|OrtizL|JonesM|BakkerS"],
		["logins of which few are known", "handle", "qqvbn|k.zbrz|jansen7|peters_a|rqptl|ortiz22"],
	])("%s", async (_, expected, levels) => {
		const words = levels.split("|");
		expect(
			await first(
				"u",
				times(400, (i) => words[i % words.length]!),
			),
		).toMatchObject({ identifies: "directly", what: expected });
	});

	test.each(["Benutzer", "posted by", "gebucht von", "gebruiker"])("logins under %s", async (header) => {
		const words = ["jmccl", "k.zbrz", "qqvbn", "jansen7", "opeters"];
		expect(
			await first(
				header,
				times(400, (i) => words[i % 5]!),
			),
		).toMatchObject({ what: "handle" });
	});

	test("sets in which people are named, and no others", async () => {
		const sets = (codes: readonly string[]) =>
			times(400, () =>
				random
					.shuffle([...codes])
					.slice(0, 1 + random.int(4))
					.join(";"),
			);
		expect(await first("c", sets(["M54", "E11", "A10", "I10", "K21", "F32", "Schmidt", "Kowalski"]))).toMatchObject({
			what: "name",
		});
		expect(await first("c", sets(["Anna", "Bjarne", "Fatou", "Chiara", "Eszter", "Hiroko"]))).toMatchObject({
			what: "name",
		});
		for (const plain of [
			"M54 E11 A10 I10 K21 F32 other",
			"Action Drama Comedy Horror Western",
			"red green blue white rose lily",
		])
			expect(await first("c", sets(plain.split(" ")))).toMatchObject({ identifies: "no" });
	});
});

describe("codes that repeat under a header that says nothing", () => {
	const hex = (n: number) => times(n, () => random.int(16).toString(16)).join("");
	const capitals = (n: number) => times(n, () => "BCDFGHJKLMNPRSTVWXZ"[random.int(19)]!).join("");
	const fiveEach = (write: () => string) => {
		const codes = times(60, write);
		return times(300, (i) => codes[i % 60]!);
	};

	test.each<[string, () => string]>([
		["UUIDs", () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`],
		["eight hexadecimal digits", () => hex(8)],
		["a word and six digits", () => `PAT${digits(6)}`],
		["a word, a space and seven digits", () => `MRN ${digits(7)}`],
		["a year and a number", () => `${2018 + random.int(4)}/${digits(6)}`],
		["plates", () => `${capitals(2)}-${digits(3)}-${capitals(1)}`],
		["letters", () => capitals(10)],
		["digits with zeros in front", () => `0${digits(6)}`],
	])("%s are keys, and may be the subject", async (_, write) => {
		const table = tableOf(
			worded("k", fiveEach(write)),
			numeric(
				"age",
				times(300, () => 20 + random.int(60)),
			),
		);
		const { findings, subject } = await inspectTable(table);
		expect(findings[0]).toMatchObject({ what: "key", identifies: "directly", treatment: "replace" });
		expect(subject).toMatchObject({ column: "k", subjects: 60 });
	});

	test.each(["medical record", "physician", "member", "case", "file", "ref", "code", "key", "client"])(
		"under the header %s as well",
		async (name) => {
			const cells = fiveEach(() => `PAT${digits(6)}`);
			expect((await look(worded(name, cells)))[0]).toMatchObject({ identifies: "directly", treatment: "replace" });
		},
	);

	test.each([5, 6, 7])("whole numbers of %s digits are keys", async (n) => {
		const cells = fiveEach(() => `${1 + random.int(9)}${digits(n - 1)}`).map(Number);
		expect((await look(numeric("k", cells, "integer", 0)))[0]).toMatchObject({ what: "key", identifies: "directly" });
	});

	test("are used as the subject without asking where a category is one person's own", async () => {
		const codes = fiveEach(() => `PAT${digits(6)}`);
		const visits = (own: (i: number) => boolean) =>
			tableOf(
				worded("k", codes),
				worded(
					"diagnosis",
					times(300, (i) => (own(i) ? "rare" : ["flu", "gout", "acne"][random.int(3)]!)),
				),
			);
		const alone = await inspectTable(visits((i) => i % 60 === 7));
		expect(alone.subject).toMatchObject({ column: "k", strong: true, reason: expect.stringContaining('"diagnosis"') });
		const spread = await inspectTable(visits((i) => i % 50 === 7));
		expect(spread.subject).toMatchObject({ column: "k", strong: false });
	});

	test("dense ones are keys where each has one birth date", async () => {
		const visits = (shops: boolean) =>
			tableOf(
				worded(
					"k",
					times(300, (i) => `P${100 + (i % 60)}`),
				),
				numeric(
					"geboortedatum",
					times(300, (i) => (((shops ? i : i % 60) * 397) % 20_000) * 86_400_000),
					"datetime",
				),
			);
		expect((await inspectTable(visits(false))).findings[0]).toMatchObject({ what: "key" });
		expect((await inspectTable(visits(true))).findings[0]).toMatchObject({ what: "nothing" });
	});

	test.each<[string, () => string]>([
		["sku", () => `SKU-${digits(5)}`],
		[
			"c3",
			() => "J45.0 J45.1 J45.9 I10.0 I25.1 I48.0 E11.9 E78.5 M54.5 M54.2 K21.9 F32.9 F32.1".split(" ")[random.int(13)]!,
		],
		["c3", () => `803${digits(2)}`],
		["c3", () => `S${digits(3)}`],
		["c3", () => `#${hex(6)}`],
		["c3", () => `SKU-${capitals(2)}-${digits(5)}`],
		["c3", () => `rs${1 + random.int(9)}${digits(6)}`],
		// Water, ethanol, caffeine …: CAS registry numbers from the labels of chemicals.
		[
			"c3",
			() =>
				"7732-18-5 64-17-5 58-08-2 50-00-0 67-64-1 71-43-2 108-88-3 7647-14-5 57-13-6 50-78-2 103-90-2 15687-27-1 75-09-2".split(
					" ",
				)[random.int(13)]!,
		],
	])("codes of things are learned: %s", async (name, write) => {
		expect((await look(worded(name, fiveEach(write))))[0]).toMatchObject({ identifies: "no", treatment: "learn" });
	});

	test("so are prices and rounded amounts", async () => {
		const prices = fiveEach(() => `${100 * (100 + random.int(900)) + 99}`).map(Number);
		const amounts = fiveEach(() => `${250 * (80 + random.int(1200))}`).map(Number);
		const findings = await look(numeric("c3", prices, "integer", 0), numeric("c4", amounts, "integer", 0));
		expect(findings.map(({ identifies }) => identifies)).toEqual(["no", "no"]);
	});
});

describe("one name among other words, each on many rows", () => {
	const column = (cells: readonly string[]) =>
		worded(
			"memo",
			times(300, (i) => cells[i % cells.length]!),
		);

	test.each([
		..."Dr. Hendrika van Oosterzee|John Smith|Smith, John|J.P. de Boer|Peter Müller|Hiroshi Tanaka|Mohammed Ali Khan".split(
			"|",
		),
		..."john.smith|van den Berg|Олег Смирнов|田中太郎|김철수|דוד כהן".split("|"),
	])("%s is found, by itself and in a sentence", async (name) => {
		const found = { what: "free-text", identifies: "directly", treatment: "replace" };
		expect((await look(column(["web", "flyer", "friend", name, "radio"])))[0]).toMatchObject(found);
		const sentences = ["no answer on the phone", `spoke with ${name} today`, "flyer sent", "wants an offer"];
		expect((await look(column(sentences)))[0]).toMatchObject(found);
	});

	test.each("Los Angeles|Burger King|Dr. Oetker|Erasmus MC|Bell Palsy|Sierra Leone|Good Friday|Hepatitis B".split("|"))(
		"%s is nobody",
		async (thing) => {
			expect((await look(column(["web", "flyer", "friend", thing, "radio"])))[0]).toMatchObject({ identifies: "no" });
			const sentences = ["no answer on the phone", `spoke about ${thing} today`, "flyer sent", "wants an offer"];
			expect((await look(column(sentences)))[0]).toMatchObject({ identifies: "no" });
		},
	);
});
