import { describe, expect, test } from "vitest";
import { loadGenerator, parseCsv } from "../../src";
import { translator } from "../../src/element/messages/messages";
import { pageWords, problemText } from "../../src/element/views/problem-text";
import { leftOut } from "../../src/table/title-lines";
import { refuseEmpty } from "../../src/worker/refuse-empty";

const t = translator("en");

/** What only a program can do: an option in quotes, a call, an object. */
const FOR_PROGRAMS = /"[a-z]+[A-Z]\w*"|\boption\b|\(\)|\{|Uint8Array/;

async function said(doing: () => unknown): Promise<string> {
	try {
		await doing();
	} catch (error) {
		return problemText(t, error);
	}
	throw new Error("It was not refused.");
}

describe("messages of the library name what can be done in the page", () => {
	test("of files that cannot be read", async () => {
		const short = await said(() => parseCsv("a,b,c\n1,2,3\n4,5\n6,7,8\n"));
		expect(short).toContain("Add cells there");
		const long = await said(() => parseCsv("a,b\n1,2\n4,5,6\n6,7\n"));
		expect(long).toContain("give their number under “How this file is read”");
		const saved = await said(() => loadGenerator(new TextEncoder().encode("no model, but some text")));
		expect(saved).toContain("choose the whole file that “Save the model” gave");
		const table = await parseCsv("a\n1\n");
		const empty = { ...table, columns: table.columns.map((column) => ({ ...column })) };
		const rare = await said(() => refuseEmpty({ table, learned: empty, protect: 5 }, async () => empty));
		const dropped = await said(() =>
			refuseEmpty({ table, learned: { rows: 1, columns: [] } }, async () => ({ rows: 1, columns: [] })),
		);
		expect(dropped).toContain("Choose beside one of them that it is learned");
		expect(rare).toContain("set “People behind a value, at least” to 1");
		for (const text of [short, long, saved, rare, dropped]) expect(text).not.toMatch(FOR_PROGRAMS);
	});

	test("of what was assumed in reading", async () => {
		const { warnings: header = [] } = await parseCsv("1,2\n3,4\n5,6\n", { header: true });
		const { warnings: data = [] } = await parseCsv("1,2\n3,4\n5,6\n");
		for (const warning of [...header, ...data, leftOut(2)]) expect(pageWords(t, warning)).not.toMatch(FOR_PROGRAMS);
	});
});
