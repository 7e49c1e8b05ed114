import type { What } from "./finding";

/**
 * Words of headers that say what a column holds, in English, German, French, Spanish, Dutch, and some Italian, Portuguese
 * and Scandinavian. A word counts where it stands alone between marks, or ends a compound ("Geburtsname").
 */
const WORDS: readonly (readonly [What, string])[] = [
	[
		"email",
		"email mail emailadres emailadresse courriel correo correoelectronico epost mailadres mailadresse emailaddress",
	],
	[
		"phone",
		"phone telephone tel telefon telefoon telefono telefone mobile mobil handy gsm cell cellphone portable fax faxnummer phonenumber telefoonnummer telefonnummer mobiel mobilnummer mobilfunk rufnummer msisdn movil numtel",
	],
	["iban", "iban bankaccount rekening rekeningnummer kontonummer bankrekening bankverbindung kontonr"],
	["card", "creditcard cardnumber kreditkarte kartennummer pan cartebancaire tarjeta"],
	[
		"national-number",
		"ssn bsn sofi sofinummer burgerservicenummer nir insee nss nino nhs nhsnumber steuerid steuernummer sozialversicherungsnummer svnr rijksregisternummer dni nie nif cpf curp rfc pesel personnummer fodselsnummer cpr hetu codicefiscale aadhaar tin taxid taxnumber nationalid socialsecurity passport reisepass passeport pasaporte paspoort paspoortnummer personalausweis idcard sin ahv avs",
	],
	[
		"address",
		"address adresse adres direccion street strasse straße straat rue calle anschrift indirizzo endereco woonadres streetaddress domicilio voie",
	],
	["postcode", "zip zipcode postcode postalcode plz postleitzahl codepostal cp codigopostal postnummer cap cep"],
	[
		"coordinates",
		"lat latitude lon lng long longitude coordinates koordinaten latlon latlng gps breitengrad längengrad",
	],
	["ip", "ip ipaddress ipadres ipadresse ipv4 ipv6 remoteaddr"],
	["mac", "mac macaddress macadresse"],
	["url", "url website homepage webseite link profile linkedin facebook instagram"],
	[
		"handle",
		"handle username login twitter benutzerkennung brukernavn användarnamn benutzername gebruikersnaam utilisateur usuario nickname screenname nutzername loginname",
	],
	[
		"birth-date",
		"dob birthdate birthday dateofbirth geburtsdatum geburtstag geboortedatum geboren naissance datenaissance ddn nacimiento fechanacimiento fnac geb gebdat born birth nascita geburt geboorte nascimento fodselsdato verjaardag",
	],
	[
		"name",
		"name names fullname firstname lastname surname forename givenname familyname middlename vorname nachname familienname zuname naam voornaam achternaam nom prenom prénom nombre apellido apellidos nome cognome navn namn klant kunde client customer patient patiënt parent contact doctor arts arzt médecin medecin teacher leraar student pupil leerling employee medewerker mitarbeiter person owner author authors createdby createdbyuser owned ownedby assignee assigned assignedto assignedby user users benutzer gebruiker utente usuarios utilisateurs användare anwender bruker editor reviewer reviewedby approver approvedby requester requestedby reporter reportedby submitter submittedby modifiedby updatedby changedby lastmodifiedby lasteditedby enteredby recordedby operator agent salesperson salesrep accountmanager responsible attendee bearbeiter sachbearbeiter ersteller erstelltvon geändertvon verfasser besitzer verantwortlich verantwortlicher auteur auteurs responsable créépar autor eigenaar behandelaar contactperson ansprechpartner guardian member nurse physician manager supervisor spouse partner applicant tenant cliente paciente empleado",
	],
	[
		"demographic",
		"age sex gender alter leeftijd geschlecht geslacht sexe genre edad sexo nationality nationaliteit staatsangehörigkeit nationalité nacionalidad city stad stadt ville ciudad town woonplaats wohnort ort plaats municipality gemeinde gemeente county religion race ethnicity occupation beruf beroep profession maritalstatus zivilstand familienstand yearofbirth geburtsjahr geboortejahr birthyear",
	],
	[
		"free-text",
		"note notes remark remarks comment comments notiz bemerkung bemerkungen kommentar opmerking opmerkingen notitie toelichting remarque commentaire nota notas observaciones description beschreibung omschrijving text message freetext anamnesis",
	],
	[
		"key",
		"id ids uuid guid key identifier kennung mrn no nr number nummer numero número num account accountnumber accountno ref reference referentie referenz pid uid code pseudonym clientno kundennummer klantnummer patientnummer patientid patnr",
	],
];

/** Vehicles' plates, whose numbers lead to a holder; and words that may as well be of something else. */
const PLATE = new Set(
	"plate plates licenceplate licenseplate numberplate plateno platenumber vrm vrn regno kennzeichen kfzkennzeichen amtlicheskennzeichen nummernschild immatriculation plaque plaqueimmatriculation matricula matrícula targa kenteken nummerplaat nummerplade registreringsnummer registreringsskilt rekisterinumero rejestracja tablica spz rendszám plaka".split(
		" ",
	),
);
const MAYBE_PLATE = new Set(
	"vehicle registration registrationno registrationnumber reg car fahrzeug véhicule voertuig voiture auto vehículo vehiculo veicolo bil".split(
		" ",
	),
);

/** Passports and identity cards; and words that may be of any paper. */
const DOCUMENT = new Set(
	"passport passportno passportnumber passno reisepass passeport pasaporte passaporto paspoort pass idcard idcardno identitycard carteidentite cni personalausweis ausweis ausweisnummer identiteitskaart cartaidentita traveldocument".split(
		" ",
	),
);
const MAYBE_DOCUMENT = new Set(
	"document documentno documentnumber documento doc docno dokument ausweisnr dokumentnummer".split(" "),
);

/** Who did something: "posted by", "erstellt von", "créé par". */
const DONE_BY = /^(?:by|von|durch|par|door|por|af|av|przez)$/;
/** What is done by a rule or a number rather than by somebody. */
const NOT_BY_SOMEBODY =
	/^(?:group|grouped|sort|sorted|order|ordered|divided|multiplied|partition|due|use|used|best|step|year|abgeleitet)$/;

/** Who a key may be of: "patient_id", "client no", "Kundennummer". */
const PEOPLE =
	/(patient|client|customer|user|person|member|employee|student|pupil|subject|participant|respondent|case|household|company|firm|account|kunde|klant|medewerker|mitarbeiter|schüler|leerling|deelnemer|teilnehmer|proband|versicherte|cliente|paciente|usuario|empleado|personne|adherent|salarie|elev|borger|mrn|record|owner|holder|donor|citizen|resident|tenant|cust|pat|emp|stud)/;

const PERSON_NAME =
	/(surname|firstname|lastname|fullname|forename|givenname|familyname|middlename|vorname|nachname|familienname|zuname|voornaam|achternaam|pr[eé]nom|apellidos?|cognome|sobrenome|fornavn|etternavn|efternamn|f[öo]rnamn)$/;

/** Words that make a count or a measure of what follows or precedes them. */
const MEASURES =
	/^(count|total|sum|avg|mean|median|share|percent|rate|score|type|kind|status|class|category|group|level|length|size|amount|price|method|plan|segment)$/;

/** What may be called like a person: places, makes, plants, firms. */
const THINGS = new Set(
	"city town place region state country county province district area location island street station stop airport port school hospital site branch store shop market brand make model manufacturer vendor product variety species genus breed animal plant flower crop color colour month weekday day language religion department dept ward team club league company firm employer bank airline hotel ship storm hurricane stadt ort land kreis bundesland kanton marke modell hersteller produkt sorte art farbe monat sprache abteilung verein ville lieu pays région departement département marque modèle produit espèce couleur mois langue ciudad país pais provincia región marca modelo producto especie mes idioma plaats gemeente provincie merk soort kleur maand taal afdeling winkel filiaal".split(
		" ",
	),
);

const COUNTS = /(number|no|num|nr|nombre|numero|número) (of|de|des)|anzahl|aantal/;

const BY_WORD = new Map<string, What>();
for (const [what, words] of [...WORDS].reverse()) for (const word of words.split(" ")) BY_WORD.set(word, what);

/** The words of a header in lower case: "CustomerId", "customer_id" and "customer id" are the same two. */
export function headerWords(name: string): string[] {
	return name
		.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
		.toLowerCase()
		.split(/[^\p{L}\d]+/u)
		.filter((word) => word !== "");
}

/** What a header says of its column. */
export interface Header {
	/** What its words name, the most telling first. */
	readonly says: ReadonlySet<What>;
	/** Whether it names somebody a key could be of. */
	readonly person: boolean;
	/** Whether it can only mean the name of a person: "surname", "Vorname". */
	readonly personName: boolean;
	/** Whether it names what may be called like a person and is none: "city", "Marke", "species". */
	readonly thing: boolean;
	/** Whether it names plates of vehicles; "maybe" where it may name something else as well. */
	readonly plate?: "yes" | "maybe";
	/** Whether it names passports or identity cards; "maybe" where it may name any paper. */
	readonly document?: "yes" | "maybe";
}

/** Reads a header: single words, neighbours written as one ("date of birth", "first_name"), and ends of compounds. */
export function readHeader(name: string): Header {
	const words = headerWords(name);
	const joined = words.join("");
	const says = new Set<What>();
	const measured = words.some((word) => MEASURES.test(word));
	const pairs = words
		.map((word, i) => word + (words[i + 1] ?? ""))
		.concat(words.map((word, i) => word + (words[i + 1] ?? "") + (words[i + 2] ?? "")));
	const last = (words.at(-1) ?? "").replace(/\d+$/, "");
	for (const word of [joined, ...pairs, ...words]) {
		const what = BY_WORD.get(word) ?? BY_WORD.get(word.replace(/\d+$/, ""));
		// "account_balance" is no account, "number of clients" no number of a client's.
		if (what && (what !== "key" || last === word || joined === word || pairs.at(-1) === word)) says.add(what);
	}
	if (COUNTS.test(words.join(" "))) says.delete("key");
	if (
		/(name|naam|nom|nombre|navn|namn)$/.test(joined) &&
		!/(file|column|product|brand|city|street|country|company|event)(name|naam)$/.test(joined)
	)
		says.add("name");
	if (/(nummer|number|nr|_id|id)$/.test(name.toLowerCase()) && words.length > 0 && PEOPLE.test(joined)) says.add("key");
	if (/(mail|telefon|phone|strasse|straße|straat|adresse)$/.test(joined)) {
		says.add(/mail$/.test(joined) ? "email" : /(telefon|phone)$/.test(joined) ? "phone" : "address");
	}
	if (words.length > 1 && DONE_BY.test(last) && !words.some((word) => NOT_BY_SOMEBODY.test(word))) says.add("name");
	const named = [joined, ...pairs, ...words];
	const plate = grade(named, PLATE, MAYBE_PLATE);
	const document = grade(named, DOCUMENT, MAYBE_DOCUMENT);
	if (measured) for (const what of ["name", "key", "card", "email", "phone", "demographic"] as const) says.delete(what);
	return {
		says,
		person: PEOPLE.test(joined) && !measured,
		personName: !measured && PERSON_NAME.test(joined),
		thing: words.some((word) => THINGS.has(word)),
		...(plate && !measured && { plate }),
		...(document && !measured && { document }),
	};
}

function grade(words: readonly string[], sure: ReadonlySet<string>, maybe: ReadonlySet<string>) {
	return words.some((word) => sure.has(word)) ? "yes" : words.some((word) => maybe.has(word)) ? "maybe" : undefined;
}
