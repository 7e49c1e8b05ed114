import { causal } from "./causal";
import type { Command } from "./command";
import { complete } from "./complete";
import { completion } from "./completion";
import { exportModel } from "./export";
import { fit } from "./fit";
import { inspect } from "./inspect";
import { prior } from "./prior";
import { report } from "./report";
import { sample } from "./sample";

const own: Readonly<Record<string, Command>> = {
	inspect,
	fit,
	sample,
	complete,
	report,
	prior,
	causal,
	export: exportModel,
};

/** Every command by its name, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = { ...own, completion: completion(own) };
