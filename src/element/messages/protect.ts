/** What is said beside a protected file field. */
export const protect = {
	en: {
		"protect.title": "This file is replaced before it is sent",
		"protect.lead":
			"{name} was taken out of the form. A synthetic table takes its place; the file itself never leaves this tab.",
		"protect.pending": "{name} is held back. Nothing is sent in its place until a synthetic table is ready.",
		"protect.use":
			"The synthetic table is ready. Nothing is sent in place of {name} until you look at it and press “{use}”.",
		"protect.done": "{name} goes with the form in place of {original}.",
		"protect.cancelled": "{name} was not taken. The form has no file.",
		"protect.open": "Go on",
		"protect.again": "Look at it again",
		"protect.cancel": "Do without a file",
		"protect.close": "Close",
		"protect.empty": "A file chosen here is replaced by a synthetic one before it is sent.",
	},
	de: {
		"protect.title": "Diese Datei wird ersetzt, bevor etwas gesendet wird",
		"protect.lead":
			"{name} wurde aus dem Formular genommen. An ihre Stelle tritt eine synthetische Tabelle; die Datei selbst verlässt diesen Tab nicht.",
		"protect.pending": "{name} wird zurückgehalten. Es wird nichts gesendet, bis eine synthetische Tabelle fertig ist.",
		"protect.use":
			"Die synthetische Tabelle ist fertig. Anstelle von {name} wird nichts gesendet, bis Sie sie ansehen und „{use}“ drücken.",
		"protect.done": "{name} geht anstelle von {original} mit dem Formular.",
		"protect.cancelled": "{name} wurde nicht übernommen. Das Formular hat keine Datei.",
		"protect.open": "Weiter",
		"protect.again": "Noch einmal ansehen",
		"protect.cancel": "Auf die Datei verzichten",
		"protect.close": "Schließen",
		"protect.empty": "Eine hier gewählte Datei wird vor dem Senden durch eine synthetische ersetzt.",
	},
} as const;
