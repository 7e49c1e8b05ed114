import { encoderCheck } from "../../encode/check-encoder";
import { layOut, sliceLength } from "../../nn/mlp/layout";
import { type Check, ensure, flag, list, number, numbers, optional, record, whole } from "../../saved-data";
import { tokensCheck } from "../../tokens/check-tokens";
import { columnShape } from "./columns/column-shape";
import { meta } from "./meta";
import type { DiffusionSaved } from "./model";

const MOST_PIECES = 4096;

const widthCheck: Check = (value, at) => {
	whole(8, meta.options.width.max)(value, at);
	ensure((value as number) % 8 === 0, value, at, "a multiple of 8");
};
const layersCheck = whole(1, meta.options.layers.max);

/** Refuses what is no saved diffusion model. Throws `SavedModelError`. */
export function checkDiffusion(value: unknown): DiffusionSaved {
	const size = { width: widthCheck, layers: layersCheck };
	record({
		encoder: encoderCheck,
		shape: record({ ...size, pieces: whole(0, MOST_PIECES), oneHead: (one, at) => ensure(!one, one, at, "absent") }),
		ordered: flag,
	})(value, "saved");
	const { encoder, shape, together, parameters, columns } = value as DiffusionSaved;
	tokensCheck(encoder)(shape.tokens, "saved.shape.tokens");
	const F = shape.tokens.length;
	optional(list(number(0, 1), F, F))(shape.residual, "saved.shape.residual");
	whole(1, Math.max(1, F))(together, "saved.together");
	numbers(Float32Array, { length: F > 0 ? layOut(shape).size : 0 })(parameters, "saved.parameters");
	if (columns === undefined) return value as DiffusionSaved;
	record(size)(columns, "saved.columns");
	list(() => {}, 0, F)(columns.parameters, "saved.columns.parameters");
	const own = columnShape(shape, columns);
	const layout = layOut(own);
	for (const [f, slice] of columns.parameters.entries()) {
		numbers(Float32Array, { length: sliceLength(own, layout, f) })(slice, `saved.columns.parameters[${f}]`);
	}
	return value as DiffusionSaved;
}
