import { modelGraph } from "../generators/diffusion/onnx/model-graph";
import { OptionError } from "../index";
import { VERSION } from "../page/version";
import { unpackModel } from "../wire/saved";
import { onnxFile } from "./onnx-file";

/** Version of the models of `diffusion` that this reads; a test holds it to the generator's. */
export const DIFFUSION_VERSION = 6;

/**
 * The networks of a saved model as an ONNX file, with the plan of sampling in its metadata.
 *
 * @throws OptionError for a model of another generator, or one without a network; SavedModelError for other bytes.
 */
export function exportOnnx(model: Uint8Array): { readonly bytes: Uint8Array; readonly operators: number } {
	const { generator, saved, version } = unpackModel(model);
	if (generator !== "diffusion" || version !== DIFFUSION_VERSION) {
		throw new OptionError(
			`This is a model of “${generator}”, version ${version}; only “diffusion”, version ${DIFFUSION_VERSION}, has networks that can be exported. Fit one.`,
			{ generator, version },
		);
	}
	const { graph, plan } = modelGraph(saved as Parameters<typeof modelGraph>[0]);
	if (graph.outputs.length === 0) {
		throw new OptionError("Every column of this model has one value only: there is no network to export.", {
			generator,
		});
	}
	const bytes = onnxFile(graph, VERSION, { standin: JSON.stringify(plan) });
	return { bytes, operators: graph.nodes.length };
}
