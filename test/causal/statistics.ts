import type { Table } from "../../src/table/table";

/** A numeric column's values. */
export function numbers(table: Table, name: string): Float64Array {
	const column = table.columns.find((c) => c.name === name);
	if (!column || !("values" in column)) throw new Error(`no numeric column ${name}`);
	return column.values;
}

/** A level column's codes. */
export function codes(table: Table, name: string): Int32Array {
	const column = table.columns.find((c) => c.name === name);
	if (!column || !("codes" in column)) throw new Error(`no level column ${name}`);
	return column.codes;
}

export function mean(values: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i]!;
	return sum / values.length;
}

export function variance(values: ArrayLike<number>): number {
	const centre = mean(values);
	return mean(Float64Array.from(values, (v) => (v - centre) ** 2));
}

/** Residuals of a least-squares fit of y on the columns xs and an intercept (normal equations, Gaussian elimination). */
export function residuals(y: ArrayLike<number>, xs: readonly ArrayLike<number>[]): Float64Array {
	const terms = [Float64Array.from(y, () => 1), ...xs];
	const n = terms.length;
	const system = terms.map((a) => [...terms.map((b) => dot(a, b)), dot(a, y)]);
	for (let i = 0; i < n; i++) {
		for (let j = 0; j < n; j++) {
			if (j === i) continue;
			const factor = system[j]![i]! / system[i]![i]!;
			for (let k = i; k <= n; k++) system[j]![k] = system[j]![k]! - factor * system[i]![k]!;
		}
	}
	const weights = system.map((row, i) => row[n]! / row[i]!);
	return Float64Array.from(y, (value, row) => value - terms.reduce((sum, t, i) => sum + weights[i]! * t[row]!, 0));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
	return sum;
}

/** Partial correlation of a and b given the others, times √(rows): standard normal where it is zero. */
export function partialScore(a: ArrayLike<number>, b: ArrayLike<number>, given: readonly ArrayLike<number>[]): number {
	const ra = residuals(a, given);
	const rb = residuals(b, given);
	return (dot(ra, rb) / Math.sqrt(dot(ra, ra) * dot(rb, rb))) * Math.sqrt(a.length - given.length - 3);
}

/** Pearson's chi-square of two code columns within each stratum, as a score: (χ² − df) / √(2 df). */
export function dependenceScore(a: ArrayLike<number>, b: ArrayLike<number>, strata: ArrayLike<number>): number {
	const counts = new Map<string, number>();
	const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
	const cells = new Set<string>();
	for (let i = 0; i < a.length; i++) {
		add(`s${strata[i]}`);
		add(`a${strata[i]},${a[i]}`);
		add(`b${strata[i]},${b[i]}`);
		add(`c${strata[i]},${a[i]},${b[i]}`);
	}
	for (const keyA of counts.keys()) {
		if (!keyA.startsWith("a")) continue;
		const [stratum, codeA] = keyA.slice(1).split(",");
		for (const keyB of counts.keys()) {
			if (keyB.startsWith(`b${stratum},`)) cells.add(`${stratum},${codeA},${keyB.split(",")[1]}`);
		}
	}
	let chi = 0;
	for (const cell of cells) {
		const [stratum, codeA, codeB] = cell.split(",");
		const expected =
			(counts.get(`a${stratum},${codeA}`)! * counts.get(`b${stratum},${codeB}`)!) / counts.get(`s${stratum}`)!;
		chi += ((counts.get(`c${cell}`) ?? 0) - expected) ** 2 / expected;
	}
	let freedom = 0;
	for (const key of counts.keys()) {
		if (!key.startsWith("s")) continue;
		const size = (letter: string) =>
			[...counts.keys()].filter((k) => k.startsWith(`${letter}${key.slice(1)},`)).length - 1;
		freedom += size("a") * size("b");
	}
	return (chi - freedom) / Math.sqrt(2 * freedom);
}
