/** Rows that meet the requirements, by redrawing those that do not. */
import { CausalModelError } from "../errors";
import { TermEvaluator } from "../expression/evaluate";
import type { Source } from "../expression/source";
import type { Term } from "../expression/term";
import { ATTEMPTS } from "./noise";
import { evaluationOf, sampleNodes } from "./sample";
import type { CausalModelData, CausalRequest, Families, NodeValues } from "./scm";

/** A checked condition and the nodes it reads. */
export interface Requirement {
	readonly source: Source;
	readonly root: Term;
	readonly parents: readonly number[];
}

/** Draws tried without a single success before the requirements count as unsatisfiable. */
const HOPELESS = 10_000;

/** Rows that meet all requirements. */
export interface Accepted {
	/** The attempt at which each row did. */
	readonly attempts: Uint16Array;
	/** Its values, in the world nothing was done to. */
	readonly sampled: readonly NodeValues[];
}

/**
 * Rejection sampling, row by row, each attempt with draws of its own (keyed by row and attempt), so that a row does
 * not depend on which others are drawn.
 *
 * @throws CausalModelError naming the requirement that fails most where no attempt, or none of 10,000 draws, meets them.
 */
export function acceptedRows(
	model: CausalModelData,
	requirements: readonly Requirement[],
	request: CausalRequest,
	families: Families,
): Accepted {
	const attempts = new Uint16Array(request.rows);
	const failures = new Float64Array(requirements.length);
	const sampled = sampleNodes(model, request, families);
	let open = indicesOf(brokenRows(requirements, sampled, request, failures));
	let tried = request.rows;
	for (let attempt = 1; attempt < ATTEMPTS && open.length > 0; attempt++) {
		if (tried >= HOPELESS && open.length === request.rows) break;
		const some: CausalRequest = {
			random: request.random,
			rows: open.length,
			rowNumbers: open.map((row) => (request.offset ?? 0) + row),
			attempts: new Uint16Array(open.length).fill(attempt),
		};
		const redrawn = sampleNodes(model, some, families);
		for (const [k, { values, width }] of redrawn.entries()) {
			const into = sampled[k]!.values;
			for (const [i, row] of open.entries())
				for (let c = 0; c < width; c++) into[row * width + c] = values[i * width + c]!;
		}
		for (const row of open) attempts[row] = attempt;
		const broken = brokenRows(requirements, redrawn, some, failures);
		open = open.filter((_, i) => broken[i] !== 0);
		tried += some.rows;
	}
	if (open.length === 0) return { attempts, sampled };
	const worst = failures.indexOf(Math.max(...failures));
	const { source } = requirements[worst]!;
	throw new CausalModelError(
		`The constraint "${source.text}" cannot be met: ${open.length} of ${request.rows} rows still break a constraint after ${tried} draws, of which ${failures[worst]} broke this one. Loosen it, or build it into the variables' definitions (clip, truncnormal, { sum }).`,
		{ constraint: source.text, row: (request.offset ?? 0) + open[0]! + 1, tried, broken: failures[worst] },
	);
}

function indicesOf(marked: Uint8Array): number[] {
	const indices: number[] = [];
	for (let i = 0; i < marked.length; i++) if (marked[i] !== 0) indices.push(i);
	return indices;
}

/** Marks rows that break a requirement, and counts by requirement. */
export function brokenRows(
	requirements: readonly Requirement[],
	sampled: readonly NodeValues[],
	request: CausalRequest,
	failures: Float64Array,
): Uint8Array {
	const broken = new Uint8Array(request.rows);
	for (const [k, { source, root, parents }] of requirements.entries()) {
		const values = parents.map((parent) => sampled[parent]!);
		const at = evaluationOf(source.name, `constraint/${source.text}`, values, 1, request, 0, request.rows);
		const verdict = new TermEvaluator(at, source, "error").operand(root, 0, undefined);
		for (let row = 0; row < request.rows; row++) {
			if ((typeof verdict === "number" ? verdict : verdict[row]!) !== 0) continue;
			broken[row] = 1;
			failures[k] = failures[k]! + 1;
		}
	}
	return broken;
}
