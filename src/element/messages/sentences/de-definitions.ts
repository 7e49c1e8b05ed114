import type { Sentences } from "./sentences";

const nobody = "0: nicht mehr als bei Personen, die nicht in der Tabelle waren. 1: immer.";
const closer = "0 bis 1, höher ist näher.";

/** What the figures of a report mean. */
export const deDefinitions: Sentences = {
	"Column shapes": "Formen der Spalten",
	"How alike each column is on its own, whatever the other columns say. Numbers: one minus the largest difference between the two cumulative distributions. Categories: one minus half the summed differences of the shares.":
		"Wie ähnlich jede Spalte für sich ist, was auch immer die anderen sagen. Zahlen: eins minus der größte Unterschied der beiden Verteilungsfunktionen. Kategorien: eins minus die halbe Summe der Unterschiede der Anteile.",
	"0 to 1, higher is closer. Shuffling every column on its own would still score 1.":
		"0 bis 1, höher ist näher. Auch wenn jede Spalte für sich gemischt würde, wäre es 1.",
	"Pair trends": "Abhängigkeit von Paaren",
	"How alike each pair of columns is. Two numbers: their correlations compared. Otherwise: the two-way table of shares compared, numbers in ten bins, which each table sets for itself.":
		"Wie ähnlich jedes Paar von Spalten ist. Zwei Zahlen: ihre Korrelationen verglichen. Sonst: die Kreuztabelle der Anteile, Zahlen in zehn Klassen, die jede Tabelle selbst setzt.",
	"0 to 1, higher is closer.": closer,
	"Pair trends, shared bins": "Abhängigkeit von Paaren, gemeinsame Klassen",
	"The same with both tables cut at the real table's bins and missing values in a bin of their own, so that a shifted or stretched column lowers the score.":
		"Dasselbe, beide Tabellen in den Klassen der echten und fehlende Werte in einer eigenen, so dass eine verschobene oder gedehnte Spalte den Wert senkt.",
	"How alike the strength of dependence, linear or not, is in each pair of columns: normalised mutual information with numbers in deciles, compared pair by pair.":
		"Wie ähnlich die Stärke der Abhängigkeit, linear oder nicht, in jedem Paar von Spalten ist: normierte Transinformation mit Zahlen in Dezilen, Paar für Paar verglichen.",
	Detection: "Erkennung",
	"Whether a classifier can learn to distinguish synthetic rows from real rows that the generator never saw: how often it ranks a synthetic row above a real one.":
		"Ob ein Klassifikator lernen kann, synthetische Zeilen von echten zu unterscheiden, die der Generator nie sah: wie oft er eine synthetische über eine echte stellt.",
	"0.5: it cannot distinguish them. 1: it always can.": "0,5: Er kann sie nicht unterscheiden. 1: Er kann es immer.",
	Diagnostics: "Diagnose",
	"Whether values stay within the real minimum, maximum and categories, how much of them is covered, and whether missing values and simple statistics agree.":
		"Ob Werte im echten Bereich und in den echten Kategorien bleiben, wie viel davon vorkommt, und ob fehlende Werte und einfache Maße übereinstimmen.",
	"0 to 1, 1 is best.": "0 bis 1, 1 ist am besten.",
	"How well a model trained on synthetic rows predicts the target in hold-out real rows, beside a model trained on as many real rows.":
		"Wie gut ein Modell, das aus synthetischen Zeilen lernte, die gewählte Spalte in beiseitegelegten echten vorhersagt, neben einem Modell aus ebenso vielen echten.",
	"Area under the ROC curve: 0.5 is no better than guessing, 1 is perfect. R²: 0 is no better than the mean, 1 is perfect.":
		"Fläche unter der ROC-Kurve: 0,5 ist nicht besser als Raten, 1 vollkommen. R²: 0 ist nicht besser als das Mittel, 1 vollkommen.",
	"Singling out": "Herausgreifen",
	"Somebody with only the synthetic table states conditions that exactly one person of the real table meets. Risk is what training rows suffer beyond hold-out rows.":
		"Jemand, der nur die synthetische Tabelle hat, nennt Bedingungen, die genau eine Person der echten erfüllt. Das Risiko ist, was Trainingszeilen mehr trifft als beiseitegelegte.",
	"0: no more than for people who were not in the table. 1: always.": nobody,
	Linking: "Verknüpfen",
	"Somebody holds two halves of people's columns from two sources and joins them through the synthetic table.":
		"Jemand hat zwei Hälften der Spalten von Personen aus zwei Quellen und verbindet sie über die synthetische Tabelle.",
	Inference: "Erschließen",
	"Somebody knows all of a person's columns but one and reads that one off the nearest synthetic row.":
		"Jemand kennt alle Spalten einer Person bis auf eine und liest diese an der nächsten synthetischen Zeile ab.",
	"Somebody knows three columns of a person and reads another off the synthetic rows that agree with them.":
		"Jemand kennt drei Spalten einer Person und liest eine weitere an den synthetischen Zeilen ab, die mit ihnen übereinstimmen.",
	Membership: "Mitgliedschaft",
	"Somebody knows a person's whole record and guesses whether it was in the training table, because synthetic rows lie suspiciously close. Shown for the most unusual records, which a leak hurts most.":
		"Jemand kennt den ganzen Datensatz einer Person und rät, ob er in der Trainingstabelle war, weil synthetische Zeilen verdächtig nahe liegen. Gezeigt für die ungewöhnlichsten Datensätze, die ein Leck am meisten trifft.",
	"Share of members named while wrongly naming 1 % (or 5 %) of the others: equal to that rate is guessing, 1 is always.":
		"Anteil der Mitglieder, die erkannt werden, während 1 % (oder 5 %) der anderen fälschlich genannt werden: So viel wie diese Rate ist Raten, 1 ist immer.",
	Copies: "Kopien",
	"Synthetic rows that repeat a training row in every column, exactly or with every number within 1 %.":
		"Synthetische Zeilen, die eine Trainingszeile in jeder Spalte wiederholen, genau oder mit jeder Zahl innerhalb von 1 %.",
	"Shares of rows, beside the same shares of hold-out rows. An alarm: few copies prove nothing.":
		"Anteile der Zeilen, neben denselben Anteilen beiseitegelegter. Ein Alarm: Wenige Kopien beweisen nichts.",
	"Synthetic rows that agree with one real row in more, or in rarer values, than 98 % of the real rows do with any other real row, and than chance lets them: a row that was copied but for a few columns does.":
		"Synthetische Zeilen, die mit einer echten in mehr oder in selteneren Werten übereinstimmen als 98 % der echten mit irgendeiner anderen echten und als der Zufall es erlaubt: So ist es bei einer Zeile, die bis auf wenige Spalten kopiert wurde.",
	"Shares of rows, beside the same share of real rows. An alarm: few such rows prove nothing.":
		"Anteile der Zeilen, neben demselben Anteil echter. Ein Alarm: Wenige solche Zeilen beweisen nichts.",
	"Closest records": "Nächste Datensätze",
	"How often a synthetic row lies closer to a training row than to any of as many hold-out rows.":
		"Wie oft eine synthetische Zeile näher an einer Trainingszeile liegt als an einer von ebenso vielen beiseitegelegten.",
	"0.5: as further real rows would. Clearly above: copies or near copies. An alarm only: at 0.5 records can still leak.":
		"0,5: wie weitere echte Zeilen. Deutlich darüber: Kopien oder Beinahe-Kopien. Nur ein Alarm: Auch bei 0,5 kann etwas durchsickern.",
	Fairness: "Fairness",
	"Demographic parity: how far groups differ in the share that is predicted the favourable outcome. Equal opportunity: the same among those who have it in reality. Of several groups the largest difference counts.":
		"Parität: wie weit Gruppen sich im Anteil unterscheiden, dem das wünschenswerte Ergebnis vorhergesagt wird. Chancengleichheit: dasselbe unter denen, die es wirklich haben. Von mehreren Gruppen zählt der größte Unterschied.",
	"0: groups fare alike. 1: one group always, another never.":
		"0: Gruppen schneiden gleich ab. 1: eine Gruppe immer, eine andere nie.",
	"Records of care": "Daten der Versorgung",
	"Sets of codes: how common each code is, each pair of codes in a row, and each pair of a code and one in the subject's next row. Missing cells: which columns are missing together.":
		"Mengen von Codes: wie häufig jeder Code ist, jedes Paar von Codes in einer Zeile und jedes Paar aus einem Code und einem in der nächsten Zeile der Person. Fehlende Zellen: welche Spalten zusammen fehlen.",
	"R² to the line of equality: 1, the shares are those of the real rows; 0, no better than one share for all. Distance of patterns: 0, as in the real rows; 1, none in common.":
		"R² zur Geraden der Gleichheit: 1, die Anteile sind die der echten Zeilen; 0, nicht besser als ein Anteil für alle. Abstand der Muster: 0, wie in den echten Zeilen; 1, keines gemeinsam.",

	"Each attack is tried on rows of the training table and on hold-out real rows. What succeeds on both follows from the population and would work without anybody's row in the table; the risk is what training rows suffer beyond that. Where an attack does no better than guessing, it cannot measure anything.":
		"Jeder Angriff wird an Trainingszeilen und an beiseitegelegten echten Zeilen versucht. Was an beiden gelingt, folgt aus der Bevölkerung und ginge ohne jemandes Zeile in der Tabelle; das Risiko ist, was Trainingszeilen mehr trifft. Wo ein Angriff nicht besser gelingt als Raten, kann er nichts messen.",
};
