import { isNumeric } from "../../table/table";
import { type Belief, type Detector, directly, type Look, percent, shareOf } from "./look";

const STREET =
	/(?:straat|laan|weg|plein|gracht|kade|dijk|singel|hof|steeg|straße|strasse|str\.|allee|platz|gasse|ring|damm|ufer|pfad|gatan|vägen|vej|gade|veien|gata|katu|tie|utca|út)(?=[\s,\d]|$)|(?:^|[\s,\d])(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|way|boulevard|blvd|close|terrace|crescent|highway|hwy|square|apt|suite|rue|chemin|impasse|place|allée|quai|calle|avenida|av|plaza|paseo|carrer|via|viale|corso|piazza|rua|travessa|ulica|ul|ulice|strada|am|an|im|zum|alte|alten)\.?(?=[\s,]|$)/iu;
const NUMBERED = /^\d{1,5}\s?[a-z]?[,\s]+\p{L}{2,}|\p{L}{2,}.*[\s,]\d{1,5}\s?-?[a-z]{0,2}(?:[\s,].*)?$/iu;
const PAIR = /^[([]?-?\d{1,3}\.\d{3,}\s*[,; ]\s*-?\d{1,3}\.\d{3,}[)\]]?$/;
/** Countries whose postcodes have a form of their own, with letters: no other code looks like that. */
const LETTERED = ["NL", "GB", "CA", "IE"];
const DIGITS = "US DE FR ES IT BE CH AT DK NO SE FI PL PT AU CZ BR".split(" ");

export const address: Detector = ({ texts, header, column }) => {
	if (isNumeric(column) || texts.length === 0) return undefined;
	const numbered = shareOf(texts, (text) => text.length < 120 && NUMBERED.test(text));
	const street = shareOf(
		texts,
		(text) => text.length < 120 && STREET.test(text) && /\d/.test(text) && NUMBERED.test(text),
	);
	const named = header.says.has("address");
	if (!(named && (numbered > 0.3 || street > 0.2)) && !(street >= 0.4 && numbered >= 0.7 && texts.length >= 5))
		return undefined;
	const share = Math.max(numbered, street);
	return directly(
		"address",
		share,
		`${percent(share)} of its different values have a street and a house number${named ? ", and its header says so" : ""}.`,
	);
};

function beliefIn(what: "postcode" | "coordinates", share: number, evidence: string, locale?: string): Belief {
	return { identifies: "together with others", what, share, evidence, ...(locale && { locale }) };
}

function postcodeCountry({ texts, libraries }: Look, countries: readonly string[]) {
	return countries
		.map((country) => ({ country, share: shareOf(texts, (text) => libraries.postcode(text, country)) }))
		.reduce((a, b) => (b.share > a.share ? b : a));
}

export const postcode: Detector = (look) => {
	const { texts, header, column } = look;
	if (column.kind === "datetime" || column.kind === "number" || texts.length === 0) return undefined;
	const lettered = postcodeCountry(look, LETTERED);
	if (lettered.share >= 0.9 && texts.length >= 5 && shareOf(texts, (t) => /\p{L}/u.test(t)) > 0.9) {
		return beliefIn(
			"postcode",
			lettered.share,
			`${percent(lettered.share)} of its different values are postcodes of ${lettered.country}.`,
			lettered.country,
		);
	}
	if (!header.says.has("postcode")) return undefined;
	const digits = postcodeCountry(look, [...LETTERED, ...DIGITS]);
	if (digits.share < 0.5) return undefined;
	return beliefIn("postcode", digits.share, "Its header says that it holds postcodes.", digits.country);
};

/** Decimals from which a degree tells a house rather than a town. */
const HOUSE_DECIMALS = 4;

export const coordinates: Detector = ({ texts, header, column }) => {
	const pairs = shareOf(texts, (text) => PAIR.test(text));
	if (pairs > 0.8)
		return directly("coordinates", pairs, `${percent(pairs)} of its different values are pairs of coordinates.`);
	if (column.kind !== "number" || !header.says.has("coordinates")) return undefined;
	const within = shareOf(texts, (text) => Math.abs(Number(text)) <= 180);
	const fine = shareOf(texts, (text) => (text.split(".")[1]?.length ?? 0) >= HOUSE_DECIMALS);
	if (within < 1) return undefined;
	return beliefIn(
		"coordinates",
		within,
		`Its header says that it holds coordinates, ${fine > 0.5 ? "exact to a house" : "of areas"}.`,
	);
};
