import { ConstraintError } from "../errors";
import { describeAccepted, isAccepted } from "../options/check";
import { show } from "../options/choose";
import type { Accepts } from "../options/option";
import type { Constraint } from "./constraint";

const TEXT = { type: "text" } as const;
const TEXTS = { type: "texts" } as const;

/** A member of a constraint: what it accepts, or its own members; optional ones end in "?". */
type Members = { readonly [name: string]: Accepts | Members };

const FORMS: Readonly<Record<string, Accepts | Members>> = {
	implies: { when: TEXT, must: TEXT },
	nullUnless: { column: TEXT, when: TEXT },
	unique: TEXTS,
	fixedCombinations: TEXTS,
	range: { column: TEXT, "min?": { type: "any" }, "max?": { type: "any" } },
	ordered: TEXTS,
	sum: { total: TEXT, of: TEXTS },
	product: { total: TEXT, of: TEXTS },
	determined: { column: TEXT, by: TEXTS },
	missingTogether: TEXTS,
	missingWith: { column: TEXT, with: TEXT },
};

const isAccepts = (one: Accepts | Members): one is Accepts => typeof one.type === "string";
const isEnd = (value: unknown) =>
	value === undefined || typeof value === "string" || (typeof value === "number" && Number.isFinite(value));

/**
 * Refuses what has not the form of a constraint; the columns and conditions in it are not looked at.
 *
 * @param place Where it stands, for the message.
 * @throws ConstraintError
 */
export function checkConstraint(constraint: unknown, place: string): Constraint {
	const refuse = (text: string): never => {
		throw new ConstraintError(`${place} ${text}`, { constraint: show(constraint) });
	};
	function check(value: unknown, as: Accepts | Members, path: string): void {
		if (isAccepts(as)) {
			if (!isAccepted(value, as)) refuse(`has ${path} ${show(value)}; it must be ${describeAccepted(as)}.`);
			return;
		}
		if (!isAccepted(value, { type: "object" })) refuse(`has ${path} ${show(value)}; it must be an object.`);
		const members = Object.entries(as).map(([name, one]) => [name.replace("?", ""), one] as const);
		const known = members.map(([name]) => name);
		const unknown = Object.keys(value as object).find((name) => !known.includes(name));
		if (unknown !== undefined) refuse(`has ${path}.${unknown}; there are ${known.join(", ")}.`);
		for (const [name, one] of members) check((value as Record<string, unknown>)[name], one, `${path}.${name}`);
	}

	if (typeof constraint === "string") return constraint;
	if (!isAccepted(constraint, { type: "object" })) {
		return refuse(`is ${show(constraint)}; it must be a condition or a named constraint.`);
	}
	const given = constraint as Record<string, unknown>;
	if ("except" in given) {
		checkConstraint(given.except, `${place}, except,`);
		return constraint as Constraint;
	}
	const form = Object.keys(FORMS).find((name) => Object.hasOwn(given, name));
	if (form === undefined) return refuse(`is no constraint that is known; there are ${Object.keys(FORMS).join(", ")}.`);
	check(given[form], FORMS[form]!, form);
	const { min, max } = form === "range" ? (given.range as Record<string, unknown>) : {};
	if (!isEnd(min) || !isEnd(max)) refuse("has a range whose ends are neither numbers nor texts.");
	const list = [given[form], (given[form] as { of?: unknown }).of, (given[form] as { by?: unknown }).by];
	if (list.some((one) => Array.isArray(one) && one.length === 0)) refuse(`has an empty list in ${form}.`);
	return constraint as Constraint;
}
