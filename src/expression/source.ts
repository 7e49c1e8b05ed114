import { CausalModelError } from "../errors";

/** Where a piece of model text stands, so that an error can point into it. Plain data. */
export interface Source {
	/** What the text defines: a variable, a constraint. */
	readonly name: string;
	/** The whole text; positions are indices into it. */
	readonly text: string;
}

/** Characters of a long line shown on either side of the caret. */
const AROUND = 50;

/**
 * An error that points at a character: the message ends with the line and a caret below it; `details.position` is
 * the character's index in the text, `details.line` and `details.column` count from 1.
 */
export function fault(
	source: Source,
	position: number,
	sentence: string,
	details: Record<string, unknown> = {},
): CausalModelError {
	const { name, text } = source;
	const start = text.lastIndexOf("\n", position - 1) + 1;
	const newline = text.indexOf("\n", position);
	const end = newline < 0 ? text.length : newline;
	const from = Math.max(start, position - AROUND);
	const to = Math.min(end, position + AROUND);
	const excerpt = `${from > start ? "…" : ""}${text.slice(from, to).replaceAll("\t", " ")}${to < end ? "…" : ""}`;
	const caret = `${" ".repeat(position - from + (from > start ? 1 : 0))}^`;
	const line = text.slice(0, start).split("\n").length;
	return new CausalModelError(`In "${name}": ${sentence}\n  ${excerpt}\n  ${caret}`, {
		name,
		position,
		line,
		column: position - start + 1,
		text,
		...details,
	});
}

/** Edit distance counting insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
			row.push(best);
		}
		before = last;
		last = row;
	}
	return last[b.length]!;
}

/** Names compared at most: a suggestion is not worth a stall. */
const COMPARED = 2000;

/** ` Did you mean "age"?`, or nothing where no name is near. */
export function suggestion(wrong: string, names: Iterable<string>): string {
	let best: string | undefined;
	let distance = Math.max(1, Math.floor(wrong.length / 3)) + 1;
	let compared = 0;
	const lower = wrong.toLowerCase();
	for (const name of names) {
		if (compared++ > COMPARED) break;
		if (Math.abs(name.length - wrong.length) >= distance) continue;
		const d = name.toLowerCase() === lower ? 0 : editDistance(lower, name.toLowerCase());
		if (d < distance) {
			distance = d;
			best = name;
		}
	}
	return best === undefined ? "" : ` Did you mean "${best}"?`;
}
