/**
 * A clinic's visits, invented: the demo draws its sample table from this model, so that the page works before anyone
 * has brought a file. No person stands behind any row. The language is described in `docs/causal-models.md`.
 */
export const sampleModel = `
# One row a visit. Names that start with an underscore are never shown.
patient_id = id("P", 6)
visit_date = date("2023-01-02") + floor(728 * beta(1.1, 1))

age = round(18 + 77 * beta(2.1, 1.9))
sex = category(Female: 0.54, Male: 0.46)
insurance = category(
  Public: 0.55 + if(age >= 65, 1.2, 0),
  Private: 0.4,
  None: if(age >= 65, 0.01, 0.08))
smoker = bernoulli(sigmoid(-1.1 - 0.02 * (age - 45) + 0.25 * (sex == "Male") + 0.5 * (insurance == "None")))
bmi = round(clip(27 + 0.03 * (age - 50) - 0.9 * smoker + 4.6 * normal(0, 1), 15, 55), 1)
  missing(if(insurance == "None", 0.18, 0.05))
systolic = round(104 + 0.42 * (age - 18) + 0.75 * (bmi - 27) + 5 * smoker + 3 * (sex == "Male") + normal(0, 12))
  missing(sigmoid(-3.4 + 0.03 * (60 - age)))

# How ill somebody is decides much of what follows, and nobody writes it down.
_severity = 0.025 * (age - 50) + 0.03 * (bmi - 27) + 0.015 * (systolic - 130) + 0.6 * smoker + normal(0, 0.9)

department = category(
  Emergency: exp(0.5 + 0.7 * _severity),
  Surgery: exp(0.2 + 0.1 * _severity),
  Cardiology: exp(-0.4 + 0.02 * (systolic - 130) + 0.5 * _severity),
  Orthopaedics: exp(0.1 + 0.01 * (age - 50)),
  Maternity: if(sex == "Female" and age <= 48, 1.1, 0),
  Oncology: exp(-1.3 + 0.02 * (age - 50)))

length_of_stay = poisson(exp(0.55 + 0.38 * _severity
  + match(department, Emergency: 0, Surgery: 0.5, Cardiology: 0.35, Orthopaedics: 0.2, Maternity: 0.25, Oncology: 0.7)
  + normal(0, 0.45)))

cost = round(match(department, Emergency: 420, Surgery: 3900, Cardiology: 2100, Orthopaedics: 2600, Maternity: 1800, Oncology: 4800)
  * lognormal(0, 0.55) + 610 * length_of_stay * lognormal(0, 0.3), 2)
  missing(match(insurance, Public: 0.01, Private: 0.02, None: 0.12))

readmitted = bernoulli(sigmoid(-4.2 + 0.75 * _severity + 0.05 * length_of_stay + 0.4 * (insurance == "None")))

require 80 <= systolic <= 230
require length_of_stay <= 90
`;
