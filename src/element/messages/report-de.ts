import type { reportEn } from "./report-en";

/** What the element says beside a report, in German. */
export const reportDe: Readonly<Record<keyof typeof reportEn, string>> = {
	"report.measuring": "Der Bericht entsteht",
	"report.progress": "Fortschritt des Berichts",
	"report.skip": "Auf den Bericht verzichten",
	"report.again": "Bericht erstellen",
	"report.stopped": "Es wurde kein Bericht erstellt.",
	"report.large":
		"Ein Bericht über so große Tabellen braucht etwa {gigabytes} GB Speicher mehr und {minutes} Minuten oder länger; der Tab kann dabei abstürzen. Speichern Sie vorher Tabelle und Modell, oder lernen Sie aus einem Teil der Zeilen und ziehen Sie weniger.",
	"report.marginals":
		"Die Tabelle wurde aus verrauschten Anzahlen gemacht und aus sonst nichts; keine Zeile wurde gesehen, also gibt es nichts zu vergleichen. Zugesagt ist, was zusagt, wer die Anzahlen gemacht hat: {promise}",
	"report.marginals.silent":
		"Die Tabelle wurde aus verrauschten Anzahlen gemacht und aus sonst nichts; keine Zeile wurde gesehen, also gibt es nichts zu vergleichen. Wer die Anzahlen gemacht hat, hat nicht gesagt, was zugesagt ist.",
	"report.no-real": "Das Modell kam aus einer Datei ohne die echte Tabelle; es gibt nichts zu vergleichen.",
	"report.nothing-alike": "Keine echte Zeile erfüllt diese Bedingungen; es gibt nichts zu vergleichen.",
	"report.alike":
		"Verglichen mit den echten Zeilen, die dieselben Bedingungen erfüllen: {training} und {holdout} beiseitegelegte.",
	"report.ready": "Der Bericht ist fertig.",
	"report.mend": "Muss behoben werden",
	"report.clear": "Es wurde nichts gefunden, was behoben werden muss. Das beweist nicht, dass niemand zu erkennen ist.",
	"report.thin":
		"Keine Prüfung schlug an, aber {unmeasured} von {of} waren nicht möglich: warum, steht unter „Nicht gemessen, denn“. Das beweist nicht, dass niemand zu erkennen ist.",
	"report.keep": "Bewahren Sie den Bericht bei der Tabelle auf, die er beschreibt.",
	"report.promise":
		"Dieser Bericht darf mit der Tabelle veröffentlicht werden: Nichts darin wurde neben dem Budget aus den echten Zeilen berechnet.",
	"report.own-eyes": "Mit den echten Zeilen vergleichen, nur für mich",
	"report.own-eyes.shown":
		"Nur für Ihre Augen: Diese Zahlen wurden aus den echten Zeilen berechnet, und kein Budget deckt sie. Exporte enthalten nur die Zusage.",
	"report.language": "Die Dateien des Berichts sind auf Englisch.",
};
