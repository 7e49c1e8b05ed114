// K_v states of variable v; a cell's index is (…(s₁·K₂ + s₂)·K₃ + s₃ …): the last variable varies fastest

/** A non-negative table over a few discrete variables. Plain data. */
export interface Factor {
	/** Variables by number, each once. */
	readonly variables: readonly number[];
	/** One value a cell; the last variable varies fastest. */
	readonly values: Float64Array;
}

/** Cells of a table over `variables`. `states[v]` is how many states variable v has. */
export function cellsOf(variables: readonly number[], states: ArrayLike<number>): number {
	return variables.reduce((cells, v) => cells * states[v]!, 1);
}

/** For every cell of a table over `onto`, in order, calls `visit` with the cell's index in a table over `of`. */
function walk(
	onto: readonly number[],
	of: readonly number[],
	states: ArrayLike<number>,
	visit: (cell: number, index: number) => void,
): void {
	const strides = onto.map((v) => {
		const place = of.indexOf(v);
		return place < 0 ? 0 : cellsOf(of.slice(place + 1), states);
	});
	const at = new Int32Array(onto.length);
	const cells = cellsOf(onto, states);
	let index = 0;
	for (let cell = 0; cell < cells; cell++) {
		visit(cell, index);
		for (let i = onto.length - 1; i >= 0; i--) {
			index += strides[i]!;
			if (++at[i]! < states[onto[i]!]!) break;
			index -= strides[i]! * states[onto[i]!]!;
			at[i] = 0;
		}
	}
}

/** The product of factors, over all their variables in the order given. */
export function multiply(factors: readonly Factor[], variables: readonly number[], states: ArrayLike<number>): Factor {
	const values = new Float64Array(cellsOf(variables, states)).fill(1);
	for (const factor of factors) {
		walk(variables, factor.variables, states, (cell, index) => {
			values[cell]! *= factor.values[index]!;
		});
	}
	return { variables, values };
}

/** The factor with its last variable summed out. */
export function sumOutLast({ variables, values }: Factor, states: ArrayLike<number>): Factor {
	const width = states[variables.at(-1)!]!;
	const sums = new Float64Array(values.length / width);
	for (let cell = 0; cell < values.length; cell++) sums[Math.floor(cell / width)]! += values[cell]!;
	return { variables: variables.slice(0, -1), values: sums };
}

/**
 * The factor where some of its variables are known, over the others.
 *
 * @param known State of each variable, −1 where it is not known.
 */
export function restrict(factor: Factor, known: ArrayLike<number>, states: ArrayLike<number>): Factor {
	const variables = factor.variables.filter((v) => known[v]! < 0);
	if (variables.length === factor.variables.length) return factor;
	let base = 0;
	let stride = factor.values.length;
	for (const v of factor.variables) {
		stride /= states[v]!;
		if (known[v]! >= 0) base += stride * known[v]!;
	}
	const values = new Float64Array(cellsOf(variables, states));
	walk(variables, factor.variables, states, (cell, index) => {
		values[cell] = factor.values[base + index]!;
	});
	return { variables, values };
}
