import { SavedModelError } from "../errors";
import { type Check, ensure, flag, list, number, numbers, oneOf, optional, record, text, whole } from "../saved-data";
import { idFormatCheck, keyCheck } from "../table/fresh-ids/check-format";
import type { Kind } from "../table/table";
import type { Fake } from "./fakes/fake";
import type { ColumnPlan, DeidentifySaved } from "./plan";
import type { RowsPerSubject } from "./rows-per-subject";

const NUMERIC: readonly Kind[] = ["number", "integer", "datetime"];
const LEVELS: readonly Kind[] = ["category", "boolean", "id", "text"];
const [MOST_DIGITS, MOST_ROWS_EACH] = [14, 1e9];
const words = list(text, 1);
const digits = whole(0, MOST_DIGITS);

const FAKES: Readonly<Record<Fake["type"], Check>> = {
	id: record({ format: idFormatCheck, checksum: optional(text) }),
	iban: record({ country: text, account: idFormatCheck }),
	name: record({
		style: record({ part: text, order: text, initials: flag, title: text, letters: text }),
	}),
	email: record({ domains: words, digits }),
	handle: record({ before: text, digits }),
	phone: record({ templates: list(record({ template: text, numbers: words }), 1) }),
	ip: record({ net: text }),
	address: record({ language: text, numberFirst: flag }),
	text: record({ text }),
};

/** A column of a table that stands in a saved model, with at least one row. */
const columnCheck: Check = (value, at) => {
	record({ name: text, kind: oneOf(...NUMERIC, ...LEVELS) })(value, at);
	const { kind, values, codes, levels } = value as { kind: Kind; values: unknown; codes: unknown; levels: unknown };
	if (NUMERIC.includes(kind)) {
		return ensure(values instanceof Float64Array && values.length > 0, values, `${at}.values`, "numbers");
	}
	list(text)(levels, `${at}.levels`);
	numbers(Int32Array, { min: -1, max: (levels as readonly string[]).length - 1 })(codes, `${at}.codes`);
	ensure((codes as Int32Array).length > 0, codes, `${at}.codes`, "at least one row");
};

const PLANS: Readonly<Record<ColumnPlan["type"], Check>> = {
	learned: record({}),
	made: (value, at) => {
		record({
			fake: record({ type: oneOf(...Object.keys(FAKES)) }),
			role: whole(0, 1e6),
			kind: oneOf(...NUMERIC, ...LEVELS),
			present: oneOf("all", "none", "learned"),
		})(value, at);
		const { fake } = value as Extract<ColumnPlan, { type: "made" }>;
		FAKES[fake.type](fake, `${at}.fake`);
	},
	"birth-date": record({ key: keyCheck, classes: whole(1, 1e9), format: optional(text) }),
	kept: record({ column: columnCheck }),
};

const rowsCheck: Check = (value, at) => {
	const from = { min: 1, max: MOST_ROWS_EACH };
	record({ rows: numbers(Int32Array, from), mean: number(1, MOST_ROWS_EACH) })(value, at);
	const { rows, weights } = value as RowsPerSubject;
	numbers(Int32Array, { length: rows.length, min: 0 })(weights, `${at}.weights`);
};

const previousCheck = record({
	name: text,
	bounds: optional(list(number(-Number.MAX_VALUE, Number.MAX_VALUE))),
	sets: optional(flag),
	rising: optional(flag),
});

/** Refuses what is no saved plan of treatments. Throws `SavedModelError`. */
export function checkPlan(value: unknown, at = "stages.deidentify"): DeidentifySaved {
	const version = (value as Partial<DeidentifySaved> | null)?.version;
	if (version !== 1) {
		throw new SavedModelError(`The saved treatments are of version ${String(version)}; this build reads version 1.`, {
			version,
		});
	}
	record({
		columns: list(record({ name: text, type: oneOf(...Object.keys(PLANS)) })),
		dropped: list(text),
		people: record({ language: text, first: words, last: words }),
		checksums: list(text),
		subjects: optional(
			record({ column: text, rows: rowsCheck, constant: list(text), previous: optional(list(previousCheck)) }),
		),
	})(value, at);
	const plan = value as DeidentifySaved;
	for (const [i, column] of plan.columns.entries()) PLANS[column.type](column, `${at}.columns[${i}]`);
	return plan;
}
