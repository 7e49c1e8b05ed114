/** What a page takes from outside, each as a target of the fuzzer. */
import { gzipSync, strToU8, zipSync } from "fflate";
import type { GeneratorName } from "../../../src/generators/metas";
import { createRandom, type Random } from "../../../src/random";
import { workbook } from "../../table/workbook";
import { SURROUNDED, savedModel, tryModelOf } from "../hostile-models";
import { createTryBag } from "../wild-bags";
import { CALLS, LEAVES, OPERATORS, tryExpressionOf } from "../wild-expressions";
import { createTryMessages, tryErrors } from "../wild-messages";
import { createTryRequest, requests, setups, trySetup } from "../wild-requests";
import { PIECES, parquetSeeds, type Tried, tryCsvOf, tryFile } from "../wild-tables";
import { ByteRandom } from "./byte-random";
import type { Target } from "./fuzz";

const utf8 = (text: string) => new TextEncoder().encode(text);
const own = (bytes: Uint8Array) => bytes.slice() as Uint8Array<ArrayBuffer>;

/** Random bytes to begin with, for what reads its wildness from them. */
const noise = (n: number): Uint8Array[] => {
	const random = createRandom("noise");
	return Array.from({ length: n }, () => Uint8Array.from({ length: 64 }, () => random.int(256)));
};

const steered = (attempt: (random: Random) => Promise<Tried>): Target => ({
	seeds: noise(4),
	words: [],
	attempt: (bytes) => attempt(new ByteRandom(bytes)),
});

const CSV = [
	"a,b\n1,x\n2,y\n",
	"date;amount\n31.12.1999;1.234,50\n01.01.2000;\n",
	'"a ""quoted"" name"\tb\r\n"x\r\ny"\t\r\n',
	"id,seen,ok\nA-1,2020-01-31 12:30,true\nA-2,,false\n",
];

const EXPRESSIONS = [
	"n + 2 * k - 1",
	'if(b, "x", c)',
	"match(c, x: 1, y: 2) ^ 2",
	"category(x: 1, y: n)",
	"clip(n / k, min: 0, max: 1e3)",
	"n in (1, 2) and not b => k >= 3",
];

const files = (): Uint8Array[] => [
	utf8('[{"a":1,"b":"x"},{"a":null,"c":true}]'),
	utf8('{"a":1}\n{"a":2,"b":[1]}\n'),
	gzipSync(strToU8(CSV[0]!), { mtime: "2020-01-01" }),
	zipSync({ "t.csv": strToU8(CSV[0]!) }, { mtime: "2020-01-01" }),
	workbook({
		S: [
			["a", "b"],
			[1, "x"],
		],
	}),
];

/** Targets by name; each is made when it is asked for. */
export const TARGETS: Readonly<Record<string, (long: boolean) => Promise<Target>>> = {
	csv: async () => ({
		seeds: CSV.map(utf8),
		words: PIECES,
		attempt: (bytes) => tryCsvOf(own(bytes)),
	}),
	parquet: async () => ({
		seeds: await parquetSeeds(),
		words: ["PAR1"],
		attempt: (bytes) => tryFile(own(bytes)),
	}),
	files: async () => ({
		seeds: files(),
		words: ["PK\u0003\u0004", "ARROW1", '"a":', "null", "[[", "{}", "\u0000\u0000\u0000\u0000"],
		attempt: (bytes) => tryFile(own(bytes)),
	}),
	models: async (long) => {
		const names: GeneratorName[] = long
			? ["independent", "bayesian-network", "copula", "smote", "mst", "tabddpm", "diffusion"]
			: ["bayesian-network"];
		const plain = await Promise.all(names.map((name) => savedModel(name)));
		return {
			seeds: [...plain, await savedModel("independent", SURROUNDED)],
			words: [
				'{"$":"array","type":"Float64Array","at":0,"length":1}',
				'"at":',
				'"length":',
				"null",
				"1e9",
				"-1",
				"[]",
				"{}",
			],
			attempt: tryModelOf,
		};
	},
	expressions: async () => ({
		seeds: EXPRESSIONS.map(utf8),
		words: [...LEAVES, ...CALLS.map((name) => `${name}(`), ...OPERATORS.map((sign) => ` ${sign} `)],
		attempt: (bytes) => tryExpressionOf(new TextDecoder().decode(bytes)),
	}),
	options: async () => {
		const [tryBag, tryRequest] = [await createTryBag(), await createTryRequest()];
		const timed = async (attempt: () => Promise<{ bag: object; failed: string | undefined }>): Promise<Tried> => {
			const begun = performance.now();
			const { bag, failed } = await attempt();
			const seconds = (performance.now() - begun) / 1000;
			return failed
				? { kind: "raw error", detail: `${Object.keys(bag)} ${failed}`, seconds }
				: { kind: "answered", detail: "", seconds };
		};
		return steered((random) => {
			switch (random.int(8)) {
				case 0:
					return timed(() => trySetup(setups[random.int(setups.length)]!, random));
				case 1:
					return timed(() => tryRequest(requests[random.int(requests.length)]!, random));
				default:
					return tryBag(random);
			}
		});
	},
	messages: async () => {
		const tryMessages = await createTryMessages();
		return steered((random) => (random.int(8) === 0 ? tryErrors(random) : tryMessages(random)));
	},
};
