/** PrivBayes (Zhang, Cormode, Procopiuc, Srivastava and Xiao, SIGMOD 2014) by zero-concentrated noise. See the README. */
import type { Budget } from "../../dp/budget";
import { measure, measureEach } from "../../dp/marginal-queries";
import { OptionError } from "../../errors";
import { consistentTables } from "../../statistics/consistent-tables";
import type { Conditional } from "../../statistics/elimination";
import type { Measurement } from "../../statistics/estimate-marginals";
import { projection } from "../../statistics/junction-tree";
import type { Table } from "../../table/table";
import { type NetworkSaved, networkModel } from "../../tokens/network/model";
import type { Run } from "../../worker/run";
import type { Model } from "../generator";
import { privacyDiagnostics, privateColumns, refuseTooWide } from "../private-columns";
import { withoutNoise } from "../private-network";
import { edgeConstraints } from "./edges";
import { type BayesianNetworkOptions, meta } from "./meta";
import { affordableParents, choosePrivately } from "./private-structure";
import type { Structure } from "./structure";

/** Shares of what is left after the domains: single columns, and of the rest the structure (the paper's β). */
const SHARE_OF_SINGLES = 0.1;
const SHARE_OF_STRUCTURE = 0.3;
/** Rows of a cell against its noise, on average, for a table to be useful (the paper's θ). */
const USEFULNESS = 4;
/** What of its margin a column takes where its parents' states have no rows. */
const TRACE = 1e-9;

/** Most cells of a table that has `USEFULNESS` times as many rows as noise in a cell, on average. */
function usefulCells(rows: number, variance: number): number {
	return rows / (USEFULNESS * Math.sqrt((2 / Math.PI) * variance));
}

/** The columns that each table is over: of those within another none. */
function scopesOf({ order, parents }: Structure): number[][] {
	const all = order.map((v) => [...parents[v]!, v]);
	return all.filter((scope, i) => {
		const holds = (other: readonly number[]) => scope.every((v) => other.includes(v));
		return !all.some((other, j) => j !== i && holds(other) && (other.length > scope.length || j < i));
	});
}

/** Each column given its parents, from tables that agree with each other. */
function conditionalsIn(
	{ order, parents }: Structure,
	measurements: readonly Measurement[],
	sizes: readonly number[],
): Conditional[] {
	const { tables, margins } = consistentTables(measurements, sizes);
	return order.map((variable) => {
		const scope = [...parents[variable]!, variable];
		const m = measurements.findIndex(({ variables }) => scope.every((v) => variables.includes(v)));
		const cell = projection(measurements[m]!.variables, scope, sizes);
		const width = sizes[variable]!;
		const cells = scope.reduce((product, v) => product * sizes[v]!, 1);
		const weights = Float64Array.from({ length: cells }, (_, i) => TRACE * margins[variable]![i % width]!);
		tables[m]!.forEach((count, i) => {
			weights[cell[i]!]! += count;
		});
		return { variable, parents: parents[variable]!, weights };
	});
}

/** Fits the network within a budget; every look at the rows is on its ledger. */
export async function fitPrivately(
	table: Table,
	options: Required<BayesianNetworkOptions>,
	budget: Budget,
	run: Run,
): Promise<Model<NetworkSaved>> {
	if (options.penalty !== meta.defaults.penalty) {
		throw new OptionError(
			"penalty has no part in a network under privacy, whose tables are as large as their noise allows; leave it out, or set parents.",
			{ option: "penalty", value: options.penalty },
		);
	}
	const { ledger, random } = budget;
	const { encoder, tokens, columns, unit } = await privateColumns(table, options, budget, () =>
		run.step({ phase: "encode", step: 0, steps: 1 }),
	);
	refuseTooWide(columns, encoder.rows);
	const { sizes } = columns;
	const d = tokens.length;
	const steps = d + 2;
	const pause = () => run.step({ phase: "fit", step: 1, steps });
	const forSingles = ledger.left() * SHARE_OF_SINGLES;
	const singles = await measureEach(columns, forSingles, ledger, random, pause);
	const rho = ledger.left() * SHARE_OF_STRUCTURE;
	const known = new Set(table.conditions);
	const first = new Set(Array.from(tokens.keys()).filter((v) => known.has(encoder.columns[tokens[v]!.column]!.name)));
	const forTables = (ledger.left() - rho) * (1 - 1e-9);
	const most = affordableParents(d, encoder.rows, options.parents);
	const structure = await choosePrivately(
		columns,
		{
			...edgeConstraints(encoder, tokens, options),
			parents: most,
			cells: usefulCells(encoder.rows, (columns.bound ** 2 * d) / (2 * forTables)),
			first,
			rho,
		},
		ledger,
		random,
		pause,
	);
	const measurements: Measurement[] = [...singles];
	const scopes = scopesOf(structure).filter((scope) => scope.length > 1);
	for (const [i, scope] of scopes.entries()) {
		measurements.push(measure(columns, scope, forTables / scopes.length, ledger, random));
		await run.step({ phase: "fit", step: i + 2, steps });
	}
	const network = withoutNoise(conditionalsIn(structure, measurements, sizes), singles);
	await run.step({ phase: "fit", step: steps, steps });
	const name = (v: number) => columns.names[v]!;
	const edges = structure.order.flatMap((v) => {
		return structure.parents[v]!.filter((p) => name(p) !== name(v)).map((p) => `${name(p)} -> ${name(v)}`);
	});
	const privacy = budget.record(unit, encoder.rows);
	return networkModel(
		{ encoder, tokens, network },
		{
			...privacyDiagnostics(privacy, encoder.rows),
			edges: [...new Set(edges)].join("\n"),
			cells: network.reduce((sum, { weights }) => sum + weights.length, 0),
			...(most < options.parents && { parentsLimited: most }),
		},
		privacy,
	);
}
