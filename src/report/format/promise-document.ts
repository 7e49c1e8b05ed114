import { formatCount } from "../../charts/scale";
import type { PromiseReport } from "../promise-report";
import { provenanceRows } from "./checklist-groups";
import type { CheckGroup, ReportDocument } from "./document";

/** What the report of a promise says to people: the promise, what it does not cover, and what the data was asked. */
export function promiseDocument({ promise, tables, provenance, notes }: PromiseReport): ReportDocument {
	const { epsilon, delta, spent, seeded, unit, rowsEach, publicRows, offLedger, entries } = promise;
	const warnings = promise.warnings.map((sentence) => ({
		item: seeded ? "No promise holds" : "The promise",
		sentence,
	}));
	const checks: CheckGroup[] = [
		...(warnings.length > 0
			? [
					{
						verdict: seeded ? ("mend" as const) : ("look" as const),
						title: seeded ? "Must be mended before sharing" : "Look at",
						lines: warnings,
					},
				]
			: []),
		{ verdict: "clear", title: "Promised", lines: [{ item: `Epsilon ${epsilon}`, sentence: promise.words }] },
		{
			verdict: "not measured",
			title: "Not covered by the promise",
			lines: [
				...offLedger.map((sentence) => ({ item: "Read beside the ledger", sentence })),
				{ item: "How faithful the table is", sentence: notes[0]! },
			],
		},
	];
	return {
		title: "A table made under differential privacy",
		lead: `${formatCount(tables.synthetic.rows)} synthetic rows of ${formatCount(tables.synthetic.columns)} columns. The promise, and everything the real rows were asked.`,
		checks,
		evidence: {
			caption: "Where the synthetic table comes from",
			head: ["What", "Value"],
			rows: [
				["Promise", `epsilon ${epsilon}, delta ${delta}`],
				["Spent", `epsilon ${spent.toPrecision(4)}`],
				["Unit", unit === "row" ? "one row" : `one subject, at most ${formatCount(rowsEach)} rows each`],
				["Neighbouring tables", "with and without one unit"],
				["Number of rows", publicRows ? "taken as public" : "told with noise only"],
				["Noise", seeded ? "from a seed: not private" : "from the platform's secure source"],
				...provenanceRows(provenance),
			],
		},
		cards: [
			{ title: "How strong is the promise?", value: `ε ${epsilon}`, beside: `delta ${delta}`, text: promise.words },
		],
		notes,
		sections: [
			{
				id: "ledger",
				title: "What the real rows were asked",
				blocks: [
					{
						kind: "table",
						table: {
							caption: "Every touch of the data and its cost in rho (zero-concentrated differential privacy)",
							head: ["What was asked", "rho", "delta"],
							rows: entries.map(({ what, rho, delta }) => [
								what,
								rho.toPrecision(3),
								delta === undefined ? "" : delta.toPrecision(2),
							]),
						},
					},
				],
			},
		],
	};
}
