/** The exported network against our own, by an evaluator of its operators and, where Python has it, by onnxruntime. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DIFFUSION_VERSION, exportOnnx } from "../../src/cli/export-onnx";
import { diffusion } from "../../src/generators/diffusion";
import { columnShape } from "../../src/generators/diffusion/columns/column-shape";
import { meta } from "../../src/generators/diffusion/meta";
import type { DiffusionSaved } from "../../src/generators/diffusion/model";
import { modelGraph } from "../../src/generators/diffusion/onnx/model-graph";
import { createNetwork } from "../../src/nn/mlp/choose";
import { createInputs } from "../../src/nn/mlp/inputs";
import { layOut, restoreColumn } from "../../src/nn/mlp/layout";
import { createRandom } from "../../src/random";
import { parseCsv } from "../../src/table/csv";
import { scoreIn } from "../../src/tokens/tokens";
import { packModel } from "../../src/wire/saved";
import { createRun } from "../../src/worker/run";
import { ROOT } from "../package-build";
import { evaluateGraph } from "./evaluate-graph";

const ROWS = 1000;

/** Numbers of many and of few values, one with missing cells and one on a pile, a category, and one of very many levels. */
const random = createRandom("onnx test");
const TABLE = [
	"income,children,weight,city,street",
	...Array.from({ length: 1200 }, () => {
		const weight =
			random.uniform() < 0.1 ? "" : random.uniform() < 0.3 ? "70.0" : (50 + 40 * random.uniform()).toFixed(1);
		const city = ["Oslo", "Bergen", "Tromsø"][random.int(3)];
		return `${(1000 * Math.exp(3 * random.uniform())).toFixed(2)},${random.int(5)},${weight},${city},s${random.int(300)}`;
	}),
].join("\n");

/** Which states are known in each row, and the one column whose state is asked for. */
interface Case {
	readonly states: readonly number[];
	readonly scores: readonly number[];
	readonly column: number;
	readonly state: number;
}

function casesOf({ shape, columns }: DiffusionSaved): Case[] {
	const { tokens } = shape;
	return Array.from({ length: ROWS }, () => {
		const column = random.int(tokens.length);
		const own = column < (columns?.parameters.length ?? 0);
		const known = tokens.map((_, f) => f !== column && (own ? f < column : random.uniform() < 0.6));
		const states = tokens.map(({ states }, f) => (known[f] ? random.int(states) : -1));
		const scores = tokens.map(({ bins }, f) => {
			return states[f]! >= 0 && states[f]! < bins ? Math.fround(scoreIn(states[f]!, bins, random.uniform())) : 0;
		});
		return { states, scores, column, state: random.int(tokens[column]!.states) };
	});
}

/** log p(state) of every case by our own network, the plain loops that specify it. */
async function ownLogProbabilities(saved: DiffusionSaved, cases: readonly Case[]): Promise<number[]> {
	const { shape, parameters, columns } = saved;
	const use = { batchRows: 1, training: false };
	const masked = await createNetwork("cpu", shape, use);
	masked.setParameters(parameters);
	const small = columns && columnShape(shape, columns);
	const column = small && (await createNetwork("cpu", small, use));
	const found: number[] = [];
	for (const { states, scores, column: f, state } of cases) {
		const own = columns && f < columns.parameters.length;
		const network = own ? column! : masked;
		const layout = layOut(own ? small! : shape);
		if (own) {
			const whole = new Float32Array(layout.size);
			restoreColumn(small!, layout, f, columns.parameters[f]!, whole);
			network.setParameters(whole);
		}
		const { batch } = network;
		batch.rows = 1;
		batch.revealed = shape.tokens.length;
		const inputs = createInputs(shape.tokens, layout, batch.codes, batch.numbers);
		for (const [g, known] of states.entries()) known < 0 ? inputs.mask(0, g) : inputs.reveal(0, g, known, scores[g]!);
		batch.cellStart.fill(0);
		batch.cellStart.fill(1, f + 1);
		batch.cellRow[0] = 0;
		batch.cellState[0] = state;
		batch.cellValue[0] = 1;
		found.push(-(await network.evaluate()));
	}
	return found;
}

function logSoftmax(logits: readonly number[], state: number): number {
	const top = Math.max(...logits);
	return logits[state]! - top - Math.log(logits.reduce((sum, x) => sum + Math.exp(x - top), 0));
}

const worst = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));

const METHODS = ["masked", "columns"] as const;
const models = new Map<string, { saved: DiffusionSaved; cases: Case[]; expected: number[] }>();
let folder: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "standin-onnx-"));
	const table = await parseCsv(TABLE, { kinds: { street: "category" } });
	for (const method of METHODS) {
		const run = createRun({ random: createRandom(1), device: "cpu" });
		const options = { ...meta.defaults, method, steps: 12, batchRows: 64, width: 24, protect: 1 };
		const saved = await (await diffusion.fit(table, options, run)).save();
		const cases = casesOf(saved);
		models.set(method, { saved, cases, expected: await ownLogProbabilities(saved, cases) });
		const bytes = packModel({ generator: "diffusion", version: diffusion.version, saved });
		writeFileSync(join(folder, `${method}.onnx`), exportOnnx(bytes).bytes);
	}
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the exporter reads the generator's own version", () => {
	expect(DIFFUSION_VERSION).toBe(diffusion.version);
	const bytes = packModel({ generator: "copula", version: 1, saved: {} });
	expect(() => exportOnnx(bytes)).toThrow("only “diffusion”, version");
});

test.each(METHODS)("the graph of %s gives our network's probabilities within 1e-4 on 1,000 rows", (method) => {
	const { saved, cases, expected } = models.get(method)!;
	const { graph, plan } = modelGraph(saved);
	// Streets are two tokens, as digits.
	expect(plan.tokens.filter(({ remainderOf }) => remainderOf !== undefined)).toHaveLength(1);
	const logits = evaluateGraph(graph, {
		states: { dims: [ROWS, saved.shape.tokens.length], data: cases.flatMap(({ states }) => states) },
		scores: { dims: [ROWS, saved.shape.tokens.length], data: cases.flatMap(({ scores }) => scores) },
	});
	const found = cases.map(({ column, state }, row) => {
		const { dims, data } = logits.get(`logits_${column}`)!;
		return logSoftmax(data.slice(row * dims[1]!, (row + 1) * dims[1]!), state);
	});
	expect(worst(found, expected)).toBeLessThan(1e-4);
});

const hasRuntime = spawnSync("python3", ["-c", "import onnxruntime, numpy"]).status === 0;

const ASK = `
import json, sys, numpy, onnxruntime
cases = json.load(open(sys.argv[2]))
session = onnxruntime.InferenceSession(sys.argv[1])
inputs = {"states": numpy.array([c["states"] for c in cases], dtype=numpy.int64), "scores": numpy.array([c["scores"] for c in cases], dtype=numpy.float32)}
names = [output.name for output in session.get_outputs()]
logits = dict(zip(names, session.run(names, inputs)))
print(json.dumps([[float(x) for x in logits[f"logits_{c['column']}"][i]] for i, c in enumerate(cases)]))
`;

test.skipIf(!hasRuntime).each(METHODS)("onnxruntime gives them too, and samples rows: %s", async (method) => {
	const { saved, cases, expected } = models.get(method)!;
	writeFileSync(join(folder, "cases.json"), JSON.stringify(cases));
	const file = join(folder, `${method}.onnx`);
	const ask = ["-c", ASK, file, join(folder, "cases.json")];
	const logits: number[][] = JSON.parse(execFileSync("python3", ask, { encoding: "utf8", maxBuffer: 1 << 28 }));
	const found = cases.map(({ state }, row) => logSoftmax(logits[row]!, state));
	expect(worst(found, expected)).toBeLessThan(1e-4);
	const sampler = join(ROOT, "recipes/onnx/sample.py");
	const rows = await parseCsv(execFileSync("python3", [sampler, file, "500", "1"], { encoding: "utf8" }));
	expect(rows.rows).toBe(500);
	expect(rows.columns.map(({ name }) => name)).toEqual(saved.encoder.columns.map(({ name }) => name));
	expect(rows.columns.slice(0, 4).map(({ kind }) => kind)).toEqual(["number", "integer", "number", "category"]);
});

test("the reference sampler is at most a hundred lines", () => {
	expect(readFileSync(join(ROOT, "recipes/onnx/sample.py"), "utf8").split("\n").length).toBeLessThanOrEqual(100);
});
