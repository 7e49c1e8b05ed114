/**
 * Scenarios on any generator: rows are accepted by exponential tilting, so that shares, means and tails are as asked and
 * everything else is as close as possible to what was learned (minimum relative entropy).
 */
import { OptionError } from "../errors";
import type { Random } from "../random";
import { tilt } from "../statistics/tilt";
import type { Table } from "../table/table";
import { type Sampler, sampledBy } from "./around-model";
import type { Request as Plain } from "./kept";
import { createPool, takeFromPools } from "./pool";
import { checkScenario, featureOf, type Scenario } from "./scenario-targets";

interface Request extends Plain {
	readonly scenario?: Scenario;
}

type Sample = (request: Request, random: Random) => Promise<Table>;

/** Rows that the weights are found on. */
const PILOT = 10_000;
/** Fewest effective rows, as a share, that a scenario may rest on. */
const FEWEST_EFFECTIVE = 0.1;
/** Weights above this quantile of the pilot's count as it. */
const CAP = 0.999;

/** Chance with which a row is taken, by its features. */
interface Acceptance {
	accept(table: Table): Float64Array;
	readonly effective: number;
}

function fitAcceptance(pilot: Table, { targets }: Scenario): Acceptance {
	const features = targets.map((target) => featureOf(pilot, target));
	const found = tilt(
		features.map(({ values }) => values),
		features.map(({ mean }) => mean),
	);
	const now = features.map(({ values }, k) => {
		const mean = values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
		return `${JSON.stringify(targets[k])} is ${mean.toPrecision(3)} now`;
	});
	if (!found || found.effective < FEWEST_EFFECTIVE) {
		const share = found ? `${(100 * found.effective).toFixed(1)} % of the rows` : "no rows";
		throw new OptionError(
			`scenario: it would rest on ${share}, and needs 10 %; move the targets closer to what was learned (${now.join("; ")}), or condition with given.`,
			{ option: "scenario", effective: found?.effective ?? 0 },
		);
	}
	const { lambda } = found;
	const centre = features.map(({ mean }) => mean);
	const logOf = (rows: readonly Float64Array[], r: number) =>
		rows.reduce((sum, values, k) => sum + lambda[k]! * (values[r]! - centre[k]!), 0);
	const values = features.map((feature) => feature.values);
	const logs = Float64Array.from({ length: pilot.rows }, (_, r) => logOf(values, r)).sort();
	const top = logs[Math.min(logs.length - 1, Math.floor(CAP * logs.length))]!;
	return {
		effective: found.effective,
		accept: (table) => {
			const own = targets.map((target) => featureOf(withLevels(table, pilot, target), target).values);
			return Float64Array.from({ length: table.rows }, (_, r) => Math.exp(Math.min(0, logOf(own, r) - top)));
		},
	};
}

/** A table whose target column knows all levels of the pilot: a small one may lack some. */
function withLevels(table: Table, pilot: Table, { column: name }: { readonly column: string }): Table {
	const all = pilot.columns.find((column) => column.name === name)!;
	if (!("levels" in all)) return table;
	const columns = table.columns.map((column) => {
		if (column.name !== name || !("levels" in column)) return column;
		const levels = [...column.levels, ...all.levels.filter((level) => !column.levels.includes(level))];
		return { ...column, levels };
	});
	return { ...table, columns };
}

async function sampleScenario(request: Request, random: Random, sample: Sample): Promise<Table> {
	const { scenario: asked, ...plain } = request;
	if (!asked) return sample(plain, random);
	const scenario = checkScenario(asked);
	if (plain.complete) {
		throw new OptionError("scenario: known cells cannot be moved; it goes with sample, not with complete.", {
			option: "scenario",
		});
	}
	const stream = random.stream("scenario");
	const pilot = await sample({ ...plain, rows: PILOT, offset: 0 }, stream.stream("pilot"));
	const { accept, effective } = fitAcceptance(pilot, scenario);
	const taken = await takeFromPools(plain, (group) => {
		const own = stream.stream("rows").stream(group);
		const coins = own.stream("accept");
		return createPool(
			(count, from) => sample({ ...plain, rows: count, offset: from }, own),
			(table) => Uint8Array.from(accept(table), (chance) => (coins.uniform() < chance ? 0 : 1)),
			() => false,
			() => new OptionError("scenario: hardly a row is ever accepted; move the targets.", { option: "scenario" }),
		);
	});
	const table = taken ?? (await sample({ ...plain, rows: 0 }, stream));
	const note = `A scenario, not the table as it is: ${scenario.targets.map((target) => JSON.stringify(target)).join(", ")}; effective sample size ${(100 * effective).toFixed(0)} %.`;
	const marks = [...new Set([...(table.marks ?? []), "scenario"])];
	return { ...table, marks, warnings: [...(table.warnings ?? []), note] };
}

const wrap = <M extends object>(model: M): M =>
	sampledBy(model, (inner: Sampler, request: Request, run) =>
		sampleScenario(request, run.random, (asked, random) => inner.sample(asked, { ...run, random })),
	);

/** Scenarios around a generator; they change nothing of what is learned. */
export const scenario = {
	keepsPrivacy: true,
	async fit(table: Table) {
		return { table, saved: { version: 1 }, wrap };
	},
	async load(saved: unknown) {
		return { saved, wrap };
	},
};
