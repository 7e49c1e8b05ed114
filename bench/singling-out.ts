/**
 * How often singling-out finds a risk where nothing can have leaked: `node bench/run.mjs singling-out`. Training rows,
 * "synthetic" rows and held-out rows are random parts of one table, 25 times for each size of the control; then the
 * training rows stand in for the synthetic ones, where the risk should be near 1.
 */
import { createRandom } from "../src/random";
import { align } from "../src/report/align";
import { type SinglingOut, singlingOut, singlingOutGround } from "../src/report/privacy/singling-out";
import { takeRows } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { benchTable } from "./tables";

const TRIALS = 25;
const TABLES = { real: 0, synthetic: 1, heldOut: 2 };

export async function run(): Promise<void> {
	let [trials, ours, published] = [0, 0, 0];
	for (const [name, size] of [
		["insurance", 1338],
		["adult", 4000],
	] as const) {
		const pool = await (await benchTable(name)).together();
		for (const [training, control] of [
			[0.4, 0.4],
			[0.5, 0.25],
			[0.64, 0.16],
		] as const) {
			const [n, m] = [Math.round(size * training), Math.round(size * control)];
			const found = { ours: 0, published: 0, copy: 0 };
			for (let trial = 0; trial < TRIALS; trial++) {
				const random = createRandom(trial);
				const order = random.shuffle(Int32Array.from({ length: pool.rows }, (_, i) => i)).subarray(0, size);
				const train = takeRows(pool, order.subarray(0, n));
				const heldOut = takeRows(pool, order.subarray(n, n + m));
				const attack = (synthetic: typeof train): Promise<SinglingOut> =>
					singlingOut(
						singlingOutGround(align([train, synthetic, heldOut]), TABLES),
						"multivariate",
						random,
						createRun({ random }),
					);
				const fresh = await attack(takeRows(pool, order.subarray(n + m)));
				found.ours += Number((fresh.risk.interval?.[0] ?? 0) > 0);
				found.published += Number((fresh.publishedRisk?.interval?.[0] ?? 0) > 0);
				if (trial === 0) found.copy = (await attack(train)).risk.value ?? Number.NaN;
			}
			console.log(`${name}, ${n} training rows, ${m} held out: risk found in`, found, `of ${TRIALS}`);
			if (m === n) continue;
			trials += TRIALS;
			ours += found.ours;
			published += found.published;
		}
	}
	console.log(
		`controls smaller than the training table: ${ours} of ${trials}, by the published correction ${published}`,
	);
}
