/** What one person alone has, in whatever it is written, leaves neither in rows nor in a saved model. */
import { describe, expect, test } from "vitest";
import { STANDARD_PROMISE } from "../../src/dp/promise";
import { generators } from "../../src/generators";
import type { GeneratorMeta } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { parseCsv } from "../../src/table/csv";
import { formatCsv } from "../../src/table/format-csv";
import { unpackModel } from "../../src/wire/saved";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { times } from "../encode/tables";
import { quick } from "../generators/quick";
import { nodeWasmUrl } from "../nn/node-backend";

const ROWS = 240;
const call = { id: 1, seed: 1, device: "wasm" as const, wasmUrl: nodeWasmUrl(), workers: 1 };
const entries = Object.entries(generatorMetas) as unknown as [keyof typeof generators, GeneratorMeta][];
const limit = (row: number) => (700 + row + 0.07).toFixed(2);
/** A cell of one row, and what all others have. */
const lone = (row: number, at: number, cell: string, others: string) => (row === at ? cell : others);

/** Each odd cell is of one row; limits of "income" are all different, and 40 rows share one of "lab". */
function odd(): string {
	const random = createRandom("odd");
	const money = () => (1000 + 8000 * random.uniform()).toFixed(2);
	const header = "income,lab,hiv,town,land,paid,v,seen,codes,badge,stay,note,far,kg";
	const lines = times(ROWS, (row) => {
		const ward = row % 3;
		return [
			row % 4 === 0 ? `<${limit(row)}` : money(),
			row === 5 ? "<4321.98" : row % 6 === 0 ? "<0.50" : (1 + 9 * random.uniform()).toFixed(2),
			lone(row, 7, "Yes", "No"),
			lone(row, 9, "Vaduzia", ["Oslo", "Rome", "Bonn"][ward]!),
			lone(row, 9, "Liechtia", ["Norway", "Italy", "Germany"][ward]!),
			lone(row, 11, "€8765.43", `$${money()}`),
			lone(row, 13, "-999", (100 + 50 * random.uniform()).toFixed(1)),
			lone(row, 15, "9999-12-31", `2024-0${1 + random.int(9)}-${10 + random.int(19)}`),
			lone(row, 17, "A10;Q99.7", ["A10;B20", "B20", "A10"][ward]!),
			lone(row, 19, "ZQX/77-8123", `AB-${1000 + row}`),
			lone(row, 21, "9d 23h 59m", `${random.int(9)}h ${10 + random.int(49)}m`),
			lone(row, 23, "fell off a zebra", ["well", "ill", "unsure"][ward]!),
			lone(row, 25, "98765432.1", money()),
			lone(row, 27, "4711 stone", `${50 + random.int(50)} kg`),
		].join(",");
	});
	return `${[header, ...lines].join("\n")}\n`;
}

const TEXTS = "<4321.98 4321.98 Vaduzia Liechtia 8765.43 9999-12-31 Q99.7 ZQX zebra 98765432.1 4711".split(" ");
const LIMITS = times(ROWS / 4, (i) => limit(4 * i));

/** The texts of a saved model, and its numbers at the precision of either array. */
function inside(bytes: Uint8Array) {
	const numbers = new Set<number>();
	const text = JSON.stringify(unpackModel(bytes), (_, value) => {
		if (!ArrayBuffer.isView(value)) return value;
		for (const one of value as Float64Array) numbers.add(Number(one));
		return undefined;
	});
	return { text, holds: (value: number) => numbers.has(value) || numbers.has(Math.fround(value)) };
}

describe.each(entries)("%s", (name, meta) => {
	test("has no cell of one person's in its rows or its bytes", async () => {
		const host = createGeneratorHost(generators, "", stages);
		const promise = meta.private ? { privacy: { ...STANDARD_PROMISE, epsilon: 3 } } : {};
		const summary = await host.fit(name, await parseCsv(odd()), quick(meta), promise, call);
		expect(summary.limitsAsNumbers).toBe("income, lab");
		const { text, holds } = inside(await host.save());
		const rows = formatCsv(await host.sample({ rows: 1000 }, { ...call, id: 2 }));
		expect(TEXTS.filter((secret) => text.includes(secret))).toEqual([]);
		// A number that is drawn may be anybody's.
		expect(TEXTS.filter((secret) => !/^[\d.]+$/.test(secret) && rows.includes(secret))).toEqual([]);
		expect(LIMITS.filter((secret) => text.includes(secret) || rows.includes(`<${secret}`))).toEqual([]);
		const values = [4321.98, 4321.975, 98765432.1, 8765.43, ...LIMITS.flatMap((own) => [+own, +own - 0.005])];
		expect(values.filter(holds)).toEqual([]);
		expect(/"Yes"|-999/.test(text)).toBe(false);
		// What forty rows share is kept, where no promise says that nothing is taken beside the ledger.
		expect(text.includes("<0.50")).toBe(!meta.private);
		expect(/^(?:[^,]*,)<0\.50,/m.test(rows)).toBe(!meta.private);
	});
});

test.each(["independent", "bayesian-network", "diffusion"] as const)(
	"%s keeps no limit of measurement where privacy is promised, however many share it",
	async (name) => {
		const host = createGeneratorHost(generators, "", stages);
		const table = await parseCsv(
			`lab,ward\n${times(6000, (row) => `${row % 4 ? 5 + (row % 7) : "<3"},${"ab"[row % 2]}`).join("\n")}\n`,
		);
		const options = quick(generatorMetas[name] as unknown as GeneratorMeta);
		const summary = await host.fit(name, table, options, { privacy: { ...STANDARD_PROMISE, epsilon: 8 } }, call);
		expect(inside(await host.save()).text.includes("<3")).toBe(false);
		expect(summary.privacy!.offLedger.join(" ")).not.toMatch(/limit/);
	},
);

test("a limit is kept from as many people on as protection asks, who count once however many rows they have", async () => {
	const rows = times(
		300,
		(row) => `p${Math.floor(row / 6)},${row < 54 ? "<0.5" : row % 6 === 0 ? "<0.7" : 1 + row / 100}`,
	);
	const table = await parseCsv(`patient_id,lab\n${rows.join("\n")}\n`);
	const layout = async (protect: number) => {
		const host = createGeneratorHost(generators, "", stages);
		await host.fit("independent", table, { protect }, { subject: "patient_id" }, call);
		return inside(await host.save()).text;
	};
	// Nine patients have "<0.5" in all their rows, 41 have "<0.7" once.
	const [nine, ten] = [await layout(9), await layout(10)];
	expect([nine.includes("<0.5"), nine.includes("<0.7")]).toEqual([true, true]);
	expect([ten.includes("<0.5"), ten.includes("<0.7")]).toEqual([false, true]);
});
