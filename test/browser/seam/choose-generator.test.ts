import { expect, test } from "vitest";
import {
	chooseGenerator,
	type GeneratorMeta,
	generatorMetas,
	OptionError,
	parseCsv,
	synthesize,
} from "../../../src/index";
import { rejection } from "./fixture";

/** Two columns of which one decides the other, where `related`; else two unrelated ones. */
function text(rows: number, related: boolean): string {
	const lines = ["size,price"];
	let state = 1;
	const next = () => {
		state = (state * 48271) % 2147483647;
		return state / 2147483647;
	};
	for (let i = 0; i < rows; i++) {
		const size = Math.round(40 + 160 * next());
		lines.push(`${size},${Math.round(1000 * (related ? size + 10 * next() : 200 * next()))}`);
	}
	return `${lines.join("\n")}\n`;
}

test("takes the generator that learned how columns depend on each other, and tells every score", async () => {
	const table = await parseCsv(text(1500, true));
	const choice = await chooseGenerator(table, { candidates: ["independent", "diffusion"], seed: 1, device: "wasm" });
	expect(choice.generator).toBe("diffusion");
	const [independent, diffusion] = choice.trials;
	expect(independent!.detection!).toBeGreaterThan(diffusion!.detection! + 0.1);
	for (const { generator } of choice.trials) expect(choice.reason).toContain(generator);
	expect(choice.reason).toContain("AUC");
});

test("ends a candidate whose time is up and judges it as it is", async () => {
	const table = await parseCsv(text(400, true));
	const options = { candidates: ["tabddpm"] as const, trialSeconds: 0.5, seed: 1, device: "wasm" } as const;
	const choice = await chooseGenerator(table, options);
	expect(choice.trials[0]).toMatchObject({ generator: "tabddpm", cut: true });
	expect(choice.trials[0]!.seconds).toBeLessThan(10);
	expect(choice.reason).toContain("out of time");
});

test("a table too small to tell is judged by its trend, and something is chosen", async () => {
	const table = await parseCsv(text(30, false));
	const choice = await chooseGenerator(table, { candidates: ["independent"], seed: 1 });
	expect(choice.trials[0]!.detection).toBeNull();
	expect(choice.reason).toContain("trend");
});

test("tries with the caller's subject, treatments and constraints", async () => {
	const lines = Array.from({ length: 200 }, (_, i) => `P${100 + Math.floor(i / 10)},${i % 7},${(i % 7) + (i % 3)}`);
	const table = await parseCsv(`pid,from,to\n${lines.join("\n")}\n`);
	const tried = { candidates: ["independent"] as const, seed: 1 };
	// Whole people are held out: ten rows each.
	const { rows } = await chooseGenerator(table, { ...tried, subject: "pid", constraints: ["to >= from"] });
	expect(rows % 10).toBe(0);
	for (const wrong of [{ subject: "nobody" }, { treatments: { nothing: "drop" as const } }]) {
		expect(await rejection(chooseGenerator(table, { ...tried, ...wrong }))).toBeInstanceOf(OptionError);
	}
	const impossible = chooseGenerator(table, { ...tried, constraints: ["upto >= from"] });
	expect(await rejection(impossible)).toMatchObject({ name: "ConstraintError" });
});

/** All but what reveals real rows, and what promises differential privacy. */
const metas: Readonly<Record<string, GeneratorMeta>> = generatorMetas;
const PUBLISHABLE = Object.keys(metas).filter((name) => !metas[name]!.control && !metas[name]!.private);

test("synthesize leaves the choice to it where asked, and hands it back", async () => {
	// A moment each: how well each learns is asked above.
	const { choice, summary } = await synthesize(text(60, true), {
		generator: "auto",
		options: { trialSeconds: 0.1 },
		seed: 1,
		device: "wasm",
	});
	expect(choice!.trials.map(({ generator }) => generator)).toEqual(PUBLISHABLE);
	expect(summary.rows).toBe(48);
});

test("synthesize tries as it is told, and the one it takes has its own defaults", async () => {
	const options = { candidates: ["independent"] as const, trialRows: 40 };
	const { table, choice, summary } = await synthesize(text(200, true), { generator: "auto", options, seed: 1 });
	expect(table.rows).toBe(200);
	expect(choice).toMatchObject({ generator: "independent", rows: 20 });
	expect(summary.rows).toBe(160);
	const wrong = synthesize(text(10, true), { generator: "auto", options: { steps: 10 } });
	expect(await rejection(wrong)).toMatchObject({
		name: "OptionError",
		message: expect.stringContaining("There are: candidates, trialRows, trialSeconds"),
	});
	const table20 = await parseCsv(text(20, true));
	expect(await rejection(chooseGenerator(table20, { candidates: [] }))).toBeInstanceOf(OptionError);
});
