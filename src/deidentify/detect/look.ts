import type { Column } from "../../table/table";
import type { Finding, What } from "../finding";
import type { Header } from "../header-words";
import type { Libraries } from "../libraries";

/** A column as the detectors see it. */
export interface Look {
	readonly column: Column;
	readonly header: Header;
	/** Some of its different cells, trimmed. */
	readonly texts: readonly string[];
	/** Cells that hold something, of those visited. */
	readonly present: number;
	/** A number in [0, 1), another at each call: for what a checksum is held against. */
	readonly uniform: () => number;
	readonly libraries: Libraries;
}

/** What one detector believes, without the treatment that follows. */
export type Belief = Omit<Finding, "column" | "treatment">;

/** Looks at a column for one thing; nothing where it is not there. */
export type Detector = (look: Look) => Belief | undefined;

/** Share of texts that satisfy `test`; 0 where there are none. */
export function shareOf(texts: readonly string[], test: (text: string) => boolean): number {
	return texts.length === 0 ? 0 : texts.reduce((n, text) => n + (test(text) ? 1 : 0), 0) / texts.length;
}

export const percent = (share: number) => `${Math.round(100 * share)} %`;

/** A belief in what identifies by itself. */
export function directly(what: What, share: number, evidence: string, more: Partial<Belief> = {}): Belief {
	return { identifies: "directly", what, share, evidence, ...more };
}

/** `text` with its last `n` digits and letters replaced by random ones of their class. */
export function randomEnd(text: string, n: number, uniform: () => number): string {
	const characters = Array.from(text);
	let left = n;
	for (let i = characters.length - 1; i >= 0 && left > 0; i--) {
		const c = characters[i]!;
		if (/\d/.test(c)) characters[i] = String(Math.floor(10 * uniform()));
		else if (/[A-Za-z]/.test(c)) {
			const letter = String.fromCharCode(65 + Math.floor(26 * uniform()));
			characters[i] = c === c.toLowerCase() ? letter.toLowerCase() : letter;
		} else continue;
		left--;
	}
	return characters.join("");
}

/** How often a test passes, and how often it would with random characters at the end of the texts. */
export interface Checked {
	readonly share: number;
	readonly byChance: number;
	/** ln of how much likelier so many passes are where the numbers are what the test is for. */
	readonly evidence: number;
}

const CHANCE_TRIALS = 80;

/** Holds a checksum's pass rate against that of random ends. */
export function check(texts: readonly string[], valid: (text: string) => boolean, uniform: () => number): Checked {
	const share = shareOf(texts, valid);
	let hits = 0;
	for (let i = 0; i < CHANCE_TRIALS; i++) if (valid(randomEnd(texts[i % texts.length]!, 3, uniform))) hits++;
	const byChance = (hits + 0.5) / (CHANCE_TRIALS + 1);
	const n = texts.length;
	const log = (p: number, q: number) => (p === 0 ? 0 : p * Math.log(p / q));
	const evidence = share > byChance ? n * (log(share, byChance) + log(1 - share, 1 - byChance)) : 0;
	return { share, byChance, evidence };
}
