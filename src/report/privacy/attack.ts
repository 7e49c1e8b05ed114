import type { Aligned } from "../align";
import type { Figure } from "../figure";
import { type Rate, residualRisk, riskInterval } from "./intervals";

/** One attack on the synthetic table, tried on training rows, on held-out rows and by blind guessing. */
export interface Attack {
	/** What the attacker is assumed to know. */
	readonly knowledge: string;
	/** Success on rows the generator learned from. */
	readonly training: Rate;
	/** Success on rows it never saw: what follows from the population alone. */
	readonly heldOut: Rate;
	/** Success of guessing without the synthetic table. */
	readonly baseline: Rate;
	/** What training rows suffer beyond held-out ones, 0 … 1. Null where the attack measures nothing; `reason` says why. */
	readonly risk: Figure;
}

/** An attack, or why it was not tried. */
export type AttackResult = Attack | { readonly risk: Figure };

/** Held-out rows below which no attack is tried: fewer leave an interval of half the scale. */
export const FEWEST_CONTROLS = 50;

/** Why no attack is tried on so few held-out rows, of each person one. */
export function tooFewControls({ rows, onePerPerson }: Aligned, heldOut: number): string {
	const what = onePerPerson ? "held-out people" : "held-out rows";
	return `cannot measure: needs ${FEWEST_CONTROLS} ${what} as control, there are ${rows[heldOut]}`;
}

/** Whether an attack beats guessing by more than the error of the two rates. */
export function beatsBaseline(attack: Rate, baseline: Rate): boolean {
	return attack.rate - baseline.rate > Math.hypot(attack.error, baseline.error);
}

/** What is said of an attack that does no better than guessing. */
export const TOO_WEAK =
	"cannot measure: the attack did no better on training rows than guessing, so it is too weak to show a leak; a stronger one may exist";

/** Joins the three rates of an attack into its risk. */
export function concludeAttack(knowledge: string, training: Rate, heldOut: Rate, baseline: Rate): Attack {
	const risk: Figure = beatsBaseline(training, baseline)
		? riskInterval(residualRisk(training, heldOut))
		: { value: null, reason: TOO_WEAK };
	return { knowledge, training, heldOut, baseline, risk };
}

/** Orders attacks by what their intervals carry: the largest lower end first, those without a figure last. */
export function bySureRisk(a: { risk: Figure }, b: { risk: Figure }): number {
	const low = ({ risk }: { risk: Figure }): number => risk.interval?.[0] ?? -1;
	return low(b) - low(a) || (b.risk.value ?? -1) - (a.risk.value ?? -1);
}
