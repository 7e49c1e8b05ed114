/** What is said of how a file is read. */
export const reading = {
	en: {
		"read.title": "How this file is read",
		"read.header": "Names of columns",
		"read.header.auto": "As the cells tell",
		"read.header.yes": "In the first line",
		"read.header.no": "Nowhere: the first line is data",
		"read.skip": "Lines to leave out at the beginning",
		"read.skip.hint": "A title, the date of an export. Empty: as the lines tell; 0 keeps every line.",
		"read.again": "Read it again",
	},
	de: {
		"read.title": "Wie diese Datei gelesen wird",
		"read.header": "Namen der Spalten",
		"read.header.auto": "Wie die Zellen es zeigen",
		"read.header.yes": "In der ersten Zeile",
		"read.header.no": "Nirgends: Die erste Zeile ist eine Datenzeile",
		"read.skip": "Zeilen, die am Anfang wegbleiben",
		"read.skip.hint": "Ein Titel, das Datum eines Exports. Leer: wie die Zeilen es zeigen; 0 behält jede.",
		"read.again": "Noch einmal lesen",
	},
} as const;
