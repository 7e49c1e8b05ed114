/** What is said of a fair outcome. */
export const fair = {
	en: {
		"fair.title": "Fair outcome",
		"fair.lead":
			"Optional. The outcome is sampled so that groups fare alike; all other columns stay as they were learned. The file is then called fair.",
		"fair.none": "A fair outcome needs two columns of 2 to 20 categories: an outcome and groups.",
		"fair.promised":
			"Not together with differential privacy: it learns from the rows beside the generator, and the promise would not hold.",
		"fair.target": "Outcome",
		"fair.groups": "Groups",
		"fair.groups.hint": "The column whose categories are to fare alike.",
		"fair.favourable": "Good to have",
		"fair.favourable.hint": "The category of the outcome that is shared out.",
		"fair.favourable.auto": "auto: true, or the rarer of two categories.",
		"fair.aim": "What is made alike",
		"fair.parity": "The share of each group that has it (parity)",
		"fair.opportunity": "The share among those who have it in reality (equal opportunity)",
		"fair.strength": "Strength",
		"fair.strength.hint": "0 leaves it as learned, 1 makes it alike.",
		"fair.conflict":
			"Where groups differ, the two contradict each other: less of one difference is often more of the other.",
		"fair.result": "How groups fare",
		"fair.result.lead":
			"Largest difference between groups, in predictions for your real rows by models that had not seen them. The report judges the table itself.",
		"fair.figure": "Figure",
		"fair.before": "As learned",
		"fair.after": "Fair",
		"fair.result.parity": "Difference in shares (parity)",
		"fair.result.opportunity": "Difference among those who have it in reality (equal opportunity)",
		"fair.result.accuracy": "Accuracy of the predictions",
		"fair.few": "too few rows",
	},
	de: {
		"fair.title": "Faires Ergebnis",
		"fair.lead":
			"Freiwillig. Das Ergebnis wird so gezogen, dass Gruppen gleich abschneiden; alle anderen Spalten bleiben wie gelernt. Die Datei heißt dann fair.",
		"fair.none": "Dafür braucht es zwei Spalten mit 2 bis 20 Kategorien: ein Ergebnis und Gruppen.",
		"fair.promised":
			"Nicht zusammen mit Differential Privacy: Es lernt neben dem Generator aus den Zeilen, und die Zusage gälte nicht mehr.",
		"fair.target": "Ergebnis",
		"fair.groups": "Gruppen",
		"fair.groups.hint": "Die Spalte, deren Kategorien gleich abschneiden sollen.",
		"fair.favourable": "Wünschenswert",
		"fair.favourable.hint": "Die Kategorie des Ergebnisses, um die es geht.",
		"fair.favourable.auto": "auto: wahr, oder die seltenere von zwei Kategorien.",
		"fair.aim": "Was angeglichen wird",
		"fair.parity": "Der Anteil jeder Gruppe, der es hat (Parität)",
		"fair.opportunity": "Der Anteil unter denen, die es wirklich haben (Chancengleichheit)",
		"fair.strength": "Stärke",
		"fair.strength.hint": "0 lässt es wie gelernt, 1 gleicht ganz an.",
		"fair.conflict":
			"Wo Gruppen sich unterscheiden, widersprechen sich beide Ziele: Weniger vom einen Unterschied ist oft mehr vom anderen.",
		"fair.result": "Wie Gruppen abschneiden",
		"fair.result.lead":
			"Größter Unterschied zwischen Gruppen, in Vorhersagen für Ihre echten Zeilen durch Modelle, die sie nicht kannten. Der Bericht beurteilt die Tabelle selbst.",
		"fair.figure": "Kennzahl",
		"fair.before": "Wie gelernt",
		"fair.after": "Fair",
		"fair.result.parity": "Unterschied der Anteile (Parität)",
		"fair.result.opportunity": "Unterschied unter denen, die es wirklich haben (Chancengleichheit)",
		"fair.result.accuracy": "Genauigkeit der Vorhersagen",
		"fair.few": "zu wenige Zeilen",
	},
} as const;
