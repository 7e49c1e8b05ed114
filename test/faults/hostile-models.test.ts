import { describe, expect, test } from "vitest";
import { SavedModelError } from "../../src/errors";
import { type GeneratorName, generatorMetas } from "../../src/generators/metas";
import { createRandom } from "../../src/random";
import { packModel, unpackModel } from "../../src/wire/saved";
import { craft, SURROUNDED, savedModel, tryModel, withHeader } from "./hostile-models";

const CASES = 12;
/** Seconds of computing that a file of some kilobytes may take, however it is made. */
const LONGEST = 3;

const plain = (Object.keys(generatorMetas) as GeneratorName[]).map((name) => [name, name, undefined] as const);

describe.each([...plain, ["independent with all that may stand around it", "independent", SURROUNDED] as const])(
	"a crafted model of %s",
	(_, name, setup) => {
		test("is refused as a saved model or samples whole rows, in bounded time", { timeout: 120_000 }, async () => {
			const bytes = await savedModel(name, setup);
			const honest = await tryModel(bytes);
			expect(honest.kind, honest.detail).toBe("sampled");
			const random = createRandom(`hostile ${name}`);
			for (let i = 0; i < CASES; i++) {
				const crafted = craft(bytes, random.stream(i));
				if (!crafted) continue;
				const { kind, detail, seconds } = await tryModel(crafted);
				expect(["refused", "sampled"], `case ${i}: ${kind} ${detail}`).toContain(kind);
				expect(seconds, `case ${i}: ${detail}`).toBeLessThan(LONGEST);
			}
		});
	},
);

test("marks that share bytes are refused before they take memory", () => {
	const bytes = packModel({ generator: "independent", version: 1, saved: { a: new Float64Array(1000) } });
	const many = withHeader(bytes, (header) => {
		const mark = /\{"\$":"array"[^}]*\}/.exec(header)![0];
		return header.replace(mark, `[${new Array(10_000).fill(mark).join()}]`);
	});
	expect(() => unpackModel(many)).toThrow(SavedModelError);
});

test.each([
	["nesting", (header: string) => header.replace("{}", `${"[".repeat(5000)}${"]".repeat(5000)}`)],
	["a header that is no JSON", () => "{"],
	["a header that is no object", () => "7"],
	["a mark that is none", (header: string) => header.replace("{}", '{"$":"date"}')],
	[
		"a member called as the prototype's",
		(header: string) => header.replace("{}", '{"$":"array","type":"constructor","at":0,"length":1}'),
	],
	["stages that are none", (header: string) => header.replace("{", '{"stages":[null],')],
])("%s in a container is refused", (_, change) => {
	const bytes = packModel({ generator: "independent", version: 1, saved: {} });
	expect(() => unpackModel(withHeader(bytes, change))).toThrow(SavedModelError);
});

test("a generator that this build lacks is named", async () => {
	const outcome = await tryModel(packModel({ generator: "constructor", version: 1, saved: {} }));
	expect(outcome).toMatchObject({ kind: "refused", detail: expect.stringMatching(/SavedModelError.*"constructor"/) });
});
