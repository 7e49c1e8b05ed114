/** What the element says beside a report, in English. */
export const reportEn = {
	"report.measuring": "Making the report",
	"report.progress": "Progress of the report",
	"report.skip": "Skip the report",
	"report.again": "Make the report",
	"report.stopped": "No report was made.",
	"report.large":
		"A report of tables this large takes about {gigabytes} GB of memory more and {minutes} minutes or longer, and may bring the tab down. Save the table and the model first, or learn from a part of the rows and sample fewer.",
	"report.marginals":
		"The table was made from noisy counts and nothing else; no row was seen, so there is nothing to compare with. What is promised is what whoever made the counts promises: {promise}",
	"report.marginals.silent":
		"The table was made from noisy counts and nothing else; no row was seen, so there is nothing to compare with. Whoever made the counts has said nothing of what they promise.",
	"report.no-real": "The model came from a file without the real table, so there is nothing to compare with.",
	"report.nothing-alike": "No real row meets these conditions, so there is nothing to compare with.",
	"report.alike":
		"Compared with the real rows that meet the same conditions: {training} for training, {holdout} held out.",
	"report.ready": "The report is ready.",
	"report.mend": "Must be mended",
	"report.clear": "Nothing that must be mended was found. That is no proof that nobody can be recognised.",
	"report.thin":
		"No check raised an alarm, but {unmeasured} of {of} could not be made: see why under “Not measured”. That is no proof that nobody can be recognised.",
	"report.keep": "Keep the report beside the table it describes.",
	"report.promise":
		"This report may be published with the table: nothing in it was computed from the real rows beside the ledger.",
	"report.own-eyes": "Compare with the real rows, for my own eyes",
	"report.own-eyes.shown":
		"For your own eyes only: these figures were computed from the real rows, and no budget covers them. Exports hold the promise alone.",
	"report.language": "",
};
