/** The model the explorer opens with: small enough to read, with a hidden cause that misleads. */
export const STARTING_MODEL = `# One definition a line; go on by indenting.
# Names that start with _ are never seen.
age      = round(18 + 62 * beta(2, 2))
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
`;
