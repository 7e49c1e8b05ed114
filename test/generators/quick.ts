import type { GeneratorMeta } from "../../src/generators/generator";

/** Small values for the options that trained generators share; others stay as they are. */
export function quick(meta: GeneratorMeta): Record<string, unknown> {
	const defaults = meta.defaults as Record<string, unknown>;
	const small: Record<string, unknown> = {
		steps: 3,
		batchRows: 32,
		timesteps: 4,
		samplingSteps: 4,
		width: 16,
		noise: 8,
		latent: 8,
		bins: 8,
	};
	const options = { ...defaults };
	for (const [name, value] of Object.entries(small)) if (name in defaults) options[name] = value;
	if ("layers" in defaults) options.layers = Array.isArray(defaults.layers) ? [16] : 1;
	return options;
}
