import { PRIVACY, type Privacy } from "../dp/promise";
import {
	chooseGenerator,
	createGenerator,
	formatCsvChunks,
	type GeneratorMeta,
	generatorMetas,
	inspect,
	type LearnOptions,
	OptionError,
	splitRows,
	type Table,
} from "../index";
import { choose } from "../options/choose";
import { COUNT } from "../options/option";
import { LEARN } from "../page/call-options";
import { withSubjects } from "../table/subjects";
import { textOf, typedName } from "./arguments";
import { COMPUTE, OUT, SEED } from "./call-options";
import type { Command, CommandOption } from "./command";
import { nameOf, outputOf, STREAM, writePieces } from "./files";
import { flattened, optionsOfCall, optionsOfMethod } from "./method-options";
import { sayResult } from "./result";
import { READ, readInput, warningsOf } from "./table-options";
import { counted, progressBar, say } from "./terminal";
import { TREAT, treatmentsOf } from "./treat";

const GENERATOR: CommandOption = {
	accepts: { type: "text" },
	letter: "g",
	value: [...Object.keys(generatorMetas), "auto"].join("|"),
	help: "The method; auto tries them on a part of the rows and takes the best. Default: diffusion.",
};

const HELP = {
	subject:
		"Column that says whose each row is; false: every row is a subject of its own. Default: as inspect proposes.",
	treatments: 'What happens to columns, by name, e.g. {"email":"drop"}; or by --treat.',
	constraints: 'What every row must obey, e.g. "discharge >= admission". May be repeated; or JSON.',
	enhance: "Accept rows by how real they look, and sample a target anew.",
};

const PROMISE = {
	epsilon:
		"Promise differential privacy: 1 is a strong promise, above 10 it promises little. Default generator then: clique-tree.",
	delta: "Chance that the promise fails. Default: 1e-9.",
	unit: "Whose data is protected. Default: the subject where there is one, else the row.",
	rowsEach: "Most rows of a subject that are used. Default: 1.",
	publicRows: "Say that the number of rows is public.",
	domains: 'What columns may hold, where that is public, e.g. {"age":{"range":[0,120]}}.',
};

const HOLD_OUT = {
	maxTrainingRows: {
		accepts: COUNT,
		help: "Most rows to learn from: of more, so many are chosen by the seed, whole subjects each. Default: all.",
	},
	holdout: {
		accepts: { type: "number", min: 0, max: 0.5 },
		value: "SHARE",
		help: "Share of the rows not to learn from, whole subjects each, for the report. Needs --holdout-out. Default: 0.",
	},
	holdoutOut: {
		accepts: { type: "text" },
		value: "FILE",
		file: "written",
		help: "Where the hold-out rows are written, as CSV.",
	},
	trainingOut: {
		accepts: { type: "text" },
		value: "FILE",
		file: "written",
		help: "Where the rows that were learned from are written, as CSV.",
	},
} satisfies Record<string, CommandOption>;

/** The rows to learn from and those held out, nobody on both sides. */
async function split(table: Table, share: number, most: number | undefined, seed: number | string, fit: LearnOptions) {
	const inspection = fit.inspection ?? (await inspect(table, { signal: fit.signal! }));
	const proposed = inspection.subject?.strong ? inspection.subject.column : undefined;
	const subject = fit.subject === undefined ? proposed : fit.subject || undefined;
	return { ...(await splitRows(withSubjects(table, subject), share, seed, most)), inspection };
}

export const fit: Command = {
	summary: "Learns a table and saves the model.",
	details:
		"What identifies people is replaced by invented values unless --treat says otherwise, and values that too few people share are withheld, as in the page. Training stays on one machine.",
	arguments: ["TABLE"],
	options(typed) {
		const promised = textOf(typed, "epsilon") !== undefined;
		const name = textOf(typed, "generator", "g") ?? (promised ? "clique-tree" : "diffusion");
		const meta = name === "auto" ? undefined : choose<GeneratorMeta>(generatorMetas, "generator", name);
		return {
			Options: { out: OUT, generator: GENERATOR, seed: SEED, ...COMPUTE },
			"What is learned": { treat: TREAT, ...optionsOfCall(LEARN, HELP, ["seed", "inspection"]), ...HOLD_OUT },
			"Differential privacy": optionsOfCall(PRIVACY, PROMISE),
			...(meta && { [`Options of ${name}`]: optionsOfMethod(meta.options) }),
			"Reading the table": READ,
		};
	},
	examples: [
		["standin fit visits.csv -o visits.standin", "learns visits.csv by the default generator"],
		[
			"standin fit visits.csv -o visits.standin --treat email=drop --treat born=coarsen:year",
			"decides what becomes of two columns",
		],
		["standin fit visits.csv | standin sample - --rows 1000 > synthetic.csv", "pipes the model on"],
		[
			"standin fit visits.csv -o visits.standin --holdout 0.2 --holdout-out kept.csv --training-out learned.csv",
			"keeps a fifth for the report",
		],
		["standin fit visits.csv -o visits.standin --epsilon 1", "under differential privacy"],
	],
	async run({ arguments: [path = STREAM], options }, terminal) {
		const { out, generator, seed: given, workers, device } = options.Options as Settings;
		const privacy = promiseOf(options["Differential privacy"]!);
		const asked = generator ?? (privacy ? "clique-tree" : "diffusion");
		if (privacy && asked === "auto") {
			throw new OptionError("-g auto compares generators by the real rows, which no budget covers; name one.", {
				option: "generator",
			});
		}
		const meta = asked === "auto" ? undefined : choose<GeneratorMeta>(generatorMetas, "generator", asked);
		const promised = privacy !== undefined || meta?.private === true;
		const seed = given ?? freshSeed();
		const {
			treat: _,
			holdout = 0,
			holdoutOut,
			trainingOut,
			maxTrainingRows,
			...setup
		} = options["What is learned"] as Learned;
		const output = outputOf(out, false, terminal);
		if (holdout > 0 && holdoutOut === undefined) {
			throw new OptionError(
				"--holdout keeps rows for the report: say where by --holdout-out FILE, and by --training-out FILE where the others go, which the report takes as the real table.",
				{ option: "holdout" },
			);
		}
		if (holdout === 0 && holdoutOut !== undefined) {
			throw new OptionError("--holdout-out is where --holdout SHARE keeps rows; give both.", { option: "holdoutOut" });
		}
		const { signal } = terminal;
		const bar = progressBar(terminal);
		const worker = { ...(workers && { workers }), ...(device && { device }) };
		const treatments = treatmentsOf(options["What is learned"]!);
		const fitting: LearnOptions = {
			...flattened(setup),
			...(treatments && { treatments }),
			// Noise from a seed could be repeated and subtracted.
			...((!promised || given !== undefined) && { seed }),
			signal,
			onProgress: bar.show,
		};
		try {
			const table = await readInput(path, options["Reading the table"]!, terminal);
			const isPart = !promised && maxTrainingRows !== undefined && maxTrainingRows < table.rows * (1 - holdout);
			const parts =
				holdout > 0 || isPart
					? await split(table, holdout, isPart ? maxTrainingRows : undefined, seed, fitting)
					: { training: table, holdout: undefined };
			const { training, holdout: kept, ...found } = parts;
			if (holdout > 0 && !(kept && kept.rows > 0)) {
				throw new OptionError(
					`--holdout ${holdout} of ${counted(table.rows, "row")} keeps none; give a share of at least ${(1 / table.rows).toPrecision(1)}.`,
					{ option: "holdout", value: holdout },
				);
			}
			const choice =
				asked === "auto" ? await chooseGenerator(training, { ...worker, ...fitting, ...found }) : undefined;
			const name = choice?.generator ?? asked;
			const own = choice ? {} : options[`Options of ${asked}`];
			using handle = await createGenerator<string>(name, own, { ...worker, ...(privacy && { privacy }) });
			// Under a promise the generator refuses to learn from a part.
			const part = promised && maxTrainingRows !== undefined ? { maxTrainingRows } : {};
			const summary = await handle.fit(training, { ...fitting, ...found, ...part });
			if (isPart) Object.assign(summary, { ofRows: table.rows });
			bar.clear();
			if (kept) await writePieces(String(holdoutOut), formatCsvChunks(kept), terminal);
			if (trainingOut) await writePieces(trainingOut, formatCsvChunks(training), terminal);
			const written = await writePieces(output, [await handle.save()], terminal);
			const result = {
				generator: name,
				table: nameOf(path),
				...summary,
				...warningsOf(table),
				...(choice && { choice }),
				model: { file: output, ...written },
			};
			await sayResult(terminal, output, result, () => {
				const { privacy: promise, rows, columns, seconds } = summary;
				const told =
					promise && !promise.publicRows ? `about ${counted(rows, "row")} (a noisy count)` : counted(rows, "row");
				const from = promised && given === undefined ? "" : `, seed ${summary.seed}`;
				const all = isPart ? ` of ${table.rows}, chosen by the seed, and` : " of";
				say(terminal, `${name} learned ${told}${all} ${counted(columns, "column")} in ${seconds.toFixed(1)} s${from}.`);
				say(terminal, summary.reason);
				if (summary.warning) say(terminal, String(summary.warning));
				if (promise) {
					say(terminal, promise.words);
					for (const warning of promise.warnings) say(terminal, warning);
					if (promise.offLedger.length > 0) say(terminal, `Not covered by the promise: ${promise.offLedger.join(" ")}`);
				}
				for (const what of ["replaced", "dropped", "coarsened", "keptAsTheyAre", "withheld"]) {
					if (summary[what]) say(terminal, `${what === "keptAsTheyAre" ? "kept as they are" : what}: ${summary[what]}`);
				}
			});
			return undefined;
		} finally {
			bar.clear();
		}
	},
};

/** The promise that is asked for, if any. */
function promiseOf(given: Readonly<Record<string, unknown>>): Privacy | undefined {
	const [first] = Object.keys(given);
	if (first === undefined) return undefined;
	if (given.epsilon === undefined) {
		throw new OptionError(
			`--${typedName(first)} belongs to a promise of differential privacy; say how strong by --epsilon.`,
			{
				option: first,
			},
		);
	}
	return given as unknown as Privacy;
}

interface Settings {
	readonly out?: string;
	readonly generator?: string;
	readonly seed?: number | string;
	readonly workers?: number;
	readonly device?: "auto" | "wasm" | "cpu";
}

interface Learned extends LearnOptions {
	readonly treat?: unknown;
	readonly holdout?: number;
	readonly maxTrainingRows?: number;
	readonly holdoutOut?: string;
	readonly trainingOut?: string;
}

/** A seed where none is given: known before, so that every step takes the same. */
export const freshSeed = () => crypto.getRandomValues(new Uint32Array(1))[0]!;
