/** One word of the glossary: what is written, and what is not. */
export interface Word {
	write: string;
	not: RegExp;
	/** Where it holds, if not everywhere: texts of the page and of reports, where a person reads. */
	only?: "page";
	/** Passages in which the word means something else, with the reason. */
	but?: readonly (readonly [passage: RegExp, reason: string])[];
}

/**
 * One word an idea, and the field's own, so that a reader can search for it. The test beside this file finds what
 * stands in `not` in READMEs, docs, page texts, messages and public names.
 *
 * Three entries of the glossary cannot be found by their letters and are left to the reader: "place" for a quantile,
 * "chance" for an interval, and "level" in code, where it is a column's dictionary.
 */
export const GLOSSARY: readonly Word[] = [
	{
		write: "synthetic table, synthetic rows, synthetic data",
		not: /\bstand-ins?\b/i,
		but: [
			[/<\/?stand-in\b/g, "the tag of the element"],
			[/^stand-in$/, "the tag of the element"],
		],
	},
	{
		write: "sample (rows)",
		not: /\b(draws?|drawing|drew|drawn)\b[^.,;:]{0,20}\b(rows?|tables?)\b|\b(rows?|tables?)\b[^.;:]{0,12}\bdrawn\b|^Drawing …/i,
	},
	{
		write: "real rows, training rows, hold-out rows",
		not: /\b(rows?|table) (it |they |were |was )*learned\b|\blearned rows?\b|\b(kept|keep|keeps|held|hold) [^.]{0,20}\baside\b|\bfresh (real )?rows?\b/i,
	},
	{ write: "missing value, missing cell", not: /\b(gaps?(?!:)|holes?)\b/i },
	{ write: "category", not: /\blevels?\b/i, only: "page" },
	{
		write: "marginal distribution, marginals",
		not: /\bmargins?\b(?!:)/i,
	},
	{ write: "correlation, dependence, association", not: /\brelations?\b|\bhangs? together\b/i },
	{ write: "predict", not: /\bforetells?\b|\bforetold\b|\bforetelling\b|\bcan tell\b|\btells? most of\b/i },
	{
		write: "distinguish, detect; detection AUC",
		not: /\b(tells?|told|telling)\b[^.]{0,40}\b(apart|from (the )?(real|held|hold|synthetic|fresh|others?))\b/i,
	},
	{ write: "memorise", not: /\bby heart\b/i },
	{
		write: "column network",
		not: /\bchains?\b(?! (of|rule))|\b(each|every|one|its|all|train|learn) links?\b/i,
	},
	{ write: "piecewise-linear encoding", not: /\bramps?\b/i },
	{ write: "worker pool, worker", not: /\bassistants?\b|\bhir(e|es|ed|ing)\b/i },
	{ write: "in parallel", not: /\bside by side\b/i },
	{ write: "hyperparameters", not: /\btraining rules\b|\brules of training\b/i },
	{ write: "DCR share (distance to closest record)", not: /\bclosest[- ]record share\b/i },
	{ write: "diagnostics", not: /\bfacts?\b/i },
	{ write: "disclosure risk", not: /\bgiv(e|es|ing|en) away\b|\bgave away\b/i },
	{ write: "wasm and cpu implementation", not: /\bheap\b/i },
	{
		write: "module, shared module, layer",
		not: /\bshel(f|ves)\b|\brooms?\b|\bfloors?\b(?!\()/i,
		but: [[/÷, floor/, "the function of numbers"]],
	},
	{
		write: "causal graph, intervention, counterfactual",
		not: /\btruth attached\b|\bwith (its|their) truth\b|\bformatGroundTruth\b/i,
	},
	{ write: "constraint", not: /\brules? between columns\b/i },
	// Beside the glossary: phrases that read as translated.
	{ write: "is not supported, is not available", not: /\b(not to be|cannot be|could be|can be|could not be) had\b/i },
	{ write: "for lack of, because there is no", not: /\bfor want of\b/i },
	{ write: "is not a", not: /(?<!there )\bis no (kind|number|date|variable|column|whole|valid)\b/i },
	{ write: "the rows, the noise", not: /\bsame chance\b|\bheld fast\b/i },
	{ write: "skip", not: /\bdo without the\b/i },
];

/** The first glossary entry that a text breaks, with the words that break it; nothing where it breaks none. */
export function broken(text: string, where: "page" | "code"): { found: string; write: string } | undefined {
	for (const { write, not, only, but = [] } of GLOSSARY) {
		if (only && only !== where) continue;
		const cleared = but.reduce((rest, [passage]) => rest.replace(passage, ""), text);
		const match = cleared.match(not);
		if (match) return { found: match[0], write };
	}
	return undefined;
}
