/** What is said of the graph that a network learned. */
export const network = {
	en: {
		"network.title": "What depends on what",
		"network.lead":
			"The graph that was learned: an arrow leads to a column from each column it depends on directly. It says what predicts what in this table, not what causes what.",
		"network.replaced": "Not in the graph, because it is made up and depends on nothing: {columns}.",
		"network.worked-out":
			"Not in the graph, because it follows from other columns by a rule and is worked out of them: {columns}.",
		"network.presence":
			"Made up, and in the graph by the little that is learned of it, the year or whether there is a value: {columns}.",
		"network.edges": { one: "{n} edge", other: "{n} edges" },
		"network.required": "Require",
		"network.forbidden": "Forbid",
		"network.from": "From",
		"network.to": "To",
		"network.add": "Require this edge",
	},
	de: {
		"network.title": "Was wovon abhängt",
		"network.lead":
			"Der gelernte Graph: Ein Pfeil führt von jeder Spalte, von der eine andere direkt abhängt, zu dieser. Er zeigt, was in dieser Tabelle was vorhersagt, nicht was die Ursache ist.",
		"network.replaced": "Nicht im Graphen, denn es ist erfunden und hängt von nichts ab: {columns}.",
		"network.worked-out":
			"Nicht im Graphen, denn es folgt nach einer Regel aus anderen Spalten und wird daraus berechnet: {columns}.",
		"network.presence":
			"Erfunden, und im Graphen mit dem wenigen, was davon gelernt wird, dem Jahr oder ob ein Wert da ist: {columns}.",
		"network.edges": { one: "{n} Kante", other: "{n} Kanten" },
		"network.required": "Verlangen",
		"network.forbidden": "Verbieten",
		"network.from": "Von",
		"network.to": "Nach",
		"network.add": "Diese Kante verlangen",
	},
} as const;
