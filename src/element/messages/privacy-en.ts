/** What the element says of differential privacy, in English. */
export const privacyEn = {
	"privacy.title": "Differential privacy",
	"privacy.switch": "Promise differential privacy",
	"privacy.always": "“{now}” always keeps a promise. Switched off, “{before}” is chosen in its place.",
	"privacy.switched":
		"“{before}” keeps no such promise: “{now}” was chosen in its place. Switched off, “{before}” is back.",
	"privacy.never": "Keeps no promise of differential privacy.",
	"privacy.needs": "Needs epsilon {epsilon} or more and about {rows} rows under differential privacy.",
	"privacy.protect": "Not used under differential privacy: the noise protects what few people share.",
	"privacy.target": "Used only if you ask for a comparison with the real rows for your own eyes.",
	"privacy.holdout":
		"The generator never sees them, and only a comparison for your own eyes uses them. With none it learns from every row.",
	"privacy.report.lead":
		"What is promised of the synthetic table, and what the real rows were asked for it. No real row is measured unless you ask.",
	"privacy.promises":
		"What it promises: whether any one row, or one subject, was in the table can hardly be told from the result, by any attack and whatever the attacker knows.",
	"privacy.not":
		"What it does not promise: what is true of many rows still shows, and what is published of the same data elsewhere is not counted. Names, kinds and formats of columns are read from the data.",
	"privacy.costs":
		"What it costs: rare categories and the ends of ranges are lost in noise, and the fewer the rows the more. The report shows the promise and no comparison with the real rows, unless you ask for one for your own eyes.",
	"privacy.epsilon": "Epsilon",
	"privacy.epsilon.hint": "Smaller promises more. 1 is strong; above 10 little is promised.",
	"privacy.delta": "Delta",
	"privacy.delta.hint": "Chance that the promise fails: far below one in the number of rows.",
	"privacy.rows-each": "Rows of a subject that are used, at most",
	"privacy.rows-each.hint": "Further ones are left out at random. Without subjects every row is protected by itself.",
	"privacy.domains": "Ranges and categories that are public",
	"privacy.domains.hint":
		"State what is known of a column without looking at this table, from a law, a form or a code list. Nothing is then spent on finding it, rare categories stay, and ranges keep their ends. A range or category that you took from the rows is not covered by the promise.",
	"privacy.domain.range": "Least and greatest value, e.g. 0..110",
	"privacy.domain.dates": "First and last day, e.g. 2020-01-01..2026-12-31",
	"privacy.domain.levels": "Categories, separated by commas, or by semicolons where one holds a comma",
	"privacy.domain.wrong": "This cannot be used. {hint}",
	"privacy.warn.epsilon": "Above 10 the bound hardly limits an attacker.",
	"privacy.warn.rows": "Below 1,000 rows the noise outweighs most counts.",
	"privacy.warn.training":
		"This generator needs epsilon 3 and about 5,000 rows: below either the noise of its training outweighs what it learns. Take the clique tree.",
	"privacy.warn.delta": "Delta is not below one in the number of rows: a result may give a whole row away.",
} as const;
