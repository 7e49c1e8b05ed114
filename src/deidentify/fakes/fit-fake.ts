import type { RandomKey } from "../../random";
import { fitIdFormat } from "../../table/fresh-ids/fresh-ids";
import { subKey } from "../../table/fresh-ids/keyed";
import type { Finding } from "../finding";
import type { Libraries } from "../libraries";
import { luhn, type Validity } from "./checksums";
import type { Fake } from "./fake";
import { nameStyle } from "./name-style";
import type { People } from "./people";
import { phoneTemplates } from "./phone-ranges";

/** What stands where free text stood: its words are neither learned nor repeated. */
export const WITHHELD = "(text withheld)";

/** Texts looked at for how they are written. */
const SOME = 200;
/** Domains kept for examples (RFC 2606); below them, where a table uses those themselves. */
const DOMAINS = ["example.com", "example.org", "example.net"];
const OTHER_DOMAINS = ["people.example.com", "mail.example.org", "post.example.net"];
/** Networks for documentation (RFC 5737, RFC 3849); the last is reserved for whatever the future brings (RFC 1112). */
const NETS = ["192.0.2.", "198.51.100.", "203.0.113.", "240.0.0."];

export interface FakeContext {
	readonly key: RandomKey;
	readonly people: People;
	readonly libraries: Libraries;
}

/** Digits behind a name so that no real text ends in just as many: new and old can never be the same. */
function freeDigits(texts: readonly string[], from: number): number {
	const used = new Set(texts.map((text) => /(\d*)(?:@.*)?$/.exec(text)![1]!.length));
	let digits = from;
	while (used.has(digits)) digits++;
	return digits;
}

/** Learns how a column's values are to be made up. `texts`: its different values, at least one. */
export function fitFake(finding: Finding, texts: readonly string[], context: FakeContext): Fake {
	const { what, standard, locale } = finding;
	const key = subKey(context.key, finding.column);
	const some = texts.slice(0, SOME);
	const id = (more: { checksum?: string; valid?: Validity; prefix?: string; digitsToo?: boolean } = {}): Fake => {
		const { checksum, ...rest } = more;
		return { type: "id", format: fitIdFormat(texts, { key, ...rest }), ...(checksum && { checksum }) };
	};
	switch (what) {
		case "name":
			return { type: "name", style: nameStyle(finding.column, some, context.libraries) };
		case "email": {
			const used = new Set(texts.map((text) => text.toLowerCase().replace(/^.*@/, "").replace(/>$/, "")));
			const free = DOMAINS.filter((domain) => !used.has(domain));
			const other = OTHER_DOMAINS.filter((domain) => !used.has(domain));
			return {
				type: "email",
				domains: free.length > 0 ? free : other.length > 0 ? other : ["synthetic.invalid"],
				digits: 3,
			};
		}
		case "handle":
			return {
				type: "handle",
				before: some.filter((text) => text.startsWith("@")).length > some.length / 2 ? "@" : "",
				digits: freeDigits(texts, 3),
			};
		case "url": {
			const host = texts.some((text) => text.includes("//example.com/"))
				? "https://people.example.org/"
				: "https://example.com/";
			return { type: "handle", before: host, digits: freeDigits(texts, 3) };
		}
		case "phone": {
			const templates = phoneTemplates(texts, locale ?? "");
			return templates.length > 0 ? { type: "phone", templates } : id({ digitsToo: true });
		}
		case "iban":
			return fitIban(texts, locale, key) ?? id();
		case "card":
			// No payment card begins with a 9 (ISO/IEC 7812-1): so no invented one can be somebody's.
			return id({ checksum: "luhn", valid: luhn, ...freePrefix(texts, "9") });
		case "national-number": {
			if (standard === "US.ssn") return id(freePrefix(texts, "9"));
			const valid = context.libraries.numbers.find((number) => number.key === standard)?.valid;
			return id(valid ? { checksum: standard!, valid } : {});
		}
		case "ip": {
			if (some.some((text) => text.includes(":")))
				return { type: "ip", net: texts.some((t) => t.startsWith("2001:db8:")) ? "2001:db8:ffff:ffff:" : "2001:db8::" };
			return { type: "ip", net: NETS.find((net) => !texts.some((text) => text.startsWith(net))) ?? "255.255.255." };
		}
		case "postcode":
			// Several people have one: codes keep their length and may repeat.
			return { type: "id", format: fitIdFormat(texts, { key, digitsToo: true, mayWiden: false }) };
		case "address":
			return {
				type: "address",
				language: context.people.language,
				numberFirst: some.filter((text) => /^\d/.test(text)).length > some.length / 2,
			};
		case "coordinates":
		case "free-text":
		case "nothing":
		case "demographic":
			return { type: "text", text: WITHHELD };
		default:
			return id();
	}
}

/** A beginning kept for examples, where none of the real ones has it. */
function freePrefix(texts: readonly string[], prefix: string): { prefix?: string } {
	return texts.some((text) => text.startsWith(prefix)) ? {} : { prefix };
}

const BANK_LETTERS = /^[A-Z]{4}/;

/** Accounts of a bank that is not there: "TEST" where banks have letters, a 9 in front in Germany. */
function fitIban(texts: readonly string[], country: string | undefined, key: RandomKey): Fake | undefined {
	if (!country) return undefined;
	const accounts = texts
		.map((text) => text.replace(/[\s.-]/g, "").toUpperCase())
		.filter((text) => text.startsWith(country) && text.length > 10)
		.map((text) => text.slice(4));
	if (accounts.length === 0) return undefined;
	const bank = BANK_LETTERS.test(accounts[0]!) ? "TEST" : country === "DE" ? "9" : "";
	const prefix = bank ? freePrefix(accounts, bank) : {};
	const account = fitIdFormat([...new Set(accounts)], { key, mayWiden: false, ...prefix });
	return { type: "iban", country, account, spaced: texts[0]!.includes(" ") };
}
