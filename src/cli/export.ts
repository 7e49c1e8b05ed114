import { OptionError } from "../index";
import { OUT } from "./call-options";
import type { Command } from "./command";
import { outputOf, readBytes, STREAM, writePieces } from "./files";
import { sayResult } from "./result";
import { say } from "./terminal";

export const exportModel: Command = {
	summary: "Writes the network of a saved model for other runtimes.",
	details:
		"ONNX holds the networks of the generator diffusion and, in its metadata, what a sampler needs besides: recipes/onnx/sample.py samples from it. What stands around a generator (invented identifiers, constraints, scenarios) is not in it.",
	arguments: ["MODEL"],
	options: () => ({
		Options: {
			onnx: { accepts: { type: "boolean" }, help: "As ONNX, the only layout there is." },
			out: OUT,
		},
	}),
	examples: [["standin export visits.standin --onnx -o visits.onnx", "for onnxruntime"]],
	async run({ arguments: [path = STREAM], options }, terminal) {
		const { onnx, out } = options.Options!;
		if (!onnx) throw new OptionError("Say in which layout: standin export MODEL --onnx.", { option: "onnx" });
		const output = outputOf(out, false, terminal);
		const { exportOnnx } = await import("./export-onnx");
		const { bytes, operators } = exportOnnx(await readBytes(path, terminal));
		const written = await writePieces(output, [bytes], terminal);
		await sayResult(terminal, output, { command: "export", operators, file: output, ...written }, () =>
			say(terminal, `Wrote ${operators} operators, ${Math.round(written.bytes / 1000)} kB.`),
		);
		return undefined;
	},
};
