import { expect, test } from "vitest";
import { decide } from "../../src/deidentify/treatments";
import { OptionError } from "../../src/errors";
import { numeric, tableOf } from "../encode/tables";

const table = tableOf(numeric("age", [1, 2, 3]));
const right = { column: "age", what: "nothing", evidence: "Told so.", treatment: "learn" };

test.each([
	["without findings", { columns: [] }],
	["whose findings are none", { findings: {} }],
	["with a finding that is none", { findings: [null] }],
	["with a finding of no column", { findings: [{ ...right, column: 7 }] }],
	["with a treatment that there is not", { findings: [{ ...right, treatment: { keep: null } }] }],
	["with a subject that is none", { findings: [right], subject: { column: "age", constant: 1 } }],
])("an inspection %s is refused by its name", (_, inspection) => {
	const refusal = expect(() => decide(table, inspection as never, {}));
	refusal.toThrow(OptionError);
	refusal.toThrow(/^inspection: /);
});
