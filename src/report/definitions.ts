/** What a figure means, for a reader without statistics, and where its definition comes from. */
export interface Definition {
	readonly title: string;
	readonly meaning: string;
	/** How to read the scale. */
	readonly scale: string;
	readonly source: string;
}

const GIOMI =
	"Giomi, Boenisch, Wehmeyer, Tasnádi: A unified framework for quantifying privacy risk in synthetic data, PETS 2023";

/** Definitions by the path of the figure in the report. */
export const definitions = {
	"fidelity.shape": {
		title: "Column shapes",
		meaning:
			"How alike each column is on its own, whatever the other columns say. Numbers: one minus the largest difference between the two cumulative distributions. Categories: one minus half the summed differences of the shares.",
		scale: "0 to 1, higher is closer. Shuffling every column on its own would still score 1.",
		source: "SDMetrics, Column Shapes (KSComplement, TVComplement), missing values dropped",
	},
	"fidelity.trend": {
		title: "Pair trends",
		meaning:
			"How alike each pair of columns is. Two numbers: their correlations compared. Otherwise: the two-way table of shares compared, numbers in ten bins, which each table sets for itself.",
		scale: "0 to 1, higher is closer.",
		source: "SDMetrics, Column Pair Trends of the QualityReport with thresholds at 0 (as in version 0.11.1)",
	},
	"fidelity.trend.shared": {
		title: "Pair trends, shared bins",
		meaning:
			"The same with both tables cut at the real table's bins and missing values in a bin of their own, so that a shifted or stretched column lowers the score.",
		scale: "0 to 1, higher is closer.",
		source: "SDMetrics' measures with the bins corrected",
	},
	"fidelity.mutualInformation": {
		title: "Mutual information",
		meaning:
			"How alike the strength of dependence, linear or not, is in each pair of columns: normalised mutual information with numbers in deciles, compared pair by pair.",
		scale: "0 to 1, higher is closer.",
		source: "1 − mean |NMI real − NMI synthetic|, NMI = 2·I / (H + H), plug-in estimate",
	},
	"fidelity.detection": {
		title: "Detection",
		meaning:
			"Whether a classifier can learn to distinguish synthetic rows from real rows that the generator never saw: how often it ranks a synthetic row above a real one.",
		scale: "0.5: it cannot distinguish them. 1: it always can.",
		source:
			"Classifier two-sample test (Lopez-Paz and Oquab 2017): gradient-boosted trees, 100 rounds, 3 stratified folds, ROC AUC",
	},
	"fidelity.diagnostic": {
		title: "Diagnostics",
		meaning:
			"Whether values stay within the real minimum, maximum and categories, how much of them is covered, and whether missing values and simple statistics agree.",
		scale: "0 to 1, 1 is best.",
		source: "SDMetrics DiagnosticReport and column statistics, version 0.29",
	},
	utility: {
		title: "Use for prediction",
		meaning:
			"How well a model trained on synthetic rows predicts the target in hold-out real rows, beside a model trained on as many real rows.",
		scale:
			"Area under the ROC curve: 0.5 is no better than guessing, 1 is perfect. R²: 0 is no better than the mean, 1 is perfect.",
		source:
			"Train on synthetic, test on real (Esteban, Hyland, Rätsch 2017), gradient-boosted trees, 100 rounds (fewer for more than three classes)",
	},
	"privacy.singlingOut": {
		title: "Singling out",
		meaning:
			"Somebody with only the synthetic table states conditions that exactly one person of the real table meets. Risk is what training rows suffer beyond hold-out rows.",
		scale: "0: no more than for people who were not in the table. 1: always.",
		source: GIOMI,
	},
	"privacy.linkability": {
		title: "Linking",
		meaning:
			"Somebody holds two halves of people's columns from two sources and joins them through the synthetic table.",
		scale: "0: no more than for people who were not in the table. 1: always.",
		source: GIOMI,
	},
	"privacy.inference": {
		title: "Inference",
		meaning: "Somebody knows all of a person's columns but one and reads that one off the nearest synthetic row.",
		scale: "0: no more than for people who were not in the table. 1: always.",
		source: GIOMI,
	},
	"privacy.attributeDisclosure": {
		title: "Attribute disclosure",
		meaning: "Somebody knows three columns of a person and reads another off the synthetic rows that agree with them.",
		scale: "0: no more than for people who were not in the table. 1: always.",
		source: "Correct attribution probability (Taub, Elliot, Pampaka, Smith 2018) with a hold-out control",
	},
	"privacy.membership": {
		title: "Membership",
		meaning:
			"Somebody knows a person's whole record and guesses whether it was in the training table, because synthetic rows lie suspiciously close. Shown for the most unusual records, which a leak hurts most.",
		scale:
			"Share of members named while wrongly naming 1 % (or 5 %) of the others: equal to that rate is guessing, 1 is always.",
		source:
			"Density-ratio attack (van Breugel, Sun, Qian, van der Schaar 2023); TPR at low FPR (Carlini and others 2022)",
	},
	"privacy.copies": {
		title: "Copies",
		meaning: "Synthetic rows that repeat a training row in every column, exactly or with every number within 1 %.",
		scale: "Shares of rows, beside the same shares of hold-out rows. An alarm: few copies prove nothing.",
		source: "SDMetrics NewRowSynthesis (match within 1 %)",
	},
	"privacy.partialCopies": {
		title: "Rows copied in part",
		meaning:
			"Synthetic rows that agree with one real row in more, or in rarer values, than 98 % of the real rows do with any other real row, and than chance lets them: a row that was copied but for a few columns does.",
		scale: "Shares of rows, beside the same share of real rows. An alarm: few such rows prove nothing.",
		source:
			"Weights −ln of the share of real rows that agree in a column (numbers within 1 %), the largest sum over real rows",
	},
	"privacy.closestRecord": {
		title: "Closest records",
		meaning: "How often a synthetic row lies closer to a training row than to any of as many hold-out rows.",
		scale:
			"0.5: as further real rows would. Clearly above: copies or near copies. An alarm only: at 0.5 records can still leak.",
		source: "DCR share, ties counted half; Gower distance. Limits: Yao and others, The DCR Delusion, 2025",
	},
} as const satisfies Record<string, Definition>;

/** The definition that a report with a fair target has besides. */
export const fairnessDefinition: Definition = {
	title: "Fairness",
	meaning:
		"Demographic parity: how far groups differ in the share that is predicted the favourable outcome. Equal opportunity: the same among those who have it in reality. Of several groups the largest difference counts.",
	scale: "0: groups fare alike. 1: one group always, another never.",
	source:
		"Calders, Kamiran, Pechenizkiy 2009; Hardt, Price, Srebro 2016; gradient-boosted trees, 100 rounds, groups of at least 20 rows",
};

/** The definition that a report on records of care has besides. */
export const careDefinition: Definition = {
	title: "Records of care",
	meaning:
		"Sets of codes: how common each code is, each pair of codes in a row, and each pair of a code and one in the subject's next row. Missing cells: which columns are missing together.",
	scale:
		"R² to the line of equality: 1, the shares are those of the real rows; 0, no better than one share for all. Distance of patterns: 0, as in the real rows; 1, none in common.",
	source:
		"Evaluation of HALO (Theodorou, Xiao, Sun 2023), prevalence also on logarithms; total variation distance of patterns",
};

export type DefinitionKey = keyof typeof definitions;
