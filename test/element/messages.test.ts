import { expect, test } from "vitest";
import { de } from "../../src/element/messages/de";
import { en } from "../../src/element/messages/en";
import type { Message } from "../../src/element/messages/message";
import { registerMessages, translator } from "../../src/element/messages/messages";

const formsOf = (message: Message) => (typeof message === "string" ? [message] : Object.values(message));
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);

test("every language says everything, with the same things put in", () => {
	expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
	for (const [key, message] of Object.entries(en)) {
		const translated = formsOf(de[key as keyof typeof en]);
		const expected = new Set(formsOf(message).flatMap(holes));
		expect(new Set(translated.flatMap(holes)), key).toEqual(expected);
		for (const text of [...formsOf(message), ...translated]) expect(text, key).not.toMatch(/\s$|undefined|TODO/);
	}
});

test("numbers and plurals follow the language", () => {
	expect(translator("en")("size.rows", { n: 1 })).toBe("1 row");
	expect(translator("en")("size.rows", { n: 24000 })).toBe("24,000 rows");
	expect(translator("de")("size.rows", { n: 24000 })).toBe("24.000 Zeilen");
	expect(translator("de-AT")("size.rows", { n: 1 })).toBe("1 Zeile");
	expect(translator("de").share(0.125)).toBe("12,5\u00a0%");
	expect(translator("en").share(0.125)).toBe("12.5\u00a0%");
});

test("a language is added while the page runs; what it leaves out is said in English", () => {
	registerMessages("nl", { "size.rows": { one: "{n} rij", other: "{n} rijen" } });
	const nl = translator("nl-BE");
	expect(nl("size.rows", { n: 2 })).toBe("2 rijen");
	expect(nl("size.columns", { n: 2 })).toBe("2 columns");
	expect(translator("xx")("size.rows", { n: 2 })).toBe("2 rows");
	expect(translator("no language")("size.rows", { n: 2 })).toBe("2 rows");
});
