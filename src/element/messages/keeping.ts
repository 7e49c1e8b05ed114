/** What is said of runs that are kept for a reload of the page. */
export const keeping = {
	en: {
		"keep.allow": "Keep the run for a reload of this page.",
		"keep.hint":
			"Learning can then go on where it was. What is kept is the state of learning and your settings, no row of your table: encrypted, in this browser, for {n} hours at most, and deleted once the run ends. The key lies in this tab and goes with it.",
		"keep.cut-off":
			"A run that began at {begun} was cut off. Choose the same file again to continue it; it is kept until {expires}.",
		"keep.cut-off.here":
			"A run that began at {begun} was cut off. If it was of this table, it can go on with its own settings; it is kept until {expires}.",
		"keep.continue": "Continue the run",
		"keep.forget": "Forget it",
	},
	de: {
		"keep.allow": "Den Lauf für ein Neuladen dieser Seite behalten.",
		"keep.hint":
			"Das Lernen kann dann weitergehen, wo es war. Behalten werden der Stand des Lernens und Ihre Einstellungen, keine Zeile Ihrer Tabelle: verschlüsselt, in diesem Browser, höchstens {n} Stunden lang, und gelöscht, sobald der Lauf endet. Der Schlüssel liegt in diesem Tab und verschwindet mit ihm.",
		"keep.cut-off":
			"Ein Lauf, der um {begun} begann, wurde abgebrochen. Wählen Sie dieselbe Datei noch einmal, um ihn fortzusetzen; er wird bis {expires} behalten.",
		"keep.cut-off.here":
			"Ein Lauf, der um {begun} begann, wurde abgebrochen. Gehörte er zu dieser Tabelle, kann er mit seinen Einstellungen weitergehen; er wird bis {expires} behalten.",
		"keep.continue": "Lauf fortsetzen",
		"keep.forget": "Nicht behalten",
	},
};
