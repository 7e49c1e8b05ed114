/** What stands in the shared cases, said by hand: the detectors are judged by it, so it must not come from them. */
export interface LeakCase {
	readonly file: string;
	/** Columns whose values identify somebody directly. */
	readonly direct: readonly string[];
	/** Columns that may hold names or numbers beside plain words. */
	readonly texts?: readonly string[];
	/** Whose rows. */
	readonly subject?: string;
	readonly birthDate?: string;
	/** Columns that together are a person. */
	readonly person: readonly string[];
	/** A name and an address that belong together. */
	readonly pair?: readonly [string, string];
}

const VISITS = {
	direct: ["patient_id", "bsn", "name", "email", "phone", "iban", "postcode", "doctor"],
	texts: ["note"],
	subject: "patient_id",
	birthDate: "dob",
	person: ["dob", "postcode", "gender"],
	pair: ["name", "email"],
} as const;

export const CASES: readonly LeakCase[] = [
	{ file: "visits-60x6.csv", ...VISITS },
	{ file: "visits-30x3.csv", ...VISITS },
	{
		file: "clients-1200.csv",
		direct: ["client", "mail"],
		subject: "mail",
		person: ["client", "mail"],
		pair: ["client", "mail"],
	},
	{
		file: "class-30.csv",
		direct: ["parent", "parent_email"],
		texts: ["remark"],
		person: ["parent", "parent_email"],
		pair: ["parent", "parent_email"],
	},
	{ file: "small-8.csv", direct: ["name", "email", "phone"], person: ["name", "email"], pair: ["name", "email"] },
	{
		file: "mixed-contact.csv",
		direct: ["phone_number", "student_no"],
		texts: ["contact", "remark"],
		person: ["phone_number"],
	},
	{ file: "ids_email.csv", direct: ["email"], person: ["email"] },
	{ file: "ids_mixed_length.csv", direct: ["patient_id"], person: ["patient_id"] },
	{ file: "ids_sparse_len.csv", direct: ["ref"], person: ["ref"] },
	{ file: "repeated_pk.csv", direct: ["patient_id"], subject: "patient_id", person: ["patient_id"] },
];
