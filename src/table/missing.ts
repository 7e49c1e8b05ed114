/** Spellings that mean "missing" in any column. The empty cell always does. */
const ANYWHERE = [
	...["", "NA", "N/A", "n/a", "#N/A", "#NA", "<NA>", "NULL", "null", "NaN", "nan", "?"],
	...["#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!"],
];

/**
 * Spellings that mean "missing" only in a column that otherwise holds nothing but numbers, dates or truth values, however
 * their letters are cased. In a column of words they may be an answer ("None" to "Allergies?"), and a synthetic table that
 * repeats them loses nothing.
 */
const AMONG_VALUES = [
	...["-", "--", "---", "–", "—", "−", ".", "..", "...", "…", "??", "???", "*", "0000-00-00", "00.00.0000"],
	...[
		"inf",
		"+inf",
		"-inf",
		"infinity",
		"-infinity",
		"nat",
		"null",
		"nan",
		"nil",
		"none",
		"na",
		"n.a.",
		"n. a.",
		"n/a",
	],
	...["missing", "unknown", "not known", "not available", "not applicable", "not recorded", "not reported", "no data"],
	// German
	...["k.a.", "k. a.", "k.a", "k/a", "keine angabe", "keine angaben", "keine daten", "unbekannt", "unbek.", "fehlt"],
	...[
		"fehlend",
		"entfällt",
		"entf.",
		"n.v.",
		"n. v.",
		"nicht bekannt",
		"nicht verfügbar",
		"nicht erhoben",
		"n.b.",
		"o.a.",
	],
	...["ohne angabe"],
	// Dutch and the Nordic languages
	...["onbekend", "geen", "niet bekend", "n.v.t.", "okänd", "saknas", "ukjent", "ukendt", "mangler", "tuntematon"],
	// French, Italian, Spanish, Portuguese
	...["inconnu", "inconnue", "n.d.", "n.d", "n/d", "n.c.", "non renseigné", "non disponible", "n.r.", "manquant"],
	...[
		"sconosciuto",
		"non disponibile",
		"mancante",
		"desconocido",
		"s/d",
		"s.d.",
		"sin dato",
		"sin datos",
		"no disponible",
	],
	...["desconhecido", "não informado", "sem dados", "não disponível"],
	// Polish, Czech, Russian, Chinese, Japanese
	...["brak", "brak danych", "b.d.", "nieznany", "neznámo", "neuvedeno", "н/д", "нет данных", "неизвестно"],
	...["未知", "不详", "不明", "なし", "無"],
];

/** Tells missing cells; a cell's blanks around the text do not count. */
export interface MissingSpellings {
	/** Missing in a column of any kind. */
	anywhere(text: string): boolean;
	/** Missing in a column whose other cells are numbers, dates or truth values. */
	amongValues(text: string): boolean;
	/** Missing because the caller named it. */
	named(text: string): boolean;
}

/** The usual spellings, and those given for every column alike. */
export function missingSpellings(given: readonly string[] = []): MissingSpellings {
	const named = new Set(given.map((text) => text.trim()));
	const anywhere = new Set([...ANYWHERE, ...named]);
	const amongValues = new Set(AMONG_VALUES);
	return {
		anywhere: (text) => anywhere.has(text.trim()),
		amongValues: (text) => anywhere.has(text.trim()) || amongValues.has(text.trim().toLowerCase()),
		named: (text) => named.has(text.trim()),
	};
}
