import type { Sentences } from "./sentences";

/** Why a column has its kind, what identifies people in it, and what protection keeps from being learned. */
export const deColumns: Sentences = {
	// src/table: why a column has its kind
	"Every cell is missing.": "Alle Zellen fehlen.",
	"Nothing but 0 and 1.": "Nur 0 und 1.",
	"Nothing but {a} and {b}.": "Nur {a} und {b}.",
	"Nothing but {a}.": "Nur {a}.",
	"{n} different values in {n2} rows": "{n} verschiedene Werte in {n2} Zeilen",
	"{t}.": "{t}.",
	"One value in one row.": "Ein Wert in einer Zeile.",
	"One value in all {n} rows.": "Ein Wert in allen {n} Zeilen.",
	"Its name says so: {t}.": "Ihr Name sagt es: {t}.",
	"Codes {t}: {t2}.": "Codes, {t}: {t2}.",
	"Words {t}, as names are: {t2}.": "Wörter, {t}, wie Namen es sind: {t2}.",
	"that hardly ever repeat": "die sich kaum je wiederholen",
	"too rare to be groups": "zu selten für Gruppen",
	"Prose of {n} characters on average: {t}.": "Fließtext von im Mittel {n} Zeichen: {t}.",
	'Places such as "{a}", two numbers in one cell.': "Orte wie „{a}“, zwei Zahlen in einer Zelle.",
	'"NA" is kept as a value.': "„NA“ bleibt als Wert.",
	"Its whole numbers are too large to be held exactly as numbers.":
		"Ihre ganzen Zahlen sind zu groß, um genau als Zahlen zu gelten.",
	"Some of its numbers have a decimal point and others a decimal comma.":
		"Einige ihrer Zahlen haben einen Dezimalpunkt und andere ein Dezimalkomma.",
	"Its digits are codes, because some begin with a zero.":
		"Ihre Ziffern sind Codes, denn einige beginnen mit einer Null.",
	"Its digits are too many to be held exactly as a number.":
		"Es sind zu viele Ziffern, um sie genau als Zahl zu halten.",
	'"{a}" and the like are numbers with a unit: take the unit out to have numbers.':
		"„{a}“ und Ähnliches sind Zahlen mit Einheit: Ohne die Einheit werden es Zahlen.",
	"Numbers from {n} to {n2}{t}.": "Zahlen von {n} bis {n2}{t}.",
	", with at most {n} digit{w} behind the point": ", höchstens mit {n} Nachkommastellen",
	'; "{a}" is assumed to be the decimal point': "; „{a}“ gilt als Dezimalzeichen",
	"Whole numbers from {n} to {n2}{t}.": "Ganze Zahlen von {n} bis {n2}{t}.",
	", written with {t} behind the point": ", geschrieben mit {t} nach dem Komma",
	"a zero": "einer Null",
	zeros: "Nullen",
	"{n} codes with a point, such as {a}.": "{n} Codes mit einem Punkt, wie {a}.",
	"Its name says that its numbers are codes, too rare to be groups: {n} of them in {n2} rows.":
		"Ihr Name sagt, dass ihre Zahlen Codes sind, zu selten für Gruppen: {n} davon in {n2} Zeilen.",
	"Its name says that its numbers are codes; {n} of them repeat over {n2} rows.":
		"Ihr Name sagt, dass ihre Zahlen Codes sind; {n} davon wiederholen sich in {n2} Zeilen.",
	"Its name says so, and {t}.": "Ihr Name sagt es, und {t}.",
	"no value occurs twice": "kein Wert kommt zweimal vor",
	"{n} different values occur in {n2} rows": "{n} verschiedene Werte stehen in {n2} Zeilen",
	"It counts the rows, from {n} to {n2}.": "Sie zählt die Zeilen, von {n} bis {n2}.",
	"Whole numbers that {t} in {n} rows, where chance alone would repeat about {n2}.":
		"Ganze Zahlen, die sich in {n} Zeilen {t}, wo der Zufall allein etwa {n2} wiederholte.",
	"never repeat": "nie wiederholen",
	"repeat {n} times": "{n}-mal wiederholen",
	"Codes of {n} digits, no two alike.": "Codes aus {n} Ziffern, keine zwei gleich.",
	'Amounts written like "{a}" from {n} to {n2}{t}.': "Beträge, geschrieben wie „{a}“, von {n} bis {n2}{t}.",
	", {a} a value of its own": ", {a} ein eigener Wert",
	"Dates written as {d} from {d2} to {d3}; {t}.": "Daten, geschrieben als {d}, von {d2} bis {d3}; {t}.",
	"Dates written as {d} from {d2} to {d3}.": "Daten, geschrieben als {d}, von {d2} bis {d3}.",
	"Dates written as {d}.": "Daten, geschrieben als {d}.",
	"{t}; {t2}": "{t}; {t2}",
	"no date settles which of {a} and {b} is meant, {c} is assumed":
		"kein Datum entscheidet, ob {a} oder {b} gemeint ist, angenommen wird {c}",
	"{t} from the rest of the table": "{t} nach dem Rest der Tabelle",
	"two-digit years are taken as 1969 to 2068": "zweistellige Jahre gelten als 1969 bis 2068",
	"its time zones are not all one, so it is written back in UTC":
		"ihre Zeitzonen sind nicht alle gleich, darum wird sie in UTC geschrieben",
	"synthetic ones are exact to the microsecond, the further digits are arbitrary":
		"synthetische sind auf die Mikrosekunde genau, weitere Ziffern sind beliebig",
	"{t} since 1970 that are dates {t2}.": "{t} seit 1970: Daten {t2}.",
	"from {a} to {b}": "von {a} bis {b}",
	Seconds: "Sekunden",
	Milliseconds: "Millisekunden",
	"{t} written as {a} from {b} to {c}.": "{t}, geschrieben als {a}, von {b} bis {c}.",
	"times of day": "Uhrzeiten",
	durations: "Dauern",

	// src/constraints: rules that were found
	"in every row": "in jeder Zeile",
	"in {n} % of the rows": "in {n} % der Zeilen",
	'"{a}" follows from "{b}" and "{c}" {t}.': "„{a}“ folgt {t} aus „{b}“ und „{c}“.",
	'"{a}" follows from "{b}" {t}.': "„{a}“ folgt {t} aus „{b}“.",
	'"{a}" is at most "{b}" {t}.': "„{a}“ ist {t} höchstens „{b}“.",
	'"{a}" is missing wherever "{b}" is.': "„{a}“ fehlt überall, wo „{b}“ fehlt.",
	'"{a}" and "{b}" are missing in the same rows.': "„{a}“ und „{b}“ fehlen in denselben Zeilen.",
	'"{a}" is never below the subject\'s last "{b}".': "„{a}“ liegt nie unter dem vorigen „{b}“ derselben Person.",
	'"{a}" is {b} in every row.': "„{a}“ ist in jeder Zeile {b}.",
	'"{a}" is {b} in {n} % of the rows.': "„{a}“ ist in {n} % der Zeilen {b}.",

	// src/deidentify: what identifies people
	"Nothing that identifies people was found.": "Es wurde nichts gefunden, was Personen identifiziert.",
	"Nothing that identifies people was found in its texts; texts are not learned.":
		"In ihren Texten wurde nichts gefunden, was Personen identifiziert; Texte werden nicht gelernt.",
	"Its header names a trait that others may know of a person.":
		"Ihre Überschrift nennt ein Merkmal, das andere von einer Person wissen können.",
	"{n} of its different texts contain {a}.": "{n} ihrer verschiedenen Texte enthalten, was Personen identifiziert.",
	"{n} of the {n2} codes in its sets are names of people.":
		"{n} der {n2} Codes in ihren Mengen sind Namen von Personen.",
	"Its cells hold sets of {n} codes, which are learned one by one; none identifies people.":
		"Ihre Zellen sind Mengen aus {n} Codes, die einzeln gelernt werden; keiner identifiziert Personen.",
	'"{a}" is the same in all rows of a value, as of one person.':
		"„{a}“ ist in allen Zeilen eines Werts gleich, wie bei einer Person.",
	"{n} different codes stand in {n2} cells, of a form that could make far more of them, as codes of people and records are. Where they are of things, learn the column.":
		"{n} verschiedene Codes stehen in {n2} Zellen, in einer Form, die weit mehr davon zuließe, wie bei Codes von Personen und Akten. Wo sie für Dinge stehen, lernen Sie die Spalte.",
	'Its values go one to one with those of "{a}".': "Ihre Werte gehören eins zu eins zu denen von „{a}“.",
	"{n} of its different values are e-mail addresses.": "{n} ihrer verschiedenen Werte sind E-Mail-Adressen.",
	"{n} of its different values are IP addresses.": "{n} ihrer verschiedenen Werte sind IP-Adressen.",
	"{n} of its different values are MAC addresses.": "{n} ihrer verschiedenen Werte sind MAC-Adressen.",
	"{n} of its different values are web addresses, which may lead to a person.":
		"{n} ihrer verschiedenen Werte sind Webadressen, die zu einer Person führen können.",
	"{n} of its different values begin with @, as handles do.":
		"{n} ihrer verschiedenen Werte beginnen mit @, wie Kontonamen.",
	"Its header says that it holds handles or login names.": "Ihre Überschrift nennt Konto- oder Anmeldenamen.",
	"{t}, and its header says so.": "{t}, und ihre Überschrift sagt es.",
	"{t}, and its header fits.": "{t}, und ihre Überschrift passt dazu.",
	"{t}, and all of them may be.": "{t}, und alle könnten es sein.",
	"{n} of its different values are names of people written as logins":
		"{n} ihrer verschiedenen Werte sind Namen von Personen, als Anmeldenamen geschrieben",
	"{n} of its different values are read as names of people":
		"{n} ihrer verschiedenen Werte gelten als Namen von Personen",
	"{t}, most of them with a first and a last name.": "{t}, die meisten mit Vor- und Nachnamen.",
	"{t}, known as first or last names.": "{t}, bekannt als Vor- oder Nachnamen.",
	"Its header says that it holds names of people.": "Ihre Überschrift nennt Namen von Personen.",
	"{n} of its {n2} different values are known as names of people.":
		"{n} ihrer {n2} verschiedenen Werte sind als Namen von Personen bekannt.",
	"It is read as an identifier. {t}": "Sie gilt als Kennung. {t}",
	"Its kind was given.": "Ihre Art wurde angegeben.",
	"Whole numbers of {n} digits that repeat, {n2} different ones in {n3} cells, as numbers by which somebody is known do and no measure does.":
		"Ganze Zahlen aus {n} Ziffern, die sich wiederholen, {n2} verschiedene in {n3} Zellen: So ist es bei Nummern, die jemand trägt, und bei keiner Messung.",
	"Its header names somebody's number or key; {n} different values stand in {n2} cells{t}.":
		"Ihre Überschrift nennt eine Nummer oder einen Schlüssel von jemandem; {n} verschiedene Werte stehen in {n2} Zellen{t}.",
	", so that it says whose rows these are": ", so dass sie sagt, wessen Zeilen es sind",
	"{n} of its different values have a country's form of an IBAN; the checksum fits {n2}, where random digits would reach 1 %.":
		"{n} ihrer verschiedenen Werte haben die Form einer IBAN; die Prüfziffer stimmt bei {n2}, wo zufällige Ziffern 1 % erreichten.",
	"Its header says that it holds bank accounts.": "Ihre Überschrift nennt Bankkonten.",
	"Luhn's checksum fits {n} of its different values, where random digits would reach {n2}":
		"Die Prüfziffer von Karten stimmt bei {n} ihrer verschiedenen Werte, wo zufällige Ziffern {n2} erreichten",
	", and its header says so": ", und ihre Überschrift sagt es",
	"{n} of its different values are written as US social security numbers.":
		"{n} ihrer verschiedenen Werte sind wie Sozialversicherungsnummern der USA geschrieben.",
	"The checksum of {a} fits {n} of its different values, where random digits would reach {n2}.":
		"Die Prüfziffer von {a} stimmt bei {n} ihrer verschiedenen Werte, wo zufällige Ziffern {n2} erreichten.",
	"Its header names a national, tax or insurance number.":
		"Ihre Überschrift nennt eine Personen-, Steuer- oder Versicherungsnummer.",
	"{n} of its different values are written as phone numbers":
		"{n} ihrer verschiedenen Werte sind wie Telefonnummern geschrieben",
	"{t}; {n} of them can be dialled in {a}.": "{t}; {n} davon sind in {a} wählbar.",
	"{t}; {n} of them can be dialled in {a}, where random digits would reach {n2}.":
		"{t}; {n} davon sind in {a} wählbar, wo zufällige Ziffern {n2} erreichten.",
	"{t}, each in its own way.": "{t}, jede auf eigene Weise.",
	"{t}, with and without an area code.": "{t}, mit und ohne Vorwahl.",
	"{n} of its different values are written as plates of vehicles":
		"{n} ihrer verschiedenen Werte sind wie Kennzeichen von Fahrzeugen geschrieben",
	"Its header names passports, identity cards or the like, and its values are numbered so.":
		"Ihre Überschrift nennt Pässe, Ausweise oder Ähnliches, und ihre Werte sind so nummeriert.",
	"{n} of its different values have a street and a house number{t}.":
		"{n} ihrer verschiedenen Werte haben Straße und Hausnummer{t}.",
	"{n} of its different values are postcodes of {a}.": "{n} ihrer verschiedenen Werte sind Postleitzahlen von {a}.",
	"Its header says that it holds postcodes.": "Ihre Überschrift nennt Postleitzahlen.",
	"{n} of its different values are pairs of coordinates.": "{n} ihrer verschiedenen Werte sind Paare von Koordinaten.",
	"Its header says that it holds coordinates, {t}.": "Ihre Überschrift nennt Koordinaten, {t}.",
	"exact to a house": "genau bis auf ein Haus",
	"of areas": "von Gebieten",
	"Its header says that it holds birth dates.": "Ihre Überschrift nennt Geburtsdaten.",
	"Days without a time that spread over {n} years, as birth dates do.":
		"Tage ohne Uhrzeit über {n} Jahre hinweg, wie bei Geburtsdaten.",
	"{n} of its different cells are objects or lists that contain what identifies people; they are withheld whole.":
		"{n} ihrer verschiedenen Zellen sind Objekte oder Listen, die enthalten, was Personen identifiziert; sie werden ganz zurückgehalten.",
	"Its own name is {t}, and names of columns come out as they are. Where the first row is data, read the table without a header; else rename the column.":
		"Ihr eigener Name ist {t}, und Namen von Spalten kommen heraus, wie sie sind. Ist die erste Zeile eine Datenzeile, lesen Sie die Tabelle ohne Kopfzeile; sonst benennen Sie die Spalte um.",
	"an identifier": "eine Kennung",
	"the name of a person": "der Name einer Person",
	"a person's login": "der Anmeldename einer Person",
	"an e-mail address": "eine E-Mail-Adresse",
	"a card number": "eine Kartennummer",
	"a bank account": "ein Bankkonto",
	"a phone number": "eine Telefonnummer",
	"a national number": "eine Personennummer",
	"{n} different values stand in {n2} rows, {n3} rows each on average{t}.":
		"{n} verschiedene Werte stehen in {n2} Zeilen, im Mittel {n3} Zeilen je Wert{t}.",
	", and a value of {a} stands in several rows of one of them and in no other":
		"; ein Wert von {a} steht in mehreren Zeilen von einem davon und sonst in keiner",
	", and {a} {w} the same in all rows of a value": "; in allen Zeilen eines Werts gleich: {a}",

	// src/worker: where it computes, and rows that were sampled
	"This generator computes on the CPU.": "Dieser Generator rechnet auf dem Prozessor.",
	'"{a}" is asked to be {b}, far from what was learned: {c} to {d}. The other columns of such rows say little.':
		"„{a}“ soll {b} sein, weit weg von dem, was gelernt wurde: {c} bis {d}. Die anderen Spalten solcher Zeilen sagen wenig.",

	// src/encode: what protection keeps from being learned
	"people (or other subjects)": "Personen (oder andere Subjekte)",
	rows: "Zeilen",
	'"{a}" is left empty: {t}.': "„{a}“ bleibt leer: {t}.",
	"{n} {t} have a value, and it takes {n2}": "{n} {t} haben einen Wert, und es braucht {n2}",
	"no value in it is shared by {n} {t}": "kein Wert darin kommt bei {n} {t} vor",
	'In "{a}" categories that fewer than {n} {t} have {t2}; there are {n2}.':
		"In „{a}“ gilt für Kategorien, die weniger als {n} {t} haben: Sie {t2}; es sind {n2}.",
	"are counted as the most frequent one": "zählen zur häufigsten",
	'become "{a}"': "werden zu „{a}“",
	'"{a}" has one value only: fewer than {n} {t} have any other.':
		"„{a}“ hat nur einen Wert: Einen anderen haben weniger als {n} {t}.",
	'"{a}" has no missing cell: fewer than {n} {t} have one.':
		"„{a}“ hat keine fehlende Zelle: Weniger als {n} {t} haben eine.",
};
