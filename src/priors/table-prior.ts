import type { CausalModelData, Families, NodeValues } from "../causal/scm";
import type { Random } from "../random";
import type { Prior, TaskGraph } from "./prior";

/** What a table is sampled from. */
export interface DrawContext {
	/** Index of the table under its seed. */
	readonly index: number;
	/** Which try this is: tables that cannot serve are drawn again. */
	readonly attempt: number;
	readonly rows: number;
	/** Columns besides the target; absent: drawn. */
	readonly features?: number;
	/** The seed's stream, for what tables share. Never advanced. */
	readonly root: Random;
	/** This attempt's own stream. Never advanced: everything comes from streams named below it. */
	readonly random: Random;
}

/** A model and the rows it was calibrated on. */
export interface DrawnModel {
	/** The frozen model: `sampleNodes` and `readColumns` of `src/causal` run on it with `families`. */
	readonly model: CausalModelData;
	/** The code of the model's mechanisms. */
	readonly families: Families;
	/** The stream the model's noise is keyed from. */
	readonly noise: Random;
	/** Values of every node for the table's rows, without intervention. */
	readonly values: readonly NodeValues[];
	readonly rows: number;
	readonly target: string;
	/** The graph of latent nodes and columns, worked out when it is asked for. */
	readonly graph: () => TaskGraph;
	readonly diagnostics: Readonly<Record<string, unknown>>;
}

/** Draws one model with its rows; a string is the reason why this attempt cannot serve. */
export type DrawModel = (context: DrawContext) => DrawnModel | string;

/**
 * Draws a model for each context, as `DrawModel` does one; they can be read, and not be run again. To be awaited now and
 * then, `pause` lets messages in, and throws once nobody wants them.
 */
export type DrawModels = (
	contexts: readonly DrawContext[],
	pause: () => Promise<void>,
) => Promise<readonly (DrawnModel | string)[]>;

/** A prior whose models are available one by one. */
export interface TablePrior<Options = Record<string, unknown>> extends Prior<Options> {
	/** Checks the options and loads what drawing needs. */
	prepare(options: Readonly<Options>): Promise<DrawModel>;
	/** As `prepare`, for many tables at once on a GPU; absent: this prior has no such path. */
	prepareOnGpu?(options: Readonly<Options>): Promise<DrawModels>;
}
