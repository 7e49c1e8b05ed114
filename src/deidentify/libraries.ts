import type { CountryCode } from "libphonenumber-js/min";

/** Says whether a text is a valid number of its standard; `undefined` for one that is not there. */
export interface NumberStandard {
	/** Country and name, e.g. "NL.bsn". */
	readonly key: string;
	/** What people call it. */
	readonly label: string;
	readonly valid: (text: string) => boolean;
}

/** What the detectors know from elsewhere: loaded with the first table that is looked at. */
export interface Libraries {
	/** Whether a phone number is valid, dialled from `country`. */
	readonly phone: (text: string, country: string) => boolean;
	/** Digits of a phone number within its country, dialled from `country`; nothing where it is none. */
	readonly nationalNumber: (text: string, country: string) => string | undefined;
	/** The code by which a country is dialled from abroad: "44" for GB. */
	readonly dialCode: (country: string) => string;
	/** Whether an IBAN's country, length and checksum fit. */
	readonly iban: (text: string) => boolean;
	/** Characters an IBAN of a country has; absent for one without IBANs. */
	readonly ibanLength: (country: string) => number | undefined;
	/** National, tax and company numbers. */
	readonly numbers: readonly NumberStandard[];
	/** Whether a text is a postcode of a country. */
	readonly postcode: (text: string, country: string) => boolean;
	/** Languages in which a word is a first name, and a last name; lower case. */
	readonly first: ReadonlyMap<string, readonly string[]>;
	readonly last: ReadonlyMap<string, readonly string[]>;
	/** First and last names that are words for something else as well: places, colours, months; lower case. */
	readonly ambiguous: ReadonlySet<string>;
}

let loaded: Promise<Libraries> | undefined;

/** Loads the libraries once. */
export function libraries(): Promise<Libraries> {
	loaded ??= load();
	return loaded;
}

/** National numbers, by country and name. */
export async function numberStandards(): Promise<readonly NumberStandard[]> {
	const { stdnum } = await import("stdnum");
	return Object.entries(stdnum).flatMap(([country, standards]) =>
		Object.entries(standards).map(([name, standard]): NumberStandard => {
			const label = `${standard.abbreviation ?? standard.localName ?? standard.name} (${country})`;
			return { key: `${country}.${name}`, label, valid: (text) => quietly(() => standard.validate(text).isValid) };
		}),
	);
}

/** Runs a validator without the stack of the error that it makes for every text it refuses: most of its time. */
function quietly(valid: () => boolean): boolean {
	const limit = Error.stackTraceLimit;
	Error.stackTraceLimit = 0;
	try {
		return valid();
	} catch {
		return false;
	} finally {
		Error.stackTraceLimit = limit;
	}
}

async function load(): Promise<Libraries> {
	const [
		{ getCountryCallingCode, parsePhoneNumberFromString },
		iban,
		{ postcodeValidator, postcodeValidatorExistsForCountry },
		numbers,
		{ NAMES, AMBIGUOUS },
		{ COMMONEST },
	] = await Promise.all([
		import("libphonenumber-js/min"),
		import("ibantools"),
		import("postcode-validator"),
		numberStandards(),
		import("./names/names"),
		import("./names/commonest"),
	]);
	const languagesOf = (part: "first" | "last") => {
		const languages = new Map<string, string[]>();
		const add = (language: string, names: string) => {
			for (const name of names.split("|")) {
				const known = languages.get(name);
				if (!known) languages.set(name, [language]);
				else if (!known.includes(language)) known.push(language);
			}
		};
		for (const [language, names] of Object.entries(NAMES)) add(language, names[part].toLowerCase());
		if (part === "last") for (const [language, names] of Object.entries(COMMONEST)) add(language, names);
		return languages;
	};
	return {
		phone: (text, country) => parsePhoneNumberFromString(text, country as CountryCode)?.isValid() ?? false,
		nationalNumber: (text, country) => parsePhoneNumberFromString(text, country as CountryCode)?.nationalNumber,
		dialCode: (country) => getCountryCallingCode(country as CountryCode),
		iban: (text) => iban.isValidIBAN(text),
		ibanLength: (country) => iban.countrySpecs[country as keyof typeof iban.countrySpecs]?.chars ?? undefined,
		numbers,
		postcode: (text, country) => postcodeValidatorExistsForCountry(country) && postcodeValidator(text, country),
		first: languagesOf("first"),
		last: languagesOf("last"),
		ambiguous: new Set(AMBIGUOUS.split("|")),
	};
}
