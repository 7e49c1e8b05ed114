import type { privacyEn } from "./privacy-en";

/** The same in German. */
export const privacyDe: Readonly<Record<keyof typeof privacyEn, string>> = {
	"privacy.title": "Differential Privacy",
	"privacy.switch": "Differential Privacy zusagen",
	"privacy.always": "„{now}“ hält immer eine Zusage. Beim Ausschalten wird stattdessen „{before}“ gewählt.",
	"privacy.switched":
		"„{before}“ hält keine solche Zusage: Stattdessen ist „{now}“ gewählt. Beim Ausschalten kommt „{before}“ zurück.",
	"privacy.never": "Hält keine Zusage von Differential Privacy.",
	"privacy.needs": "Braucht unter Differential Privacy Epsilon {epsilon} oder mehr und etwa {rows} Zeilen.",
	"privacy.protect": "Unter Differential Privacy nicht benutzt: Das Rauschen schützt, was wenige teilen.",
	"privacy.target": "Nur benutzt, wenn Sie für sich selbst einen Vergleich mit den echten Zeilen verlangen.",
	"privacy.holdout":
		"Der Generator sieht sie nie, und nur ein Vergleich für Sie selbst benutzt sie. Ohne sie lernt er aus jeder Zeile.",
	"privacy.report.lead":
		"Was für die synthetische Tabelle zugesagt ist, und was die echten Zeilen dafür gefragt wurden. Keine echte Zeile wird gemessen, wenn Sie es nicht verlangen.",
	"privacy.promises":
		"Was zugesagt wird: Ob eine einzelne Zeile oder Person in der Tabelle war, lässt sich dem Ergebnis kaum ansehen, bei keinem Angriff und was immer der Angreifer weiß.",
	"privacy.not":
		"Was nicht zugesagt wird: Was für viele Zeilen gilt, bleibt sichtbar, und was anderswo aus denselben Daten veröffentlicht wird, zählt nicht mit. Namen, Arten und Schreibweisen der Spalten werden aus den Daten gelesen.",
	"privacy.costs":
		"Was es kostet: Seltene Kategorien und die Enden von Bereichen gehen im Rauschen unter, je weniger Zeilen, desto mehr. Der Bericht zeigt die Zusage und keinen Vergleich mit den echten Zeilen, außer Sie verlangen ihn für die eigenen Augen.",
	"privacy.epsilon": "Epsilon",
	"privacy.epsilon.hint": "Kleiner sagt mehr zu. 1 ist stark; über 10 wird wenig zugesagt.",
	"privacy.delta": "Delta",
	"privacy.delta.hint": "Wahrscheinlichkeit, dass die Zusage nicht hält: weit unter eins durch die Zahl der Zeilen.",
	"privacy.rows-each": "Zeilen je Person, die benutzt werden, höchstens",
	"privacy.rows-each.hint": "Weitere bleiben zufällig weg. Ohne Personen ist jede Zeile für sich geschützt.",
	"privacy.domains": "Wertebereiche und Kategorien, die öffentlich sind",
	"privacy.domains.hint":
		"Geben Sie an, was von einer Spalte ohne einen Blick in diese Tabelle bekannt ist, aus einem Gesetz, einem Formular oder einer Schlüsselliste. Dann wird nichts dafür ausgegeben, es zu finden, seltene Kategorien bleiben, und Wertebereiche behalten ihre Enden. Was Sie den Zeilen entnommen haben, deckt die Zusage nicht.",
	"privacy.domain.range": "Kleinster und größter Wert, z. B. 0..110",
	"privacy.domain.dates": "Erster und letzter Tag, z. B. 2020-01-01..2026-12-31",
	"privacy.domain.levels": "Kategorien, durch Kommas getrennt, oder durch Semikolons, wo eine ein Komma enthält",
	"privacy.domain.wrong": "Das lässt sich nicht verwenden. {hint}",
	"privacy.warn.epsilon": "Über 10 begrenzt die Zusage einen Angreifer kaum noch.",
	"privacy.warn.rows": "Unter 1.000 Zeilen überwiegt das Rauschen die meisten Anzahlen.",
	"privacy.warn.training":
		"Dieses Verfahren braucht Epsilon 3 und etwa 5.000 Zeilen: Darunter überwiegt das Rauschen des Trainings, was es lernt. Nehmen Sie „Clique tree“.",
	"privacy.warn.delta":
		"Delta liegt nicht unter eins durch die Zahl der Zeilen: Ein Ergebnis kann eine ganze Zeile preisgeben.",
};
