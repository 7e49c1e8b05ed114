import type { Intervention } from "./intervene";

/** A causal model that shows one thing, with the intervention that shows it. */
export interface Example {
	readonly name: string;
	readonly title: string;
	/** What to look at, and why. */
	readonly says: string;
	readonly model: string;
	readonly set: Intervention;
	/** Column whose change is told in a sentence. */
	readonly outcome: string;
}

/** Structures that mislead who only looks at a table; small enough to read. The first is the one shown at first. */
export const GALLERY: readonly Example[] = [
	{
		name: "simpson",
		title: "Simpson’s paradox",
		says: "Surgery is given for large stones, which heal worse. Among the rows it looks worse than the drug; set for everybody, it is better.",
		model: `# One definition a line.
stone     = category(small: 0.5, large: 0.5)
treatment = category(
  surgery: match(stone, small: 0.2, large: 0.8),
  drug: match(stone, small: 0.8, large: 0.2))
recovered = bernoulli(
  match(stone, small: 0.87, large: 0.69)
  + match(treatment, surgery: 0.06, drug: 0))
`,
		set: { column: "treatment", value: "surgery" },
		outcome: "recovered",
	},
	{
		name: "confounding",
		title: "Confounding",
		says: "Heat sells ice cream and brings people to the water. The two rise together, and yet selling more ice cream drowns nobody.",
		model: `heat      = normal(22, 6)
ice_cream = round(clip(40 + 9 * (heat - 22)
  + normal(0, 25), 0, 400))
swimmers  = round(clip(300 + 28 * (heat - 22)
  + normal(0, 60), 0, 2000))
accidents = poisson(0.004 * swimmers)
`,
		set: { column: "ice_cream", value: 120 },
		outcome: "accidents",
	},
	{
		name: "mediation",
		title: "Mediation",
		says: "Exercise lowers blood pressure, partly by way of weight. Set weight too and only the direct way is left.",
		model: `exercise = round(clip(normal(4, 2), 0, 12), 1)
weight   = round(88 - 2.2 * exercise
  + normal(0, 7), 1)
pressure = round(112 + 0.45 * (weight - 80)
  - 0.8 * exercise + normal(0, 6))
`,
		set: { column: "exercise", value: 8 },
		outcome: "pressure",
	},
	{
		name: "collider",
		title: "A collider",
		says: "Talent and luck are independent and both make famous. Among the famous they seem to exclude each other; making everybody famous changes neither.",
		model: `talent = normal(0, 1)
luck   = normal(0, 1)
famous = bernoulli(sigmoid(
  2.5 * (talent + luck) - 3))
`,
		set: { column: "famous", value: "true" },
		outcome: "talent",
	},
	{
		name: "front-door",
		title: "Front door",
		says: "A hidden disposition drives smoking and illness. All of the effect goes through tar, which is seen: that is enough to compute it from a table.",
		model: `# Names that start with _ are never seen.
_disposition = bernoulli(0.5)
smoker = bernoulli(0.2 + 0.5 * _disposition)
tar    = bernoulli(0.1 + 0.75 * smoker)
ill    = bernoulli(0.05 + 0.2 * tar
  + 0.35 * _disposition)
`,
		set: { column: "smoker", value: "true" },
		outcome: "ill",
	},
	{
		name: "instrument",
		title: "An instrument",
		says: "Who takes the course is motivated, and that is hidden. An invitation by lot moves the course and nothing else: it tells the effect of the course.",
		model: `invited = bernoulli(0.5)
_motivation = normal(0, 1)
course  = bernoulli(sigmoid(-1.5
  + 2.2 * invited + 1.2 * _motivation))
income  = round(2400 + 150 * course
  + 320 * _motivation + normal(0, 300))
`,
		set: { column: "course", value: "true" },
		outcome: "income",
	},
	{
		name: "health",
		title: "A life",
		says: "Seven variables with a hidden cause, stress. Exercise lowers weight and pressure; nothing makes anybody younger.",
		model: `age      = round(18 + 62 * beta(2, 2))
_stress  = normal(0, 1)
exercise = round(clip(7 - 0.05 * age
  - 1.1 * _stress + normal(0, 1.5), 0, 14), 1)
smoker   = bernoulli(
  sigmoid(-1.2 + 1.1 * _stress))
bmi      = round(24 + 0.04 * age
  - 0.5 * exercise + normal(0, 2.5), 1)
systolic = round(104 + 0.4 * age
  + 0.9 * (bmi - 25) + 6 * smoker
  + normal(0, 9))
ill      = bernoulli(sigmoid(-9.5
  + 0.055 * systolic + 0.9 * smoker))
`,
		set: { column: "smoker", value: "true" },
		outcome: "ill",
	},
];
