import type { EncodedColumn, Encoder } from "../../encode/encoder";
import { OptionError } from "../../errors";
import type { ModeColumn, ModeRows, ModeSpace } from "../mode-space";
import type { TabFairGanOptions } from "./meta";

/** Which states of a row say what group it is of, and how it fared. */
export interface Fairness {
	readonly group: ModeColumn;
	readonly target: ModeColumn;
	/** Indices into the space's columns. */
	readonly groupAt: number;
	readonly targetAt: number;
	/** State of the target that is good to have. */
	readonly good: number;
}

/** Spellings of a boolean's true. */
const TRUE = /^(true|t|yes|y|1|1\.0)$/i;

/** What people call each state of a column, without missing. */
function namesOf({ codec }: EncodedColumn): string[] {
	if (codec.type === "values") return Array.from(codec.values, String);
	return codec.type === "levels" ? Array.from(codec.single, (level) => codec.levels[level]!) : [];
}

function refuse(option: string, value: unknown, text: string): never {
	throw new OptionError(`${option} is ${JSON.stringify(value)}, ${text}`, { option, value });
}

function stateColumn({ columns }: Encoder, space: ModeSpace, option: string, name: string): number {
	const column = columns.findIndex((own) => own.name === name);
	if (column < 0) {
		refuse(option, name, `which is not a column; there are ${columns.map((own) => own.name).join(", ")}.`);
	}
	const at = space.columns.findIndex((own) => own.column === column);
	if (at < 0 || space.columns[at]!.number >= 0 || namesOf(columns[column]!).length === 0) {
		refuse(
			option,
			name,
			`a column of kind ${columns[column]!.kind}; it must be a category or boolean with at least two values.`,
		);
	}
	return at;
}

function goodState(column: EncodedColumn, favourable: string): number {
	const names = namesOf(column);
	const wanted = names.indexOf(favourable);
	if (wanted >= 0) return wanted;
	if (favourable === "auto") {
		const yes = column.kind === "boolean" ? names.findIndex((name) => TRUE.test(name)) : -1;
		if (yes >= 0) return yes;
		// States lie by falling frequency only where they are categories, so the counts are looked at.
		if (names.length === 2) return column.codec.counts[0]! <= column.codec.counts[1]! ? 0 : 1;
	}
	return refuse("favourable", favourable, `it must be one of the categories of "${column.name}": ${names.join(", ")}.`);
}

/**
 * Reads the options of the second phase against a table; nothing where none is asked for.
 *
 * @throws OptionError naming the option, its value and what would do.
 */
export function findFairness(
	encoder: Encoder,
	space: ModeSpace,
	{ group, target, favourable }: Required<TabFairGanOptions>,
): Fairness | undefined {
	if (group === "") return undefined;
	const groupAt = stateColumn(encoder, space, "group", group);
	const name = target === "auto" ? encoder.columns.at(-1)!.name : target;
	if (name === group) refuse("target", target, "the column whose categories are the groups; name another.");
	const targetAt = stateColumn(encoder, space, "target", name);
	const [own, outcome] = [space.columns[groupAt]!, space.columns[targetAt]!];
	return {
		group: own,
		target: outcome,
		groupAt,
		targetAt,
		good: goodState(encoder.columns[outcome.column]!, favourable),
	};
}

/** Share of rows with the favourable outcome, largest less smallest over groups of at least `fewest` rows. */
export function parityDifference({ group, groupAt, targetAt, good }: Fairness, rows: ModeRows, fewest = 5): number {
	const [n, hits] = [new Float64Array(group.states), new Float64Array(group.states)];
	for (let row = 0; row < rows.rows; row++) {
		const k = rows.states[groupAt]![row]!;
		n[k]!++;
		hits[k]! += Number(rows.states[targetAt]![row] === good);
	}
	const rates = Array.from(hits, (hit, k) => hit / n[k]!).filter((_, k) => n[k]! >= fewest);
	return rates.length < 2 ? 0 : Math.max(...rates) - Math.min(...rates);
}
