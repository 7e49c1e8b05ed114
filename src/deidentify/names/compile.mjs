/**
 * Writes `names.ts`: the first and last names of @faker-js/faker's locales, a language a line. Run it after an update of
 * faker: `node src/deidentify/names/compile.mjs`; a test says whether the file is current.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allLocales } from "@faker-js/faker";

/** Locales that make up a language. */
const LANGUAGES = {
	en: ["en", "en_AU", "en_ZA"],
	de: ["de", "de_CH"],
	fr: ["fr", "fr_CH"],
	es: ["es", "es_MX"],
	nl: ["nl", "nl_BE"],
	it: ["it"],
	pt: ["pt_PT", "pt_BR"],
	pl: ["pl"],
	sv: ["sv"],
	da: ["da"],
	nb: ["nb_NO"],
	fi: ["fi"],
	cs: ["cs_CZ"],
	sk: ["sk"],
	hu: ["hu"],
	ro: ["ro"],
	hr: ["hr"],
	tr: ["tr"],
	el: ["el"],
	ru: ["ru"],
	uk: ["uk"],
	ar: ["ar"],
	he: ["he"],
	hi: ["en_IN"],
	id: ["id_ID"],
	zh: ["zh_CN"],
	ja: ["ja"],
	ko: ["ko"],
};

/** All texts in `value`, however deeply they lie, but patterns. */
function texts(value) {
	if (typeof value === "string") return /[{}|]/.test(value) ? [] : [value.trim()];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

function line([language, locales]) {
	const list = (part) => [...new Set(locales.flatMap((locale) => texts(allLocales[locale].person[part])))].sort();
	const [first, last] = [list("first_name"), list("last_name")].map((names) => JSON.stringify(names.join("|")));
	return `\t${language}: { first: ${first}, last: ${last} },`;
}

/** What faker knows words for besides people: places, colours, months, animals, goods. */
const OTHER_THINGS = {
	location: ["city_name", "country", "county", "state", "continent", "direction", "street_name"],
	word: ["adjective", "adverb", "conjunction", "interjection", "noun", "preposition", "verb"],
	animal: ["type", "bear", "bird", "cat", "dog", "fish", "horse", "insect", "lion", "rabbit", "snake"],
	vehicle: ["manufacturer", "model"],
	commerce: ["department", "product_name"],
	food: ["ingredient", "spice", "fruit", "vegetable", "meat", "ethnic_category"],
	person: ["western_zodiac_sign", "sex", "gender"],
	music: ["genre"],
	book: ["genre"],
	color: ["human"],
	science: ["chemical_element"],
	date: ["month", "weekday"],
};

/** Names that are words for something else as well, in lower case. */
function ambiguous() {
	const names = new Set(
		Object.values(LANGUAGES)
			.flat()
			.flatMap((locale) => [allLocales[locale].person.first_name, allLocales[locale].person.last_name])
			.flatMap(texts)
			.map((name) => name.toLowerCase()),
	);
	const found = new Set();
	for (const locale of Object.values(allLocales)) {
		for (const [part, keys] of Object.entries(OTHER_THINGS)) {
			for (const text of keys.flatMap((key) => texts(locale[part]?.[key]))) {
				if (names.has(text.toLowerCase())) found.add(text.toLowerCase());
			}
		}
	}
	return JSON.stringify([...found].sort().join("|"));
}

/** The file's text. */
export function namesFile() {
	return `/** First and last names by language, out of @faker-js/faker (MIT); written by \`compile.mjs\`. */
export const NAMES: Readonly<Record<string, { readonly first: string; readonly last: string }>> = {
${Object.entries(LANGUAGES).map(line).join("\n")}
};

/** Those of them that are words for a place, a colour, an animal or the like in some language, in lower case. */
export const AMBIGUOUS =
	${ambiguous()};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	writeFileSync(new URL("names.ts", import.meta.url), namesFile());
}
