import type { CausalColumn, Evaluation, Values } from "../causal/scm";
import type { Random } from "../random";
import type { CalibratedFamily, Drawing } from "./drawing";
import { bernoulli, uniform } from "./draws";
import { sigmoid } from "./elementary";
import type { TaskOptions } from "./options";

/** Chance of being missing: sigmoid(intercept + slope · (x − mean) / deviation) of the parent's component. */
interface MissingPlan {
	readonly rate: number;
	/** Component of the parent that drives it; without a parent it is completely at random. */
	readonly component: number;
	readonly slope: number;
}
interface Missing extends MissingPlan {
	readonly intercept: number;
	readonly mean: number;
	readonly deviation: number;
}

function score(p: Missing, at: Evaluation, row: number): number {
	const { values, width } = at.parents[0]!;
	const z = (values[row * width + p.component]! - p.mean) / p.deviation;
	return p.slope * Math.min(4, Math.max(-4, z));
}

/** The family "missing": 1 where a cell is missing, 0 elsewhere. */
export const MISSING: CalibratedFamily<MissingPlan, Missing> = {
	calibrate(plan, at, out) {
		const { rows } = at;
		let parameters: Missing = { ...plan, intercept: 0, mean: 0, deviation: 1 };
		if (at.parents.length > 0) {
			const { values, width } = at.parents[0]!;
			let mean = 0;
			let square = 0;
			for (let row = 0; row < rows; row++) mean += values[row * width + plan.component]! / rows;
			for (let row = 0; row < rows; row++) square += (values[row * width + plan.component]! - mean) ** 2 / rows;
			parameters = { ...parameters, mean, deviation: Math.sqrt(square) || 1 };
			// Bisection: the mean chance rises with the intercept.
			let low = -60;
			let high = 60;
			for (let i = 0; i < 40; i++) {
				const intercept = (low + high) / 2;
				let chance = 0;
				for (let row = 0; row < rows; row++) chance += sigmoid(intercept + score(parameters, at, row)) / rows;
				if (chance < plan.rate) low = intercept;
				else high = intercept;
			}
			parameters = { ...parameters, intercept: (low + high) / 2 };
		}
		MISSING.evaluate(parameters, at, out);
		return parameters;
	},
	evaluate(parameters, at, out: Values) {
		at.noise.uniform(out);
		for (let row = 0; row < at.rows; row++) {
			const chance = at.parents.length ? sigmoid(parameters.intercept + score(parameters, at, row)) : parameters.rate;
			out[row] = out[row]! < chance ? 1 : 0;
		}
	},
};

/**
 * Adds a node for each column that says which of its cells are missing: completely at random (no parent), because of
 * another column (mar: that column stays complete), or because of the value itself (mnar). The rate of a column is
 * uniform between 0 and twice the expected share.
 */
export function addMissingness(
	random: Random,
	drawing: Drawing,
	columns: readonly CausalColumn[],
	{ missing, missingness }: Readonly<Pick<TaskOptions, "missing" | "missingness">>,
): { columns: readonly CausalColumn[]; diagnostics: Readonly<Record<string, unknown>> } {
	if (missing === 0) return { columns, diagnostics: { missing: 0 } };
	// Under mar the driver stays complete, so that missingness depends on what is observed alone.
	const driver = random.int(columns.length);
	const drivers: Record<string, string> = {};
	const result = columns.map((column, i): CausalColumn => {
		const own = random.stream(column.name);
		const rate = Math.min(0.95, uniform(own, 0, 2 * missing));
		const slope = uniform(own, 1, 3) * (bernoulli(own, 0.5) ? 1 : -1);
		if (missingness === "mar" && i === driver) return column;
		const cause = missingness === "mcar" ? undefined : missingness === "mar" ? columns[driver]! : column;
		if (cause) drivers[column.name] = cause.name;
		const plan = { rate, slope, component: cause?.component ?? 0 };
		const node = drawing.add(`${column.name}/missing`, 1, cause ? [cause.node] : [], ["missing", MISSING], plan);
		return { ...column, missing: node };
	});
	return { columns: result, diagnostics: { missing, missingness, missingDrivers: drivers } };
}
