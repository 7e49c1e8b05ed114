import { formatCount as count, formatShare as percent } from "../../charts/scale";
import type { Figure } from "../figure";
import type { AttackResult } from "../privacy/attack";
import { hasExposed } from "../privacy/has-exposed";
import { rateInterval } from "../privacy/intervals";
import type { MembershipPanel } from "../privacy/membership";
import type { People } from "../privacy/people";
import type { Privacy } from "../privacy/privacy";
import type { CheckItem, Verdict } from "./check-item";

/** A gain that is surely above this must be mended; one whose interval is above nothing is worth a look. */
const LARGE_RISK = 0.1;
/**
 * Half-widths of a 95 % interval within which a gain surely is: 99.7 %. There are several attacks, and each of them misses
 * its interval by chance once in twenty.
 */
const SURE = 1.5;
/** Share of synthetic rows nearer to a training row, above which the whole interval must be mended. */
const LARGE_SHARE = 0.6;
/** Copies beyond those that held-out rows hold, as a share. */
const MANY_COPIES = 0.01;
/** An attack that works this often on anybody is worth a look although nobody's row in the table helps it. */
const OFTEN = 0.1;
/** Real identifiers in another spelling beyond those that chance gives, as a share. */
const MANY_IN_DISGUISE = 0.02;
/** Real names among synthetic ones that two lists of common names may share. */
const FEW_NAMES = 0.01;

const between = ([low, high]: readonly [number, number]) => `${percent(low)} to ${percent(high)}`;
const missing = (item: string, reason: string): CheckItem => ({
	item,
	verdict: "not measured",
	sentence: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${reason.endsWith(".") ? "" : "."}`,
});

function attackItem(item: string, result: AttackResult, alsoOnOthers: boolean): CheckItem {
	const { risk } = result;
	if (!("training" in result)) return missing(item, risk.reason ?? "no figure");
	const { training, heldOut } = result;
	const guessed = result.baseline;
	const baseline = { rate: guessed.trials === 0 ? 0 : guessed.successes / guessed.trials };
	const [low, high] = rateInterval(training);
	const rate = training.trials === 0 ? 0 : training.successes / training.trials;
	const found = {
		figure: rate,
		interval: [Math.min(low, rate), Math.max(high, rate)] as const,
		baseline: baseline.rate,
	};
	const shown = `${percent(rate)}, ${between(found.interval)}; baseline ${percent(baseline.rate)}`;
	const tried = `${percent(rate)} of attempts`;
	const range = `${between(found.interval)}; by guessing ${percent(baseline.rate)}`;
	if (risk.value === null) {
		return { item, verdict: "clear", sentence: `Not distinguishable from guessing (${shown}).`, ...found };
	}
	const others = percent(heldOut.successes / Math.max(1, heldOut.trials));
	const least = risk.interval?.[0] ?? 0;
	if (least > 0) {
		return {
			item,
			verdict: risk.value - SURE * (risk.value - least) > LARGE_RISK ? "mend" : "look",
			sentence: `${tried} on people in the real table succeed (${range}), but only ${others} on people who were not in it. The difference comes from their rows: a risk of ${percent(risk.value)} (${between(risk.interval!)}).`,
			...found,
		};
	}
	const often = alsoOnOthers && low > rateInterval(guessed)[1] + OFTEN;
	return {
		item,
		verdict: often ? "look" : "clear",
		sentence: `${tried} on people in the real table succeed (${range}), and ${others} on people who were not in it: being in the table makes no difference that could be measured.${often ? " The attack works on anybody, because these columns together tell much about a person." : ""}`,
		...found,
	};
}

function membershipItem(item: string, panel: MembershipPanel): CheckItem {
	const { truePositiveRate: named, advantage, falsePositiveRate: baseline } = panel;
	if (named.value === null || !named.interval) return missing(item, named.reason ?? "no figure");
	const found = { figure: named.value, interval: named.interval, baseline };
	const shown = `${percent(named.value)}, ${between(named.interval)}; baseline ${percent(baseline)}`;
	if (advantage.value === null || !advantage.interval) {
		if (named.interval[0] > baseline) {
			const sentence = `More are recognised than by guessing (${shown}); with so few hold-out rows that may be chance.`;
			return { item, verdict: "look", sentence, ...found };
		}
		return { item, verdict: "clear", sentence: `Not distinguishable from guessing (${shown}).`, ...found };
	}
	const sure = advantage.value - SURE * (advantage.value - advantage.interval[0]);
	const verdict: Verdict = sure > LARGE_RISK ? "mend" : "look";
	return {
		item,
		verdict,
		sentence: `${percent(named.value)} of those who were in the real table are recognised as such (${between(named.interval)}); guessing recognises ${percent(baseline)}.`,
		...found,
	};
}

function copiesItem(item: string, share: Figure, control: Figure, what: string, alone: boolean): CheckItem {
	if (share.value === null || !share.interval) return missing(item, share.reason ?? "no figure");
	const found = { figure: share.value, interval: share.interval };
	const shown = `${percent(share.value)} of the synthetic rows ${what} (${between(share.interval)})`;
	if (control.value === null || !control.interval) {
		const verdict: Verdict = share.interval[0] > 0.5 ? "mend" : share.value > 0 ? "look" : "clear";
		return {
			item,
			verdict,
			sentence: `${shown}. Without hold-out rows there is nothing to compare this with.`,
			...found,
		};
	}
	const beyond = share.interval[0] - control.interval[1];
	// Few copies are within chance; where no hold-out row is one, each of them may be a person's row all the same.
	const few = alone && share.value > 0 && control.value === 0;
	const verdict: Verdict = beyond > MANY_COPIES ? "mend" : beyond > 0 || few ? "look" : "clear";
	const sentence = `${shown}; of hold-out rows, which were never learned from, ${percent(control.value)} do.`;
	return { item, verdict, sentence, ...found, baseline: control.value };
}

function partialItem({ partialCopies }: Privacy): CheckItem {
	const item = "Rows copied in part";
	if ("reason" in partialCopies) return missing(item, partialCopies.reason);
	const { synthetic, real, columns, of } = partialCopies;
	const interval = rateInterval(synthetic);
	const [figure, baseline] = [synthetic, real].map(({ successes, trials }) => successes / trials) as [number, number];
	const beyond = interval[0] - rateInterval(real)[1];
	const verdict: Verdict = beyond > LARGE_RISK ? "mend" : beyond > MANY_COPIES ? "look" : "clear";
	const where = verdict === "clear" ? "" : `, most of them in ${columns} or more of ${of} columns`;
	const sentence = `${percent(figure)} of the synthetic rows (${between(interval)}) agree with one real row more closely than real rows agree with each other${where}; of real rows ${percent(baseline)} do.`;
	return { item, verdict, sentence, figure, interval, baseline };
}

function closestItem({ closestRecord }: Privacy): CheckItem {
	const item = "Synthetic rows close to real ones";
	if (!("share" in closestRecord)) return missing(item, closestRecord.reason);
	const { value, interval, reason } = closestRecord.share;
	if (value === null || !interval) return missing(item, reason ?? "no figure");
	const verdict: Verdict = interval[0] > LARGE_SHARE ? "mend" : interval[0] > 0.5 ? "look" : "clear";
	const sentence = `${percent(value)} of the synthetic rows (${between(interval)}) are closer to a training row than to a hold-out row; of new real rows it would be 50 %.`;
	return { item, verdict, sentence, figure: value, interval, baseline: 0.5 };
}

const NAMES: Readonly<Record<string, string>> = {
	name: "names",
	email: "e-mail addresses",
	phone: "phone numbers",
	iban: "bank accounts",
	card: "payment cards",
	"national-number": "national numbers",
	address: "addresses",
	key: "identifiers",
	handle: "user names",
	url: "personal addresses on the web",
	ip: "network addresses",
	mac: "device addresses",
};

function identifierItems({ identifiers }: People): CheckItem[] {
	const item = "Real identifiers among synthetic ones";
	if (identifiers.length === 0) {
		return [{ item, verdict: "clear", sentence: "No column of the real table was found to hold direct identifiers." }];
	}
	return identifiers.map(({ column, what, real, cells, running, inName, within, and, byChance }): CheckItem => {
		if (inName) {
			const sentence = `The name of the column "${column}" is itself one of the ${NAMES[what] ?? "identifiers"} that single a person out, and stands in the synthetic table. Rename or leave out the column.`;
			return { item, verdict: "mend", sentence, figure: 1 };
		}
		const share = cells === 0 ? 0 : real / cells;
		const kind = NAMES[what] ?? "identifiers";
		if (byChance !== undefined) {
			const where = and === undefined ? `in "${within ?? column}"` : `split over "${within}" and "${and}"`;
			const sentence = `${count(real)} cells ${where} (${percent(share)}) hold ${kind} of the real table's "${column}" in another spelling; chance gives ${percent(byChance)}.`;
			return {
				item,
				verdict: share - byChance > MANY_IN_DISGUISE ? "mend" : "look",
				sentence,
				figure: share,
				baseline: byChance,
			};
		}
		if (within !== undefined) {
			const sentence = `${count(real)} cells of the synthetic column "${within}" are or hold ${kind} that stand in the real table's "${column}".`;
			return { item, verdict: "mend", sentence, figure: share };
		}
		if (real === 0)
			return { item, verdict: "clear", sentence: `None of the ${kind} in "${column}" is real.`, figure: 0 };
		const lenient = (what === "name" && share < FEW_NAMES) || (what === "key" && running);
		const why =
			what === "key" && running ? " Row numbers such as 1, 2, 3 stand in any table: see whether these are such." : "";
		const sentence = `${percent(share)} of the ${kind} in "${column}" (${count(real)} cells) stand in the real table as well.${why}`;
		return { item, verdict: lenient ? "look" : "mend", sentence, figure: share };
	});
}

function spanItem({ spans }: People): CheckItem {
	const item = "Names and numbers inside texts";
	if (spans.length === 0)
		return { item, verdict: "clear", sentence: "The synthetic table has no texts that were made of real ones." };
	const found = spans.filter(({ real }) => real > 0);
	if (found.length === 0) {
		return {
			item,
			verdict: "clear",
			sentence: "No name, address or number in a synthetic text occurs in a real one.",
		};
	}
	const columns = found.map(({ column }) => `"${column}"`).join(", ");
	const sentence = `Texts in ${columns} contain names, addresses or numbers that occur in real texts.`;
	return { item, verdict: "mend", sentence, figure: found.reduce((sum, { real }) => sum + real, 0) };
}

function combinationItem({ combinations }: People): CheckItem {
	const item = "People who stand out in both tables";
	if ("reason" in combinations) return missing(item, combinations.reason);
	const { columns, synthetic, heldOut } = combinations;
	const interval = rateInterval(synthetic);
	const figure = synthetic.trials === 0 ? 0 : synthetic.successes / synthetic.trials;
	const by = columns.map((column) => `"${column}"`).join(", ");
	const shown = `${percent(figure)} of the synthetic rows have a combination of ${by} that only one synthetic and only one real row has`;
	const found = { figure, interval };
	if (!heldOut) {
		const verdict: Verdict = figure > 0 ? "look" : "clear";
		return {
			item,
			verdict,
			sentence: `${shown}; without hold-out rows there is nothing to compare this with.`,
			...found,
		};
	}
	const [least, most] = [interval[0], rateInterval(heldOut)[1]];
	const verdict: Verdict = least > most + MANY_COPIES ? "mend" : least > most ? "look" : "clear";
	const baseline = heldOut.trials === 0 ? 0 : heldOut.successes / heldOut.trials;
	return { item, verdict, sentence: `${shown}; of as many hold-out rows ${percent(baseline)} do.`, ...found, baseline };
}

function rareItem({ rare }: People): CheckItem {
	const item = "Rare categories";
	if (rare.of === 0) return missing(item, "there is no column of categories");
	if (rare.cells === 0) {
		return { item, verdict: "clear", sentence: "No category that fewer than five people have is repeated.", figure: 0 };
	}
	const share = rare.cells / rare.of;
	const sentence = `${count(rare.cells)} synthetic cells repeat a category that fewer than five people of the real table have.`;
	return { item, verdict: "look", sentence, figure: share };
}

function subjectItem({ subjects }: People): CheckItem[] {
	if (!subjects) return [];
	const item = "People with several rows";
	const { real, shared, mostRows } = subjects;
	const whole = `The ${count(real)} people of the real table have up to ${count(mostRows)} rows each. Everybody counts once in the protection and in the attacks`;
	if (shared === 0)
		return [{ item, verdict: "clear", sentence: `${whole}, and nobody has rows among the hold-out rows as well.` }];
	return [
		{
			item,
			verdict: "mend",
			sentence: `${whole}, but ${count(shared)} have rows among the hold-out rows as well, so that the attacks look weaker than they are.`,
			figure: shared,
		},
	];
}

const ORDER: readonly Verdict[] = ["mend", "look", "clear", "not measured"];

/** Columns of which the checks say nothing: their cells mean something else in one of the tables. */
function unlikeItem(unlike: readonly string[]): CheckItem[] {
	if (unlike.length === 0) return [];
	const some = `${unlike
		.slice(0, 5)
		.map((name) => `"${name}"`)
		.join(", ")}${unlike.length > 5 ? " and others" : ""}`;
	const sentence = `The cells of ${some} in one of the tables cannot be read as those of the real one. The other checks leave them out: compare tables whose columns mean the same.`;
	return [{ item: "Columns that could not be compared", verdict: "look", sentence, figure: unlike.length }];
}

/**
 * The answer to "may I share this?": every check of `privacy`, what must be mended first.
 * @param unlike columns that were left out since the tables cannot be compared in them.
 */
export function checklist(privacy: Privacy, unlike: readonly string[] = []): CheckItem[] {
	const { copies, membership, people } = privacy;
	const items: CheckItem[] = [
		...identifierItems(people),
		...unlikeItem(unlike),
		spanItem(people),
		copiesItem(
			"Copies of real rows",
			copies.exact,
			copies.heldOutExact,
			"equal a real row in every column, direct identifiers left aside",
			true,
		),
		copiesItem(
			"Near copies of real rows",
			copies.near,
			copies.heldOutNear,
			"are within 1 % of a real row in every column, direct identifiers left aside",
			false,
		),
		partialItem(privacy),
		closestItem(privacy),
		combinationItem(people),
		rareItem(people),
		...subjectItem(people),
		attackItem("Singling out by one condition", privacy.singlingOut.univariate, false),
		attackItem("Singling out by several conditions", privacy.singlingOut.multivariate, false),
		attackItem("Linking two sources", privacy.linkability, true),
		attackItem("Inferring a column", privacy.inference, false),
		attackItem("Reading a column off equal rows", privacy.attributeDisclosure, false),
		...("exposed" in membership
			? [
					...(hasExposed(membership)
						? [membershipItem("Finding out who was in the table: unusual people", membership.exposed)]
						: []),
					membershipItem("Finding out who was in the table: anybody", membership.all),
				]
			: [missing("Finding out who was in the table", membership.reason)]),
	];
	return items.sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}
