import type { Sentences } from "./sentences";

const who = "Finden, wer in der Tabelle war";

/** The checklist of a report, its first screen, and the heads of its chapters and tables. */
export const deReport: Sentences = {
	// figures alone, as cells have them
	"{n}": "{n}",
	"{n} ({n2} to {n3})": "{n} ({n2} bis {n3})",
	"{n} to {n2}": "{n} bis {n2}",
	"{m} to {m2}": "{m} bis {m2}",
	"{n} / {n2}": "{n} / {n2}",
	"{n} of {n2}": "{n} von {n2}",

	// verdicts
	"Must be mended before sharing": "Vor dem Weitergeben zu beheben",
	"Look at": "Ansehen",
	"Nothing found": "Nichts gefunden",
	"Not measured, because": "Nicht gemessen, denn",
	Nothing: "Nichts",
	"No check raised an alarm. That is no proof that nobody can be recognised.":
		"Keine Prüfung schlug an. Das beweist nicht, dass niemand zu erkennen ist.",

	// what was checked
	"Synthetic rows close to real ones": "Synthetische Zeilen nahe an echten",
	"Real identifiers among synthetic ones": "Echte Kennungen unter synthetischen",
	"Names and numbers inside texts": "Namen und Nummern in Texten",
	"People who stand out in both tables": "Personen, die in beiden Tabellen auffallen",
	"Rare categories": "Seltene Kategorien",
	"People with several rows": "Personen mit mehreren Zeilen",
	"Columns that could not be compared": "Spalten, die sich nicht vergleichen ließen",
	"Copies of real rows": "Kopien echter Zeilen",
	"Rows copied in part": "Zum Teil kopierte Zeilen",
	"{n} of the synthetic rows ({n2} to {n3}) agree with one real row more closely than real rows agree with each other{t}; of real rows {n4} do.":
		"{n} der synthetischen Zeilen ({n2} bis {n3}) stimmen mit einer echten enger überein als echte untereinander{t}; von echten Zeilen sind es {n4}.",
	", most of them in {n} or more of {n2} columns": ", die meisten in {n} oder mehr von {n2} Spalten",
	"Near copies of real rows": "Beinahe-Kopien echter Zeilen",
	"Singling out by one condition": "Herausgreifen durch eine Bedingung",
	"Singling out by several conditions": "Herausgreifen durch mehrere Bedingungen",
	"Linking two sources": "Verknüpfen zweier Quellen",
	"Inferring a column": "Erschließen einer Spalte",
	"Reading a column off equal rows": "Ablesen einer Spalte an gleichen Zeilen",
	"Finding out who was in the table": who,
	"Finding out who was in the table: unusual people": `${who}: ungewöhnliche Personen`,
	"Finding out who was in the table: anybody": `${who}: alle`,

	// what was found
	"Not distinguishable from guessing ({n}, {n2} to {n3}; baseline {n4}).":
		"Nicht von Raten zu unterscheiden ({n}, {n2} bis {n3}; Raten {n4}).",
	"{n} of attempts on people in the real table succeed ({n2} to {n3}; by guessing {n4}), but only {n5} on people who were not in it. The difference comes from their rows: a risk of {n6} ({n7} to {n8}).":
		"{n} der Versuche an Personen der echten Tabelle gelingen ({n2} bis {n3}; durch Raten {n4}), aber nur {n5} an Personen, die nicht darin waren. Der Unterschied kommt von ihren Zeilen: ein Risiko von {n6} ({n7} bis {n8}).",
	"{n} of attempts on people in the real table succeed ({n2} to {n3}; by guessing {n4}), and {n5} on people who were not in it: being in the table makes no difference that could be measured.":
		"{n} der Versuche an Personen der echten Tabelle gelingen ({n2} bis {n3}; durch Raten {n4}), und {n5} an Personen, die nicht darin waren: In der Tabelle zu sein, macht keinen messbaren Unterschied.",
	"The attack works on anybody, because these columns together tell much about a person.":
		"Der Angriff gelingt bei allen, denn diese Spalten zusammen sagen viel über eine Person.",
	"More are recognised than by guessing ({n}, {n2} to {n3}; baseline {n4}); with so few hold-out rows that may be chance.":
		"Es werden mehr erkannt als durch Raten ({n}, {n2} bis {n3}; Raten {n4}); bei so wenigen beiseitegelegten Zeilen kann das Zufall sein.",
	"{n} of those who were in the real table are recognised as such ({n2} to {n3}); guessing recognises {n4}.":
		"{n} derer, die in der echten Tabelle waren, werden als solche erkannt ({n2} bis {n3}); Raten erkennt {n4}.",
	"{n} of the synthetic rows {t} ({n2} to {n3}); of hold-out rows, which were never learned from, {n4} do.":
		"{n} der synthetischen Zeilen {t} ({n2} bis {n3}); von beiseitegelegten Zeilen, aus denen nie gelernt wurde, sind es {n4}.",
	"{n} of the synthetic rows {t} ({n2} to {n3}). Without hold-out rows there is nothing to compare this with.":
		"{n} der synthetischen Zeilen {t} ({n2} bis {n3}). Ohne beiseitegelegte Zeilen lässt sich das mit nichts vergleichen.",
	"equal a real row in every column, direct identifiers left aside":
		"gleichen einer echten Zeile in jeder Spalte, von direkten Kennungen abgesehen",
	"are within 1 % of a real row in every column, direct identifiers left aside":
		"liegen in jeder Spalte innerhalb von 1 % einer echten Zeile, von direkten Kennungen abgesehen",
	"{n} of the synthetic rows ({n2} to {n3}) are closer to a training row than to a hold-out row; of new real rows it would be 50 %.":
		"{n} der synthetischen Zeilen ({n2} bis {n3}) liegen näher an einer Trainingszeile als an einer beiseitegelegten; bei neuen echten Zeilen wären es 50 %.",
	"No column of the real table was found to hold direct identifiers.":
		"In keiner Spalte der echten Tabelle wurden direkte Kennungen gefunden.",
	'None of the {t} in "{a}" is real.': "Nichts davon ist echt: {t} in „{a}“.",
	'{n} of the {t} in "{a}" ({n2} cells) stand in the real table as well.':
		"{n} davon ({n2} Zellen) stehen auch in der echten Tabelle: {t} in „{a}“.",
	"Row numbers such as 1, 2, 3 stand in any table: see whether these are such.":
		"Zeilennummern wie 1, 2, 3 stehen in jeder Tabelle: Sehen Sie nach, ob es solche sind.",
	'{n} cells of the synthetic column "{a}" are or hold {t} that stand in the real table\'s "{b}".':
		"{n} Zellen der synthetischen Spalte „{a}“ sind oder enthalten, was in „{b}“ der echten Tabelle steht: {t}.",
	names: "Namen",
	"e-mail addresses": "E-Mail-Adressen",
	"phone numbers": "Telefonnummern",
	"bank accounts": "Bankkonten",
	"payment cards": "Zahlungskarten",
	"national numbers": "Personennummern",
	addresses: "Anschriften",
	identifiers: "Kennungen",
	"user names": "Kontonamen",
	"personal addresses on the web": "persönliche Webadressen",
	"network addresses": "Netzadressen",
	"device addresses": "Geräteadressen",
	"The synthetic table has no texts that were made of real ones.":
		"Die synthetische Tabelle hat keine Texte, die aus echten gemacht wurden.",
	"No name, address or number in a synthetic text occurs in a real one.":
		"Kein Name, keine Anschrift und keine Nummer in einem synthetischen Text steht in einem echten.",
	"Texts in {a} contain names, addresses or numbers that occur in real texts.":
		"Texte in {a} enthalten Namen, Anschriften oder Nummern, die in echten Texten stehen.",
	"{n} of the synthetic rows have a combination of {a} that only one synthetic and only one real row has; of as many hold-out rows {n2} do.":
		"{n} der synthetischen Zeilen haben eine Verbindung von {a}, die nur eine synthetische und nur eine echte Zeile hat; von ebenso vielen beiseitegelegten Zeilen sind es {n2}.",
	"{n} of the synthetic rows have a combination of {a} that only one synthetic and only one real row has; without hold-out rows there is nothing to compare this with.":
		"{n} der synthetischen Zeilen haben eine Verbindung von {a}, die nur eine synthetische und nur eine echte Zeile hat; ohne beiseitegelegte Zeilen lässt sich das mit nichts vergleichen.",
	"No category that fewer than five people have is repeated.":
		"Keine Kategorie, die weniger als fünf Personen haben, kommt wieder vor.",
	"{n} synthetic cells repeat a category that fewer than five people of the real table have.":
		"{n} synthetische Zellen wiederholen eine Kategorie, die weniger als fünf Personen der echten Tabelle haben.",
	"The {n} people of the real table have up to {n2} rows each. Everybody counts once in the protection and in the attacks, and nobody has rows among the hold-out rows as well.":
		"Die {n} Personen der echten Tabelle haben je bis zu {n2} Zeilen. Jede zählt im Schutz und in den Angriffen einmal, und keine hat auch Zeilen unter den beiseitegelegten.",
	"The {n} people of the real table have up to {n2} rows each. Everybody counts once in the protection and in the attacks, but {n3} have rows among the hold-out rows as well, so that the attacks look weaker than they are.":
		"Die {n} Personen der echten Tabelle haben je bis zu {n2} Zeilen. Jede zählt im Schutz und in den Angriffen einmal, aber {n3} haben auch Zeilen unter den beiseitegelegten, so dass die Angriffe schwächer aussehen, als sie sind.",
	"The cells of {a} in one of the tables cannot be read as those of the real one. The other checks leave them out: compare tables whose columns mean the same.":
		"Die Zellen von {a} lassen sich in einer der Tabellen nicht wie die der echten lesen. Die anderen Prüfungen lassen sie aus: Vergleichen Sie Tabellen, deren Spalten dasselbe bedeuten.",

	// why something was not measured
	"no held-out rows were given: without real rows the generator never saw there is no control":
		"es wurden keine Zeilen beiseitegelegt: Ohne echte Zeilen, die der Generator nie sah, gibt es keine Kontrolle",
	"no held-out rows were given": "es wurden keine Zeilen beiseitegelegt",
	"no target column was named": "es wurde keine Spalte zum Vorhersagen genannt",
	"there is no column of categories": "es gibt keine Spalte mit Kategorien",
	"nothing to compare": "nichts zu vergleichen",
	"no column can be compared": "keine Spalte lässt sich vergleichen",
	"needs two columns that can be compared": "dafür braucht es zwei Spalten, die sich vergleichen lassen",
	"the synthetic table has no rows": "die synthetische Tabelle hat keine Zeilen",
	"fewer than two columns were found that others may know of a person":
		"es wurden keine zwei Spalten gefunden, die andere von einer Person wissen können",
	"cannot measure: needs {n} held-out rows as control, there are {n2}":
		"nicht messbar: es braucht {n} beiseitegelegte Zeilen als Kontrolle, es sind {n2}",
	"cannot measure: needs {n} held-out rows with a target, there are {n2}":
		"nicht messbar: es braucht {n} beiseitegelegte Zeilen mit der Spalte zum Vorhersagen, es sind {n2}",
	"cannot measure: needs {n} rows with a target to learn from, there are {n2}":
		"nicht messbar: es braucht {n} Zeilen mit der Spalte zum Vorhersagen, es sind {n2}",
	"cannot measure: needs {n} held-out rows, there are {n2}":
		"nicht messbar: es braucht {n} beiseitegelegte Zeilen, es sind {n2}",
	"cannot measure: needs {n} rows a side, there are {n2}":
		"nicht messbar: es braucht {n} Zeilen auf jeder Seite, es sind {n2}",
	"cannot measure: needs {n} training and held-out rows, there are {n2}":
		"nicht messbar: es braucht {n} Trainings- und beiseitegelegte Zeilen, es sind {n2}",
	"cannot measure: needs 20 rows of each side": "nicht messbar: es braucht 20 Zeilen auf jeder Seite",
	"cannot measure: no condition picks out exactly one synthetic row":
		"nicht messbar: keine Bedingung trifft genau eine synthetische Zeile",
	"cannot measure": "nicht messbar",
	"cannot measure: the attack did no better on training rows than guessing, so it is too weak to show a leak; a stronger one may exist":
		"nicht messbar: Der Angriff gelang an Trainingszeilen nicht besser als Raten, er ist also zu schwach, um ein Leck zu zeigen; es kann einen stärkeren geben",
	"cannot measure: more are named than by guessing, but with so few hold-out rows that may be chance":
		"nicht messbar: Es werden mehr erkannt als durch Raten, aber bei so wenigen beiseitegelegten Zeilen kann das Zufall sein",
	"cannot measure: the attack did no better than guessing; a stronger one, such as with shadow models, may":
		"nicht messbar: Der Angriff gelang nicht besser als Raten; ein stärkerer, etwa mit Schattenmodellen, kann es",
	"Not measured: {t}.": "Nicht gemessen: {t}.",

	// the first screen
	"Distributions of columns": "Verteilungen der Spalten",
	"No column could be compared.": "Keine Spalte ließ sich vergleichen.",
	"hold-out rows score {n}; the difference comes from the tables' sizes":
		"beiseitegelegte Zeilen erreichen {n}; der Unterschied kommt von den Größen der Tabellen",
	"hold-out rows score {n}": "beiseitegelegte Zeilen erreichen {n}",
	"Average similarity of each column's distribution to the real table's; 100 means equal.":
		"Mittlere Ähnlichkeit der Verteilung jeder Spalte mit der echten; 100 heißt gleich.",
	"Least similar: {a}.": "Am wenigsten ähnlich: {a}.",
	"Dependence between columns": "Abhängigkeit zwischen Spalten",
	"No pair of columns could be compared.": "Kein Paar von Spalten ließ sich vergleichen.",
	"Average similarity of pairwise dependence to the real table's; 100 means equal.":
		"Mittlere Ähnlichkeit der paarweisen Abhängigkeit mit der echten; 100 heißt gleich.",
	"Distinguishing synthetic from real rows": "Synthetische Zeilen von echten unterscheiden",
	"Detection AUC {n}": "Erkennungs-AUC {n}",
	"real rows against real rows {n}": "echte Zeilen gegen echte {n}",
	"A classifier that is shown one synthetic and one real row is right about which is which {n} of the time; guessing is right 50 % of the time.":
		"Ein Klassifikator, der eine synthetische und eine echte Zeile sieht, sagt in {n} der Fälle richtig, welche welche ist; Raten trifft in 50 %.",
	"It cannot distinguish them.": "Er kann sie nicht unterscheiden.",
	"The closer to that, the better.": "Je näher daran, desto besser.",
	"Use for prediction": "Nutzen zum Vorhersagen",
	"trained on real rows {n}": "aus echten Zeilen gelernt {n}",
	"{a} of predicting {b} in hold-out real rows, trained on synthetic rows (TSTR); 1 is perfect, {n} is no better than guessing.":
		"{a} beim Vorhersagen von {b} in beiseitegelegten echten Zeilen, gelernt aus synthetischen (TSTR); 1 ist vollkommen, {n} nicht besser als Raten.",
	"The difference is {n} (95 % interval {n2} to {n3}).": "Der Unterschied ist {n} (95-%-Intervall {n2} bis {n3}).",
	"Copied rows": "Kopierte Zeilen",
	"of hold-out rows, by coincidence, {n}": "von beiseitegelegten Zeilen, durch Zufall, {n}",
	"{n} of synthetic rows equal a training row in every compared column. Few copies prove nothing; many are an alarm.":
		"{n} der synthetischen Zeilen gleichen einer Trainingszeile in jeder verglichenen Spalte. Wenige Kopien beweisen nichts; viele sind ein Alarm.",
	"Attacks on people in the table": "Angriffe auf Personen in der Tabelle",
	"None of {n} attacks measured anything.": "Keiner von {n} Angriffen hat etwas gemessen.",
	"That is no proof of protection.": "Das beweist keinen Schutz.",
	"95 % interval {n} to {n2}": "95-%-Intervall {n} bis {n2}",
	"How much more often the strongest of {n} attacks ({t}) succeeds on training rows than on hold-out rows. Stronger attacks may exist.":
		"Um wie viel öfter der stärkste von {n} Angriffen ({t}) an Trainingszeilen gelingt als an beiseitegelegten. Es kann stärkere Angriffe geben.",
	"{n} of the {n2} attacks could not measure anything, which is no proof of protection.":
		"{n} der {n2} Angriffe konnten nichts messen; das beweist keinen Schutz.",
	"Membership inference": "Mitgliedschaft erschließen",
	"Share of the {t} in the table whom an attacker who has their whole record recognises as having been in it (95 % interval {n} to {n2}), while taking {n3} of the people who were not in it for such.":
		"Anteil der {t} in der Tabelle, die ein Angreifer mit ihrem ganzen Datensatz als enthalten erkennt (95-%-Intervall {n} bis {n2}), während er {n3} der Personen, die nicht darin waren, auch dafür hält.",
	"most unusual people": "ungewöhnlichsten Personen",
	people: "Personen",
	"guessing {n}": "Raten {n}",
	"That is more than by guessing; with so few hold-out rows it may be chance.":
		"Das ist mehr als durch Raten; bei so wenigen beiseitegelegten Zeilen kann es Zufall sein.",
	"That is no better than guessing and shows no leak; a stronger attack may.":
		"Das ist nicht besser als Raten und zeigt kein Leck; ein stärkerer Angriff kann es.",

	// chapters and their tables
	Columns: "Spalten",
	"Pairs of columns": "Paare von Spalten",
	"There is no pair of columns to compare.": "Es gibt kein Paar von Spalten zu vergleichen.",
	"Ranges, categories and missing values": "Bereiche, Kategorien und fehlende Werte",
	"Constraints between columns": "Regeln zwischen Spalten",
	"How many rows the figures rest on": "Auf wie vielen Zeilen die Zahlen beruhen",
	"Columns left out": "Ausgelassene Spalten",
	Attacks: "Angriffe",
	"Attacks on single columns": "Angriffe auf einzelne Spalten",
	"Copies and near copies": "Kopien und Beinahe-Kopien",
	"Fairness between groups": "Fairness zwischen Gruppen",
	"Where the synthetic table comes from": "Woher die synthetische Tabelle kommt",
	"On average {n} ({n2} to {n3}) of 100; hold-out rows score {n4} ({n5} to {n6}).":
		"Im Mittel {n} ({n2} bis {n3}) von 100; beiseitegelegte Zeilen erreichen {n4} ({n5} bis {n6}).",
	"On average {n} ({n2} to {n3}) of 100; hold-out rows score {n4}.":
		"Im Mittel {n} ({n2} bis {n3}) von 100; beiseitegelegte Zeilen erreichen {n4}.",
	"On average {n} of 100; hold-out rows score {n2}.": "Im Mittel {n} von 100; beiseitegelegte Zeilen erreichen {n2}.",
	"That it is above what hold-out rows score comes from the tables' sizes and says nothing more.":
		"Dass es über beiseitegelegten Zeilen liegt, kommt von den Größen der Tabellen und sagt sonst nichts.",
	"Columns, least similar first": "Spalten, die unähnlichsten zuerst",
	"The {n} least similar of {n2} columns": "Die {n} unähnlichsten von {n2} Spalten",
	"Pairs of columns, least similar first": "Paare von Spalten, die unähnlichsten zuerst",
	"The {n} least similar of {n2} pairs of columns": "Die {n} unähnlichsten von {n2} Paaren von Spalten",
	"All pairs, on average": "Alle Paare, im Mittel",
	"Pairs whose dependence differs most": "Paare, deren Abhängigkeit am meisten abweicht",
	Column: "Spalte",
	"Score of 100": "Von 100",
	"Hold-out rows": "Beiseitegelegte Zeilen",
	Kind: "Art",
	Measure: "Maß",
	Figure: "Kennzahl",
	"Correlation real / synthetic": "Korrelation echt / synthetisch",
	"Own bins (comparable with published scores)": "Eigene Klassen (mit veröffentlichten Werten vergleichbar)",
	"Shared bins": "Gemeinsame Klassen",
	"Mutual information": "Transinformation",
	"Mutual information real": "Transinformation echt",
	synthetic: "synthetisch",
	number: "Zahl",
	integer: "ganze Zahl",
	category: "Kategorie",
	boolean: "ja/nein",
	datetime: "Datum",
	"Checks of each column": "Prüfungen jeder Spalte",
	"Within range or categories": "In Bereich oder Kategorien",
	Covered: "Abgedeckt",
	"Missing share similar": "Anteil fehlender ähnlich",
	"Missing real / synthetic": "Fehlend echt / synthetisch",
	Mean: "Mittel",
	Deviation: "Abweichung",
	Median: "Median",
	"Detection AUC": "Erkennungs-AUC",
	"Hold-out rows against": "Beiseitegelegte Zeilen gegen",
	"synthetic rows": "synthetische Zeilen",
	"training rows (baseline)": "Trainingszeilen (Vergleich)",
	"95 % interval": "95-%-Intervall",
	"Rows a side": "Zeilen je Seite",
	"Trained on": "Gelernt aus",
	"Score (95 % interval)": "Wert (95-%-Intervall)",
	"real rows": "echte Zeilen",
	difference: "Unterschied",
	nothing: "nichts",
	Attack: "Angriff",
	Risk: "Risiko",
	"On training rows": "An Trainingszeilen",
	"On hold-out rows": "An beiseitegelegten Zeilen",
	"By guessing": "Durch Raten",
	"The attacker knows": "Der Angreifer kennt",
	"Singling out, one condition": "Herausgreifen, eine Bedingung",
	"Singling out, several conditions": "Herausgreifen, mehrere Bedingungen",
	Linkability: "Verknüpfbarkeit",
	"Inference of a hidden value": "Erschließen eines verborgenen Werts",
	"Attribute disclosure": "Preisgabe von Merkmalen",
	"Attacks, shares with 95 % intervals": "Angriffe, Anteile mit 95-%-Intervallen",
	Secret: "Geheim",
	Known: "Bekannt",
	"Protection (CAP)": "Schutz (CAP)",
	"Rows that repeat a training row": "Zeilen, die eine Trainingszeile wiederholen",
	Repeats: "Wiederholt",
	"Synthetic rows": "Synthetische Zeilen",
	"in every column": "in jeder Spalte",
	"with numbers within 1 %": "mit Zahlen innerhalb von 1 %",
	"{n} different training rows are repeated exactly.": "{n} verschiedene Trainingszeilen kommen genau wieder vor.",
	"Rows that break a constraint, of {n} real and {n2} synthetic rows":
		"Zeilen, die eine Regel brechen, von {n} echten und {n2} synthetischen",
	Constraint: "Regel",
	"Real rows": "Echte Zeilen",
	What: "Was",
	Value: "Wert",
	Rows: "Zeilen",
	"Real table": "Echte Tabelle",
	"Made on": "Erstellt am",
	Generator: "Generator",
	Seed: "Startwert",
	"Computed on": "Berechnet auf",
	Reason: "Grund",
	"No figure is computed for these columns": "Für diese Spalten wird keine Kennzahl berechnet",
};
